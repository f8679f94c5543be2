package paging

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// reportEvery is how often a long walk logs where it is.
const reportEvery = time.Minute

// Progress logs where a long walk is, once a minute. The zero one logs nothing.
type Progress struct {
	Logger *slog.Logger // nil for none
	Vendor string
	List   string

	mu       sync.Mutex // a page that is read in advance is counted meanwhile
	requests int
	waited   time.Duration
	next     time.Time
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
	if p.Logger == nil {
		return
	}
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next.IsZero() {
		p.next = now.Add(reportEvery)
	}
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(reportEvery)
	p.Logger.LogAttrs(ctx, slog.LevelInfo, "list", slog.String("vendor", p.Vendor), slog.String("list", p.List),
		slog.Int("rows", rows), slog.Int("requests", p.requests), slog.Duration("waited", p.waited))
}
