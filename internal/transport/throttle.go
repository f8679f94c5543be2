package transport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// admit waits until the next attempt may begin: no pause is on and the limiter
// agrees. A pause may begin while the limiter waits, so pauses are checked last.
// An error stays in the run.
func (run *callRun) admit(ctx context.Context) error {
	run.endWait()
	ctx, cancel := run.limitRetries(ctx)
	defer cancel()
	err := run.waitForTurn(ctx)
	run.at = time.Now()
	run.admitted = run.at
	run.notAdmitted = run.redactError(withoutCause(ctx, err))
	return run.notAdmitted
}

// limitRetries ends the context when no retry may begin any more.
func (run *callRun) limitRetries(ctx context.Context) (context.Context, context.CancelFunc) {
	if run.attempts == 0 || run.policy.MaxElapsed == 0 {
		return ctx, func() {}
	}
	return context.WithDeadline(ctx, run.firstAttempt.Add(run.policy.MaxElapsed))
}

func (run *callRun) waitForTurn(ctx context.Context) error {
	c := run.client
	for {
		if err := c.pause.wait(ctx, run.policy.MaxRetryAfter); err != nil {
			return err
		}
		route := c.routePauses.of(run.route())
		if err := route.wait(ctx, run.policy.MaxRetryAfter); err != nil {
			return err
		}
		if c.limiter == nil {
			return ctx.Err()
		}
		if err := run.waitForLimiter(ctx); err != nil {
			return limiterError(err)
		}
		if c.pause.left() <= 0 && route.left() <= 0 {
			return ctx.Err()
		}
	}
}

// waitForLimiter logs the wait for a limiter that does not tell before it begins,
// as [Window] does, after its first second.
func (run *callRun) waitForLimiter(ctx context.Context) error {
	if run.client.logger != nil {
		run.limiterAnnounced.Store(false)
		late := time.AfterFunc(announced, func() {
			if run.limiterAnnounced.CompareAndSwap(false, true) {
				run.logWait(ctx, reasonLimiter, 0)
			}
		})
		defer late.Stop()
	}
	began := time.Now()
	err := run.client.limiter.Wait(ctx)
	if waited := time.Since(began); waited >= time.Millisecond { // else it had nothing to wait for
		run.waited += waited
	}
	return err
}

// limiterError turns x/time/rate's error for a deadline that can't be met, which
// has no type, into a waitError. The text is that of x/time v0.14.
func limiterError(err error) error {
	if strings.Contains(err.Error(), "would exceed context deadline") && !errors.Is(err, context.DeadlineExceeded) {
		return &waitError{why: err.Error(), err: context.DeadlineExceeded}
	}
	return err
}

// beginPause holds back all calls of the client after a 429.
func (c *Client) beginPause(wait time.Duration) {
	wait = min(wait, c.maxPause())
	c.pause.extendTo(time.Now().Add(wait))
	if limiter, ok := c.limiter.(interface{ Pause(time.Duration) }); ok {
		limiter.Pause(wait)
	}
}

// maxPause limits what one response can do to the other calls. A client that
// waits for no Retry-After keeps to the default's limit.
func (c *Client) maxPause() time.Duration {
	if c.retry.MaxRetryAfter == 0 {
		return DefaultRetryPolicy.MaxRetryAfter
	}
	return c.retry.MaxRetryAfter
}

// beginWait is for the engine, which waits itself.
func (run *callRun) beginWait() time.Duration {
	run.waiting = time.Now()
	return run.next.wait
}

func (run *callRun) endWait() {
	if !run.waiting.IsZero() {
		run.at = time.Now()
		run.waited += run.at.Sub(run.waiting)
		run.waiting = time.Time{}
	}
}

const (
	vendorPause = "the vendor asked for a pause"
	rateLimited = "the rate limit allows no request"
)

// waitError is an attempt that was not made because it would have had to wait
// too long: for the end of a pause, or for the limiter.
type waitError struct {
	why  string
	left time.Duration // 0 if it is not known
	err  error         // context.DeadlineExceeded if that forbids the wait
}

func (e *waitError) Error() string {
	if e.left == 0 {
		return e.why
	}
	text := fmt.Sprintf("%s for %v more", e.why, e.left.Round(time.Millisecond))
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

func (e *waitError) Unwrap() error { return e.err }

// checkDeadline fails at once if ctx would end before the wait is over.
func checkDeadline(ctx context.Context, wait time.Duration, why string) error {
	if deadline, ok := ctx.Deadline(); ok && wait > 0 && wait >= time.Until(deadline) {
		return &waitError{why, wait, context.DeadlineExceeded}
	}
	return nil
}

// Sleep returns after d, or with the error of ctx as soon as that ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
