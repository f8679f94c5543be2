package transport

import (
	"context"
	"sync"
	"time"
)

// Limiter decides when the next request may leave. [golang.org/x/time/rate.Limiter] is one.
// If it also has Pause(d time.Duration), the client calls that after a 429 with the
// time for which no request should leave.
type Limiter interface {
	// Wait returns when a request may leave, or an error when it never will:
	// the context has ended, or its deadline comes first.
	Wait(ctx context.Context) error
}

// windowMargin is added to the span. Requests take different times to arrive, so
// without it the vendor's window could see one request more than ours.
const windowMargin = 200 * time.Millisecond

// Window is a [Limiter] that lets at most n requests leave in any span of time
// of the given length, first come first served, without any wait below that.
type Window struct {
	span  time.Duration
	turn  chan struct{} // held by the caller that waits for a slot; the others queue for it
	mu    sync.Mutex
	queue int         // callers in Wait
	slots []time.Time // when the latest n requests left, a ring
	next  int         // the oldest of them
}

// NewWindow returns a Window for n requests a span.
func NewWindow(n int, span time.Duration) *Window {
	return &Window{span: span + windowMargin, turn: make(chan struct{}, 1), slots: make([]time.Time, n)}
}

// Wait implements [Limiter]. If the deadline of ctx can't be met it fails at once.
func (w *Window) Wait(ctx context.Context) error {
	wait, err := w.join(ctx)
	if err != nil {
		return err
	}
	defer w.leave()
	announceWait(ctx, reasonLimiter, wait)
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.turn }()
	if err := w.untilFree(ctx); err != nil {
		return err
	}
	return w.take(ctx)
}

// join enters the queue and returns the wait that it expects.
func (w *Window) join(ctx context.Context) (time.Duration, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	wait := time.Until(w.slotAfter(w.queue))
	if err := checkDeadline(ctx, wait, rateLimited); err != nil {
		return 0, err
	}
	w.queue++
	return wait, nil
}

func (w *Window) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue--
}

// slotAfter returns when a caller with this many callers before it may leave, if
// none of them gives up.
func (w *Window) slotAfter(before int) time.Time {
	slot := w.slots[(w.next+before)%len(w.slots)]
	if free := time.Now().Add(-w.span); slot.Before(free) {
		slot = free
	}
	return slot.Add(w.span * time.Duration(1+before/len(w.slots)))
}

// untilFree waits for the next slot. The time is read again here because join
// could only estimate it.
func (w *Window) untilFree(ctx context.Context) error {
	w.mu.Lock()
	left := time.Until(w.slotAfter(0))
	w.mu.Unlock()
	if err := checkDeadline(ctx, left, rateLimited); err != nil || left <= 0 {
		return err
	}
	return Sleep(ctx, left)
}

// take uses the slot that is free now.
func (w *Window) take(ctx context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	w.slots[w.next] = time.Now()
	w.next = (w.next + 1) % len(w.slots)
	return nil
}
