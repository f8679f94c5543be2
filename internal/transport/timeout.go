package transport

import (
	"context"
	"time"
)

// limitTime applies the timeout of the whole call.
func (run *callRun) limitTime(ctx context.Context) (context.Context, context.CancelFunc) {
	timeout := run.client.timeout
	if run.call.Timeout > 0 {
		timeout = run.call.Timeout
	}
	if timeout == 0 {
		return ctx, func() {}
	}
	run.deadline = run.started.Add(timeout)
	return context.WithDeadline(ctx, run.deadline)
}

// limitAttempt applies the timeout of one attempt.
func (run *callRun) limitAttempt(ctx context.Context) (context.Context, context.CancelFunc) {
	timeout := run.client.attemptTimeout
	if run.call.AttemptTimeout > 0 {
		timeout = run.call.AttemptTimeout
	}
	deadline := run.admitted.Add(timeout)
	if run.call.Linger <= 0 {
		return context.WithDeadline(ctx, deadline)
	}
	if !run.deadline.IsZero() && run.deadline.Before(deadline) {
		deadline = run.deadline
	}
	return linger(ctx, run.call.Linger, deadline)
}

// linger returns a context that ends some time after ctx, or at the deadline.
func linger(ctx context.Context, after time.Duration, deadline time.Time) (context.Context, context.CancelFunc) {
	base, end := context.WithCancelCause(context.WithoutCancel(ctx))
	lingering, cancel := context.WithDeadline(base, deadline)
	stop := context.AfterFunc(ctx, func() {
		if Sleep(lingering, after) == nil {
			end(ctx.Err())
		}
	})
	return lingering, func() {
		stop()
		cancel()
		end(nil)
	}
}

// endedError is the end of a context that was given a cause. The cause is text
// only: it may be any error, that of another call for example, whose kind is not
// the kind of this call's error.
type endedError struct {
	end   error // of the context
	cause string
}

func (e *endedError) Error() string { return e.end.Error() + ": " + e.cause }
func (e *endedError) Unwrap() error { return e.end }

// withoutCause replaces an error that has the cause of ctx's end in its chain.
// net/http returns context.Cause(ctx) where one would expect ctx.Err().
func withoutCause(ctx context.Context, err error) error {
	end, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || end == nil || cause == context.Canceled || cause == context.DeadlineExceeded {
		return err
	}
	if !anyInChain(err, func(e error) bool { return isSame(e, cause) }) {
		return err
	}
	return &endedError{end, cause.Error()}
}
