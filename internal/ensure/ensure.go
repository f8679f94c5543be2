// Package ensure brings an object of a vendor to a target state, where the vendor
// has no idempotency keys. A verb looks, sends what is missing at most once, and
// looks again until the outcome is known.
package ensure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
)

// Linger is how long a verb goes on after its context has ended, if a request is
// under way: to learn its outcome costs less than not to know it.
const Linger = 20 * time.Second

// State is what a read shows of a target.
type State int

const (
	Missing State = iota // something has to be sent
	Reached              // nothing is left to do
	Busy                 // the vendor is at it; nothing may be sent now
)

// Settings are what a vendor's client and the options of a call say.
type Settings struct {
	Vendor      string // for the log
	Method      string // for the log: EnsureRefunded
	Logger      *slog.Logger
	Keeper      *Keeper
	Key         string        // of the object; calls with the same key take turns
	Timeout     time.Duration // of the whole call; 0 for none
	SettleAfter time.Duration // after this time "not seen" may be taken for "not done"
	MaybeSentAt time.Time     // when another process may have sent a request; zero for never

	Kinds      *api.Sentinels                // of the vendor's errors
	RetryAfter func(err error) time.Duration // that a vendor's error asks for

	// UnknownError makes the vendor's error of an outcome that is not known yet.
	UnknownError func(cause error, retryAfter time.Duration) error
}

// Verb is one call that ensures a target state of an object of type T.
type Verb[T any] struct {
	Settings

	Read  func(ctx context.Context) (*T, error)
	Judge func(object *T, confirmed any) (State, error)

	// Send sends the one request for an object as it was read. confirmed is what a
	// 2xx to it proves, for later calls of Judge.
	Send func(ctx context.Context, object *T, confirmed any) (result *T, proved any, err error)

	// JudgeResult says that a 2xx is not yet the target: the result is judged as a
	// read is.
	JudgeResult bool

	// SecondOpinion looks for signs of a request in doubt that does not show in the
	// object. An error keeps the verb from sending. May be nil.
	SecondOpinion func(ctx context.Context, since time.Time) error
}

// tries is how often a verb begins again after a rate limit.
const tries = 10

// Run ensures the target. It returns the object as last read, also beside an
// error; nil if no read succeeded.
func (v *Verb[T]) Run(ctx context.Context) (*T, error) {
	r := &run[T]{Verb: v}
	err := r.run(ctx)
	r.log(ctx, err)
	return r.last, err
}

// run is one call of a verb.
type run[T any] struct {
	*Verb[T]
	object *object
	last   *T // as last read
	reads  int
	sent   bool
}

func (r *run[T]) run(ctx context.Context) error {
	late, cancel := r.withLinger(ctx)
	defer cancel()
	if r.Timeout > 0 {
		var done context.CancelFunc
		ctx, done = context.WithTimeout(ctx, r.Timeout)
		defer done()
	}
	object, err := r.Keeper.take(ctx, r.Key)
	if err != nil {
		return fmt.Errorf("%w: %w", r.Kinds.NotSent, err)
	}
	defer r.Keeper.give(object)
	r.object = object
	for range tries {
		var again bool
		if again, err = r.once(ctx, late); !again {
			break
		}
	}
	return err
}

// doubt is when a request may have been sent whose outcome is not known.
func (r *run[T]) doubt() time.Time {
	if r.MaybeSentAt.After(r.object.doubt) {
		return r.MaybeSentAt
	}
	return r.object.doubt
}

// once reads, and sends if the target is not reached. again reports whether it has
// to begin again: what was read is old after a rate limit.
func (r *run[T]) once(ctx, late context.Context) (again bool, err error) {
	doubt := r.doubt()
	state, err := r.watch(ctx, doubt)
	switch {
	case err != nil:
		return false, r.unless(doubt.IsZero(), err)
	case state == Reached:
		r.object.doubt = time.Time{}
		return false, nil
	case state == Busy:
		return false, r.UnknownError(nil, 0)
	}
	if !doubt.IsZero() && r.SecondOpinion != nil {
		if err := r.SecondOpinion(ctx, doubt); err != nil {
			return false, r.UnknownError(err, 0)
		}
	}
	return r.send(ctx, late)
}

// unless returns err if certain, else the error of an unknown outcome around it.
func (r *run[T]) unless(certain bool, err error) error {
	if certain {
		return err
	}
	return r.UnknownError(err, max(time.Until(r.doubt().Add(r.SettleAfter)), r.RetryAfter(err)))
}

// send sends the request, and settles its outcome.
func (r *run[T]) send(ctx, late context.Context) (again bool, err error) {
	before := r.object.doubt
	r.object.doubt = time.Now()
	result, proved, err := r.Send(ctx, r.last, r.object.confirmed)
	if err == nil {
		return false, r.accept(late, result, proved)
	}
	if errors.Is(err, r.Kinds.OutcomeUnknown) {
		r.sent = true
		r.object.doubt = time.Now()
		return false, r.settle(late, err)
	}
	r.object.doubt = before
	switch {
	case errors.Is(err, r.Kinds.NotSent):
		return false, err
	case errors.Is(err, r.Kinds.RateLimited):
		return ctx.Err() == nil, err
	}
	if state, readErr := r.read(late); readErr == nil && state == Reached {
		return false, nil // somebody was faster
	}
	return false, err
}

// accept takes a 2xx for the target, or judges it.
func (r *run[T]) accept(late context.Context, result *T, proved any) error {
	r.sent = true
	r.last = result
	if r.JudgeResult {
		state, err := r.Judge(result, nil)
		if state == Busy && err == nil {
			return r.settle(late, nil)
		}
		r.object.doubt = time.Time{}
		return err
	}
	r.object.doubt = time.Time{}
	r.object.confirmed, r.object.at = proved, time.Now()
	return nil
}

// settle reads until the target shows, or can be taken for not reached.
func (r *run[T]) settle(late context.Context, cause error) error {
	state, err := r.watch(late, r.object.doubt)
	if err == nil && state == Reached {
		r.object.doubt = time.Time{}
		return nil
	}
	if cause == nil {
		cause = err
	}
	left := max(time.Until(r.object.doubt.Add(r.SettleAfter)), r.RetryAfter(cause))
	if err != nil {
		left = max(left, r.RetryAfter(err))
	}
	return r.UnknownError(cause, left)
}

// watch reads at once and then at growing intervals, until the target is reached
// or a read began when a request in doubt must have shown. Without a doubt it reads
// once.
func (r *run[T]) watch(ctx context.Context, doubt time.Time) (State, error) {
	for wait := time.Second; ; wait *= 2 {
		settled := time.Until(doubt.Add(r.SettleAfter))
		state, err := r.read(ctx)
		if err != nil || state == Reached || doubt.IsZero() || settled <= 0 {
			return state, err
		}
		if err := sleep(ctx, min(wait, max(settled, time.Millisecond))); err != nil {
			return state, err
		}
	}
}

func (r *run[T]) read(ctx context.Context) (State, error) {
	r.reads++
	object, err := r.Read(ctx)
	if err != nil {
		return Missing, err
	}
	r.last = object
	confirmed := r.object.confirmed
	if time.Since(r.object.at) > memoryOf {
		confirmed = nil
	}
	return r.Judge(object, confirmed)
}

// withLinger returns a context that ends Linger after ctx does, or with the whole
// call's time.
func (r *run[T]) withLinger(ctx context.Context) (context.Context, context.CancelFunc) {
	end, limited := ctx.Deadline()
	if end = end.Add(Linger); r.Timeout > 0 {
		if latest := time.Now().Add(r.Timeout); !limited || latest.Before(end) {
			end, limited = latest, true
		}
	}
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if limited {
		late, cancel = context.WithDeadline(late, end)
	}
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(Linger, cancel)
		context.AfterFunc(late, func() { timer.Stop() })
	})
	return late, func() { stop(); cancel() }
}

func sleep(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// log writes one record for the call, without ids and amounts.
func (r *run[T]) log(ctx context.Context, err error) {
	if r.Logger == nil {
		return
	}
	level, result := slog.LevelDebug, "nothing to do"
	switch {
	case errors.Is(err, r.Kinds.OutcomeUnknown):
		level, result = slog.LevelWarn, "undecided"
	case err != nil:
		level, result = slog.LevelInfo, "failed"
	case r.sent:
		level, result = slog.LevelInfo, "done"
	}
	r.Logger.LogAttrs(ctx, level, "ensure", slog.String("vendor", r.Vendor), slog.String("method", r.Method), slog.String("result", result),
		slog.Int("reads", r.reads), slog.Bool("sent", r.sent), slog.Duration("retry_after", r.RetryAfter(err)))
}
