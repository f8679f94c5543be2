package transport

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// pause holds back the calls of a client after a 429. It never becomes shorter.
//
// After its end the calls leave one by one, slowly at first and then faster: 60
// of them after a pause of a minute in seven seconds, and all of them in little
// more. A vendor with room for a few calls rejects few, and one with room for all
// waits for none.
type pause struct {
	mu       sync.Mutex
	end      time.Time
	ramp     time.Duration // from the end until all calls have left
	rampLeft float64       // the share of the ramp left to calls that have no turn yet
}

const (
	rampShare = 7    // the ramp is this part of the pause
	rampPace  = 0.97 // what each turn leaves of the rest of the ramp
)

func (p *pause) extendTo(end time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if end.After(p.end) {
		p.end, p.ramp, p.rampLeft = end, time.Until(end)/rampShare, 1
	}
}

func (p *pause) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.end)
}

// nextTurn takes the next turn to leave, unless the caller can't wait for it: a
// turn that nobody uses would delay the others. The random part is for other
// clients of the same key.
func (p *pause) nextTurn(ctx context.Context, longest time.Duration) (wait time.Duration, end time.Time, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, after := 1-p.rampLeft, 1-p.rampLeft*rampPace
	share := before + rand.Float64()*(after-before)
	wait = time.Until(p.end.Add(time.Duration(share * float64(p.ramp))))
	if left := time.Until(p.end); wait > 0 && left > longest {
		return 0, p.end, &waitError{why: vendorPause, left: left}
	}
	if err := checkDeadline(ctx, wait, vendorPause); err != nil {
		return 0, p.end, err
	}
	p.rampLeft *= rampPace
	return wait, p.end, nil
}

// wait returns when no pause is on and the caller's turn has come. If that can't
// be before the deadline, or the pause is longer than longest, it fails at once.
func (p *pause) wait(ctx context.Context, longest time.Duration) error {
	for {
		wait, end, err := p.nextTurn(ctx, longest)
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

// endsAt reports whether the pause still ends at this time.
func (p *pause) endsAt(end time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end.Equal(end)
}
