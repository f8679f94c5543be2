package ensure

import (
	"context"
	"errors"
	"time"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// maxTries limits how often a verb reads and sends: the first time, and again after
// each rate limit.
const maxTries = 10

var (
	errBusy    = errors.New("the vendor is still at work on it")
	errNotSeen = errors.New("the response does not show the target, nor did a read after it")
)

// run is one call of a verb.
type run[T any] struct {
	*Verb[T]
	started time.Time
	object  *object // what is remembered of it, while the call has the turn
	last    *T      // as last read
	reads   int
	sent    bool
	doubted bool          // the outcome of an earlier request was unknown
	waited  time.Duration // for the turn, and between reads
}

// run takes the turn of the object and tries until no rate limit stands in the way.
func (r *run[T]) run(ctx context.Context) (state State, err error) {
	late, cancel := r.withLinger(ctx)
	defer cancel()
	if r.Timeout > 0 {
		var done context.CancelFunc
		ctx, done = context.WithDeadline(ctx, r.started.Add(r.Timeout))
		defer done()
	}
	if err := r.takeTurn(ctx); err != nil {
		return unread, err
	}
	defer r.Keeper.give(r.object)
	for range maxTries {
		var again bool
		if state, again, err = r.try(ctx, late); !again {
			break
		}
	}
	return state, err
}

func (r *run[T]) takeTurn(ctx context.Context) (err error) {
	started := time.Now()
	r.object, err = r.Keeper.take(ctx, r.Key, func() { r.announce(ctx, "turn", 0) })
	r.waited += time.Since(started)
	switch {
	case err == nil:
		return nil
	case r.isOpen(r.MaybeSentAt):
		return r.undecided(r.MaybeSentAt, err)
	}
	return r.NewError(Problem{Outcome: transport.NotSent, Waited: r.waited, Err: err})
}

// try reads, and sends if the target is not reached. again reports whether to try
// again: after a rate limit, what was read is old.
func (r *run[T]) try(ctx, late context.Context) (state State, again bool, err error) {
	doubt := r.doubt()
	r.doubted = !doubt.IsZero()
	state, err = r.watch(ctx, doubt)
	switch {
	case state.isReached():
		r.object.reached(r.Target)
		return state, false, err
	case err != nil && r.isOpen(doubt):
		return state, false, r.undecided(doubt, err)
	case err != nil:
		return state, false, err
	case state == Busy:
		return state, false, r.undecided(doubt, errBusy)
	}
	if r.doubted && r.SecondOpinion != nil {
		if err := r.SecondOpinion(ctx, doubt); err != nil {
			return state, false, r.undecided(doubt, err)
		}
	}
	return r.send(ctx, late, doubt)
}

// doubt returns when the last request of unknown outcome ended, zero if there was
// none or if it was too long ago to matter.
func (r *run[T]) doubt() time.Time {
	doubt := r.object.doubt
	if r.MaybeSentAt.After(doubt) {
		doubt = r.MaybeSentAt
	}
	if time.Since(doubt) > max(memoryOf, r.SettleAfter) {
		return time.Time{}
	}
	return doubt
}

// isOpen reports whether a request that ended at this time may still be executed.
func (r *run[T]) isOpen(doubt time.Time) bool {
	return !doubt.IsZero() && time.Until(doubt.Add(r.SettleAfter)) > 0
}

// send sends the request, and settles its outcome.
func (r *run[T]) send(ctx, late context.Context, doubt time.Time) (state State, again bool, err error) {
	r.object.doubtAbout(r.Target)
	result, proves, err := r.Send(ctx, r.last, r.object.proved(), r.left())
	r.sent = r.sent || !errors.Is(err, r.Kinds.NotSent)
	switch {
	case err == nil:
		state, err = r.accept(late, result, proves)
		return state, false, err
	case errors.Is(err, r.Kinds.OutcomeUnknown):
		state, err = r.settle(late, err)
		return state, false, err
	}
	r.object.doubt = doubt
	switch {
	case errors.Is(err, r.Kinds.NotSent):
		return Missing, false, err
	case errors.Is(err, r.Kinds.RateLimited):
		return Missing, ctx.Err() == nil, err
	}
	if state, readErr := r.read(late); readErr == nil && state.isReached() {
		return state, false, nil // somebody was faster
	}
	return Missing, false, err
}

// accept takes a 2xx for the target, or judges it.
func (r *run[T]) accept(late context.Context, result *T, proves any) (state State, err error) {
	r.last = result
	state = Reached
	if r.JudgeResult != nil {
		state, err = r.JudgeResult(result)
	}
	if !state.isReached() {
		return r.settle(late, errNotSeen)
	}
	r.object.doubt = time.Time{}
	if r.JudgeResult == nil {
		r.object.confirmed, r.object.at = proves, time.Now()
		if shown, judgeErr := r.Judge(result, proves); judgeErr == nil && shown == Exceeded {
			state = Exceeded
		}
	}
	return state, err
}

// settle reads until the target shows or can be taken for not reached.
func (r *run[T]) settle(late context.Context, cause error) (State, error) {
	r.object.doubtAbout(r.Target)
	doubt := r.object.doubt
	state, err := r.watch(late, doubt)
	if state.isReached() {
		r.object.reached(r.Target)
		return state, err
	}
	return state, r.undecided(doubt, cause, err)
}

// undecided returns the error of an unknown outcome. Its cause is the first of
// causes.
func (r *run[T]) undecided(doubt time.Time, causes ...error) error {
	wait := max(0, time.Until(doubt.Add(r.SettleAfter)))
	for _, cause := range causes {
		wait = max(wait, r.RetryAfter(cause))
	}
	return r.NewError(Problem{Outcome: transport.Unknown, RetryAfter: wait, Waited: r.waited, Err: inDoubt(causes[0], r.Kinds)})
}

// left returns the time that is left to the call, 0 for no limit.
func (r *run[T]) left() time.Duration {
	if r.Timeout == 0 {
		return 0
	}
	return max(1, time.Until(r.started.Add(r.Timeout)))
}

// withLinger returns a context that ends Linger after ctx does, or with the call's
// time.
func (r *run[T]) withLinger(ctx context.Context) (context.Context, context.CancelFunc) {
	end, limited := ctx.Deadline()
	if end = end.Add(Linger); r.Timeout > 0 && (!limited || r.started.Add(r.Timeout).Before(end)) {
		end, limited = r.started.Add(r.Timeout), true
	}
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if limited {
		cancel()
		late, cancel = context.WithDeadline(context.WithoutCancel(ctx), end)
	}
	stop := context.AfterFunc(ctx, func() {
		if transport.Sleep(late, Linger) == nil {
			cancel()
		}
	})
	return late, func() { stop(); cancel() }
}
