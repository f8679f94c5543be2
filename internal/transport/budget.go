package transport

import "sync"

// budget keeps retries from multiplying an outage. Calls that succeed fill it and
// retries empty it; when it is empty, failures are final.
type budget struct {
	mu     sync.Mutex
	tokens int
}

func (b *budget) take(cost int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tokens < cost {
		return false
	}
	b.tokens -= cost
	return true
}

func (b *budget) give(tokens int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tokens = min(b.tokens+tokens, budgetSize)
}
