package paging

import (
	"context"
	"slices"
)

// ahead reads pages, and one in advance if it is told to.
type ahead[K comparable, P any] struct {
	ctx    context.Context
	fetch  func(context.Context, K) (P, error)
	next   K
	cancel context.CancelFunc
	result chan pageOrError[P] // of next; nil if no page was started
}

type pageOrError[P any] struct {
	page P
	err  error
}

// start begins to read a page that get will be asked for.
func (a *ahead[K, P]) start(next K) {
	ctx, cancel := context.WithCancel(a.ctx)
	result := make(chan pageOrError[P], 1)
	a.next, a.cancel, a.result = next, cancel, result
	go func() {
		page, err := a.fetch(ctx, next)
		result <- pageOrError[P]{page, err}
	}()
}

// get returns the page that was started if it is the one that is wanted, and reads
// it otherwise.
func (a *ahead[K, P]) get(wanted K) (P, error) {
	if a.result == nil || a.next != wanted {
		a.stop()
		return a.fetch(a.ctx, wanted)
	}
	r := <-a.result
	a.cancel()
	a.result = nil
	return r.page, r.err
}

// stop cancels the page that was started and waits until nothing runs any more.
func (a *ahead[K, P]) stop() {
	if a.result == nil {
		return
	}
	a.cancel()
	<-a.result
	a.result = nil
}

// readAhead asks for the page that will follow this one, if it is sure to be needed.
func (w *walk[T]) readAhead(s *sheet[T]) {
	if !w.ReadAhead || s.short {
		return
	}
	after := *w
	after.Tail, after.End = slices.Clone(w.Tail), s.end()
	for i, m := range s.marks {
		if i >= s.start && w.isNew(s, i) {
			after.Tail = after.Tail.push(m)
		}
	}
	if ask := after.next(); !w.leaves(ask.Offset) {
		w.pages.start(ask)
	}
}
