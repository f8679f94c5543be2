// Package ensure brings an object of a vendor to a target state, where the vendor
// has no idempotency keys. A verb reads the object, sends what is missing at most
// once, and reads again until the outcome is known.
package ensure

import (
	"context"
	"log/slog"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Linger is how long a verb goes on after its context has ended, if it has sent a
// request: to learn the outcome costs less than not to know it.
const Linger = 20 * time.Second

// State is what an object shows of a target.
type State int

const (
	Missing  State = iota // something has to be sent
	Reached               // nothing is left to send; with an error if it was executed but did not help
	Exceeded              // as Reached, and more was done than the verb asked for
	Busy                  // the vendor is at it, so nothing may be sent now

	unread State = -1 // the object could not be read
)

func (s State) isReached() bool { return s == Reached || s == Exceeded }

// Settings are what a vendor's client and the options of a call say.
type Settings struct {
	Vendor      string // for the log
	Method      string // for the log: EnsureRefunded
	Logger      *slog.Logger
	Keeper      *Keeper
	Key         string        // of the object; calls with the same key take turns
	Timeout     time.Duration // of the whole call; 0 for none
	SettleAfter time.Duration // after this time "not seen" counts as "not done"
	MaybeSentAt time.Time     // when a request of another process may have ended; zero for never

	Kinds      *api.Sentinels                // of the vendor's errors
	RetryAfter func(err error) time.Duration // that a vendor's error asks for
	NewError   func(Problem) error           // makes a vendor's error
}

// Problem is what a verb itself has to report.
type Problem struct {
	Outcome    transport.Outcome // OutcomeUnknown or OutcomeNotSent
	RetryAfter time.Duration
	Waited     time.Duration
	Err        error // the cause
}

// Verb is one call that ensures a target state of an object of type T.
type Verb[T any] struct {
	Settings

	// Target is a comparable value that names the target. A request of unknown
	// outcome is forgotten when its own target is reached, not when another is.
	Target any

	Read func(ctx context.Context) (*T, error)

	// Judge compares an object with the target. confirmed is what the latest 2xx
	// proved, nil for nothing. Nothing is sent after an error of it.
	Judge func(object *T, confirmed any) (State, error)

	// Send sends the one request for an object as it was read, and returns what a 2xx
	// proves. within is the time left to the call, 0 for no limit.
	Send func(ctx context.Context, object *T, confirmed any, within time.Duration) (result *T, proves any, err error)

	// JudgeResult judges the object in a 2xx. nil means that a 2xx is the target.
	JudgeResult func(result *T) (State, error)

	// SecondOpinion looks for signs of a request in doubt that the object does not
	// show. An error keeps the verb from sending. May be nil.
	SecondOpinion func(ctx context.Context, since time.Time) error
}

// Run ensures the target. It returns the object as last read, also beside an
// error; nil if no read succeeded.
func (v *Verb[T]) Run(ctx context.Context) (*T, error) {
	if ctx == nil {
		return v.Read(ctx) // which rejects it
	}
	r := &run[T]{Verb: v, started: time.Now()}
	state, err := r.run(ctx)
	r.log(ctx, state, err)
	return r.last, err
}
