package transport

import (
	"context"
	"maps"
	"math/rand/v2"
	"sync"
	"time"
)

// pause holds back calls after a 429 or a 503. It never becomes shorter. A nil
// pause holds back none.
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
	if p == nil {
		return 0
	}
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
	if p.end.IsZero() {
		return 0, p.end, nil
	}
	before, after := 1-p.rampLeft, 1-p.rampLeft*rampPace
	share := before + rand.Float64()*(after-before)
	wait = time.Until(p.end.Add(time.Duration(share * float64(p.ramp)))) // a sum of durations could overflow
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
	for p != nil {
		wait, end, err := p.nextTurn(ctx, longest)
		if err != nil || wait <= 0 {
			return err
		}
		announceWait(ctx, reasonPause, wait)
		began := time.Now()
		err = Sleep(ctx, wait)
		if run := scopeFrom(ctx).run; run != nil {
			run.waited += time.Since(began)
		}
		if err != nil {
			return err
		}
		if p.endsAt(end) {
			return nil
		}
	}
	return nil
}

// endsAt reports whether the pause still ends at this time.
func (p *pause) endsAt(end time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.end.Equal(end)
}

// isOver reports whether the pause and its ramp have ended.
func (p *pause) isOver() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.end.Add(p.ramp)) <= 0
}

// routePauses are the pauses of single routes after a 503: an endpoint that is
// overloaded says nothing about the others.
type routePauses struct {
	mu     sync.Mutex
	pauses map[route]*pause
}

type route struct{ method, template string }

// of returns the pause of a route, or nil if it has none.
func (r *routePauses) of(on route) *pause {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pauses[on]
}

// begin pauses a route, and forgets the pauses that are over.
func (r *routePauses) begin(on route, wait time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.pauses, func(_ route, p *pause) bool { return p.isOver() })
	if r.pauses == nil {
		r.pauses = map[route]*pause{}
	}
	if r.pauses[on] == nil {
		r.pauses[on] = &pause{}
	}
	r.pauses[on].extendTo(time.Now().Add(wait))
}
