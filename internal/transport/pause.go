package transport

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// pause holds back all calls of a client after a 429. It only moves forward.
type pause struct {
	mu  sync.Mutex
	end time.Time
}

func (p *pause) until(end time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if end.After(p.end) {
		p.end = end
	}
}

func (p *pause) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.end)
}

// pausedError is a call that was not sent because of the pause.
type pausedError struct{ left time.Duration }

func (e *pausedError) Error() string {
	return fmt.Sprintf("not sent: the vendor asked for a pause of %v more", e.left.Round(time.Second))
}

// wait returns when no pause is on. Where that can't be before the deadline, or
// would take longer than longest, it says so at once. Those it holds back return
// one after another rather than together.
func (p *pause) wait(ctx context.Context, longest time.Duration) error {
	for left := p.left(); left > 0; left = p.left() {
		if left > longest {
			return &pausedError{left}
		}
		wait := stretch(left, rand.Float64())
		if deadline, ok := ctx.Deadline(); ok && wait > time.Until(deadline) {
			return fmt.Errorf("%w: %w", &pausedError{left}, context.DeadlineExceeded)
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
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
