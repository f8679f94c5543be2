// Package paging walks lists that come in pages: behind a cursor, by page
// number, or by offset and time. A walk asks for a page only when its rows are
// wanted, starts anew each time it is ranged over, and ends with one error when
// it can't promise that every row was seen: a list is complete or it fails.
package paging

import (
	"errors"
	"iter"
)

var (
	// ErrRepeats means that a page or a cursor came twice, so that the walk would
	// go round for ever.
	ErrRepeats = errors.New("the list repeats itself instead of going on")

	// ErrShrunk means that fewer rows came than the list had when the walk began.
	ErrShrunk = errors.New("the list ended before all of its rows had come")
)

// walk hands rows to a loop and remembers whether the loop has had enough.
type walk[T any] struct {
	yield func(*T, error) bool
	done  bool
}

func (w *walk[T]) row(row *T) { w.done = w.done || !w.yield(row, nil) }

func (w *walk[T]) fail(err error) {
	if !w.done {
		w.done = true
		w.yield(nil, err)
	}
}

func sequence[T any](run func(*walk[T])) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { run(&walk[T]{yield: yield}) }
}
