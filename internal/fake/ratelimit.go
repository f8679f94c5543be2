package fake

import (
	"sync"
	"time"
)

// RateLimit is a vendor's rate limit. At most Calls requests pass in any window of
// length Per. The first one over the limit starts a block of length Block, in
// which every request is rejected. Rejected requests neither count for the window
// nor extend the block.
type RateLimit struct {
	Calls int
	Per   time.Duration
	Block time.Duration
}

// limiter holds the state of one server's limit. With a zero limit only block
// starts a block.
type limiter struct {
	limit RateLimit

	mu       sync.Mutex
	passed   []time.Time // of the requests inside the window, oldest first
	until    time.Time   // end of the block, zero = none so far
	rejected int
}

func newLimiter(limit *RateLimit) *limiter {
	if limit == nil {
		return &limiter{}
	}
	return &limiter{limit: *limit}
}

// wait returns zero if a request that arrives now may pass, else the rest of the
// block, rounded up to whole seconds for Retry-After.
func (l *limiter) wait(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !now.Before(l.until) && l.pass(now) {
		return 0
	}
	l.rejected++
	return wholeSeconds(l.until.Sub(now))
}

// pass counts a request, or starts the block if it is over the limit.
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

// forget removes requests that left the window. One that arrived exactly Per ago
// no longer counts.
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
	return l.rejected
}

func wholeSeconds(d time.Duration) time.Duration {
	if rest := d % time.Second; rest > 0 {
		d += time.Second - rest
	}
	return max(d, time.Second)
}
