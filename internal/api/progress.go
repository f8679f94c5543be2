package api

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// reportEvery is how often a long run logs where it is.
const reportEvery = time.Minute

// Progress logs where a long run is, once a minute. Its methods are safe for
// concurrent use.
type Progress struct {
	logger *slog.Logger // nil for none
	vendor string
	kind   string // "list" or "import"
	name   string

	mu       sync.Mutex
	requests int
	waited   time.Duration
	next     time.Time
}

func newProgress(client *ClientConfig, kind, name string) *Progress {
	return &Progress{logger: client.Logger, vendor: client.Vendor, kind: kind, name: name}
}

// Sent counts the attempts of a call and what it waited for.
func (p *Progress) Sent(attempts int, waited time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests += attempts
	p.waited += waited
}

// At logs a record if a minute has passed since the last one, or since the first
// call.
func (p *Progress) At(ctx context.Context, rows int) {
	if p.logger == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch now := time.Now(); {
	case p.next.IsZero():
		p.next = now.Add(reportEvery)
	case !now.Before(p.next):
		p.next = now.Add(reportEvery)
		p.logger.LogAttrs(ctx, slog.LevelInfo, p.kind, slog.String("vendor", p.vendor), slog.String(p.kind, p.name),
			slog.Int("rows", rows), slog.Int("requests", p.requests), slog.Duration("waited", p.waited))
	}
}
