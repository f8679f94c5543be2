package paging

import "slices"

// roundSizes are sizes of pages that servers choose themselves.
var roundSizes = []int{20, 25, 50, 100, 250}

// isWhole reports whether a first page that is not full is the whole list.
func (w *walk[T]) isWhole(s sheet[T]) bool {
	n := len(s.marks)
	return !w.Confirm && s.count != n && !slices.Contains(roundSizes, n)
}

// close ends the walk if the list ends with a row that is known, where the last
// page did.
func (w *walk[T]) close(s sheet[T]) {
	w.closing = false
	if s.short && len(s.marks) > 0 && s.offset+len(s.marks) == w.End && !slices.Contains(s.known, false) {
		w.end()
	}
	w.Cut = true
	if w.closes++; w.closes > mostCloses {
		w.fail(ErrRepeats)
	}
}

// mostBarren is how many requests may bring nothing new: more than a walk needs to
// find a place in a window.
const mostBarren = 300

// mostCloses is how often a page that is not full may be followed by nothing new.
const mostCloses = 10

// end ends the walk.
func (w *walk[T]) end() {
	switch {
	case w.Timeless && w.Bound != 0:
		w.fail(ErrTimeless)
	case w.total > w.End:
		w.fail(ErrShrunk)
	case w.Unread > 0:
		w.fail(ErrOdd)
	}
	w.done = true
}

// fail ends the walk with an error.
func (w *walk[T]) fail(err error) {
	if w.done {
		return
	}
	w.done = true
	w.yield(nil, w.Place.gap(err))
}
