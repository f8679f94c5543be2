package transport

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// pause holds back all calls of a client after a 429. It only moves forward.
//
// When it is over they leave in turn, slowly at first and then ever faster: 60 of
// them, after a minute's pause, in seven seconds, and all in little more. A vendor
// that has room for a few refuses few, and one that has room for all waits for none.
type pause struct {
	mu   sync.Mutex
	end  time.Time
	ramp time.Duration // from the end until all have left
	rest float64       // the share of the ramp left to those who have no turn yet
}

const (
	rampShare = 7    // of the pause, that the ramp is long
	rampPace  = 0.97 // what each turn leaves of the rest of the ramp
)

func (p *pause) until(end time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if end.After(p.end) {
		p.end, p.ramp, p.rest = end, time.Until(end)/rampShare, 1
	}
}

func (p *pause) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.end)
}

// waitError is a call that was not sent because it would have had to wait: for
// the end of a pause, or for its turn.
type waitError struct {
	why  string
	left time.Duration
	err  error // context.DeadlineExceeded where that is what forbids it
}

func (e *waitError) Error() string {
	text := fmt.Sprintf("%s for %v more", e.why, e.left.Round(time.Millisecond))
	if e.err != nil {
		text += ": " + e.err.Error()
	}
	return text
}

func (e *waitError) Unwrap() error { return e.err }

// fits says no, at once, where nothing of the context's time would be left after
// a wait.
func fits(ctx context.Context, wait time.Duration, why string) error {
	if deadline, ok := ctx.Deadline(); ok && wait > 0 && wait >= time.Until(deadline) {
		return &waitError{why, wait, context.DeadlineExceeded}
	}
	return nil
}

const vendorPause = "the vendor asked for a pause"

// turn takes the next turn to leave, if the caller can wait for it: a caller who
// can't must not put off the others. The random part is for other clients of the
// same key.
func (p *pause) turn(ctx context.Context, longest time.Duration) (wait time.Duration, end time.Time, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, after := 1-p.rest, 1-p.rest*rampPace
	share := before + rand.Float64()*(after-before)
	wait = time.Until(p.end.Add(time.Duration(share * float64(p.ramp))))
	if left := time.Until(p.end); wait > 0 && left > longest {
		return 0, p.end, &waitError{why: vendorPause, left: left}
	}
	if err := fits(ctx, wait, vendorPause); err != nil {
		return 0, p.end, err
	}
	p.rest *= rampPace
	return wait, p.end, nil
}

// wait returns when no pause is on and it is the caller's turn. Where that can't
// be before the deadline, or the pause is longer than longest, it says so at once.
func (p *pause) wait(ctx context.Context, longest time.Duration) error {
	for {
		wait, end, err := p.turn(ctx, longest)
		if err != nil || wait <= 0 {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
		if p.endsAt(end) {
			return nil
		}
	}
}

// endsAt says that the pause was not prolonged.
func (p *pause) endsAt(end time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end.Equal(end)
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
