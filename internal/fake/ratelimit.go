package fake

import (
	"sync"
	"time"
)

// RateLimit says how many requests a vendor takes. At most Calls pass in any
// window of length Per; the first one too many starts a block of length Block,
// in which every request is refused. Refused requests neither count for the
// window nor prolong the block.
type RateLimit struct {
	Calls int
	Per   time.Duration
	Block time.Duration
}

// limiter holds the state of one server's limit. A zero limit never starts a
// block by itself.
type limiter struct {
	limit RateLimit

	mu      sync.Mutex
	passed  []time.Time // passes still inside the window, oldest first
	until   time.Time   // end of the block, zero = none so far
	refused int
}

func newLimiter(limit *RateLimit) *limiter {
	if limit == nil {
		return &limiter{}
	}
	return &limiter{limit: *limit}
}

// wait returns zero when a request arriving now may pass, else the time left of
// the block, in whole seconds rounded up as a Retry-After header carries it.
func (l *limiter) wait(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !now.Before(l.until) && l.pass(now) {
		return 0
	}
	l.refused++
	return wholeSeconds(l.until.Sub(now))
}

// pass counts a request, or starts the block when it is one too many.
func (l *limiter) pass(now time.Time) bool {
	if l.limit.Calls <= 0 {
		return true
	}
	l.forget(now.Add(-l.limit.Per))
	if len(l.passed) < l.limit.Calls {
		l.passed = append(l.passed, now)
		return true
	}
	l.until = now.Add(l.limit.Block)
	return false
}

// forget drops the passes that left the window: it is open at its old end, so a
// pass exactly Per ago counts no more.
func (l *limiter) forget(edge time.Time) {
	gone := 0
	for gone < len(l.passed) && !l.passed[gone].After(edge) {
		gone++
	}
	l.passed = l.passed[gone:]
}

func (l *limiter) block(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.until = until
}

func (l *limiter) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refused
}

func wholeSeconds(d time.Duration) time.Duration {
	if rest := d % time.Second; rest > 0 {
		d += time.Second - rest
	}
	return max(d, time.Second)
}
