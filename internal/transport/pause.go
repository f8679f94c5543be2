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

// turn says when the next call may leave, if the pause ends as it does now.
// The random part is for other clients of the same key.
func (p *pause) turn() (at, end time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := 1 - p.rest
	p.rest *= rampPace
	after := 1 - p.rest
	share := before + rand.Float64()*(after-before)
	return p.end.Add(time.Duration(share * float64(p.ramp))), p.end
}

// pausedError is a call that was not sent because of the pause.
type pausedError struct{ left time.Duration }

func (e *pausedError) Error() string {
	return fmt.Sprintf("not sent: the vendor asked for a pause of %v more", e.left.Round(time.Second))
}

// wait returns when no pause is on and it is the caller's turn. Where that can't
// be before the deadline, or the pause is longer than longest, it says so at once.
func (p *pause) wait(ctx context.Context, longest time.Duration) error {
	for {
		turn, end := p.turn()
		wait, left := time.Until(turn), time.Until(end)
		if wait <= 0 {
			return nil
		}
		if left > longest {
			return &pausedError{left}
		}
		if deadline, ok := ctx.Deadline(); ok && wait >= time.Until(deadline) {
			return fmt.Errorf("%w: %w", &pausedError{max(left, 0)}, context.DeadlineExceeded)
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
