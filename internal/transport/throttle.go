package transport

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// admit waits until the next attempt may begin.
func (run *callRun) admit(ctx context.Context) error {
	run.refused = run.client.admit(ctx, run.policy.MaxRetryAfter)
	return run.refused
}

// admit waits until no pause is on and the limiter agrees. A pause may begin
// while the limiter waits, so the pause is checked last.
func (c *Client) admit(ctx context.Context, longest time.Duration) error {
	for {
		if err := c.pause.wait(ctx, longest); err != nil {
			return err
		}
		if c.limiter == nil {
			return ctx.Err()
		}
		if err := c.limiter.Wait(ctx); err != nil {
			return limiterError(err)
		}
		if c.pause.left() <= 0 {
			return ctx.Err()
		}
	}
}

// limiterError adds the deadline to the chain of x/time/rate's error, which
// names it in its text only (v0.14; see TestADeadlineOfXTimeRate).
func limiterError(err error) error {
	if strings.Contains(err.Error(), "would exceed context deadline") && !errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(err, context.DeadlineExceeded)
	}
	return err
}

const (
	vendorPause = "the vendor asked for a pause"
	rateLimited = "the rate limit allows no request"
)

// waitError is an attempt that was not made because it would have had to wait
// too long: for the end of a pause, or for the limiter.
type waitError struct {
	why  string
	left time.Duration
	err  error // context.DeadlineExceeded if that forbids the wait
}

func (e *waitError) Error() string {
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

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
