package main

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
)

// progress follows the attempts of a traced call.
type progress struct {
	mu       sync.Mutex
	method   string // of the last attempt
	route    string // of the last attempt
	attempt  int    // its number; begins again with each call of the vendor
	attempts int    // of all calls
	done     bool   // the last attempt succeeded, so that the next one is of another call
	changed  time.Time
	waited   time.Duration
}

type progressKey struct{}

// progressFrom returns nil for a context that is not of a traced call.
func progressFrom(ctx context.Context) *progress {
	p, _ := ctx.Value(progressKey{}).(*progress)
	return p
}

// begin returns what is known of an attempt: its number, and how long the call waited
// before it. What passes between two calls does not count as a wait: it may be the
// caller's own work. A nil progress knows nothing.
func (p *progress) begin(method, route string) []attribute.KeyValue {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var waited time.Duration
	if p.done || p.attempt > 0 && (method != p.method || route != p.route) {
		p.attempt = 0
	} else {
		waited = time.Since(p.changed)
	}
	p.attempt++
	p.attempts++
	p.waited += waited
	p.method, p.route, p.done = method, route, false
	return []attribute.KeyValue{attemptKey.Int(p.attempt), waitedKey.Float64(waited.Seconds())}
}

func (p *progress) end(done bool) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed, p.done = time.Now(), done
}

func (p *progress) summary() (route string, attempts int, waited time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.route, p.attempts, p.waited
}
