package paging

import "slices"

// roundSizes are sizes of pages that servers choose themselves.
var roundSizes = []int{20, 25, 50, 100, 250}

// mostBarren is how many requests may bring nothing new: more than a walk needs to
// find a place in a window.
const mostBarren = 300

// hand yields the rows of a page that are new, and returns how many there were.
func (w *walk[T]) hand(s *sheet[T]) (fresh int) {
	for i, m := range s.marks {
		if w.done {
			break
		}
		if !w.isNew(s, i) {
			continue
		}
		fresh++
		w.recent.add(m.Key)
		if i >= s.start {
			w.Tail, w.End = w.Tail.push(m), s.offset+i+1
		}
		w.row(s.rows[i])
	}
	return fresh
}

// isNew reports whether a row was not yielded. One before the place that is not
// known came since, or it was yielded before the walk was resumed.
func (w *walk[T]) isNew(s *sheet[T], i int) bool {
	return !s.known[i] && (i >= s.start || w.whole())
}

func (w *walk[T]) row(row T) {
	if w.Window.Odd != nil && w.Window.Odd(row) {
		w.Unread++
		return
	}
	w.Rows++
	if w.Keep != nil {
		w.Keep(w.Place)
	}
	w.done = !w.yield(row, nil)
}

// turn goes to the end of a page, and ends the walk there if no more can come.
func (w *walk[T]) turn(s *sheet[T], fresh int, begins bool) {
	w.End = s.end()
	stuck := uint64(0)
	if fresh == 0 && !s.short {
		stuck = s.marks[0].Key
	}
	switch {
	case stuck != 0 && stuck == w.same:
		w.fail(ErrRepeats)
	case !s.short:
	case len(s.marks) == 0 && s.offset <= w.Base, w.isWhole(s, begins):
		w.end()
	default:
		if begins {
			w.Size = max(2, len(s.marks)) // as large as the server makes them, if there are more
		}
		if more := w.confirm(); more && fresh == 0 {
			w.Size = max(2, len(s.marks)) // too small for the rows to begin with
		} else if !begins {
			w.Cut = true
		}
	}
	w.same = stuck
}

// isWhole reports whether a page that is not full is the last by what is known of
// its size. A total counts only if the page is smaller than the server says that it
// may be: it could be the page's own.
func (w *walk[T]) isWhole(s *sheet[T], begins bool) bool {
	n := len(s.marks)
	if s.count == n || begins && slices.Contains(roundSizes, n) {
		return false
	}
	return begins && !w.Confirm || w.total == w.End && s.count > n
}

// mostLooks is how often the end of a list is looked at whose pages are cut.
const mostLooks = 5

// confirm asks for what follows the last row behind a page that is not full, and
// ends the walk if nothing does. more reports whether something did.
func (w *walk[T]) confirm() (more bool) {
	ask := w.ask(w.End - 1)
	ask.Count = 2
	if w.beyond(ask.Offset) {
		w.Cut = true // which can't be told here, so the proof must not rely on full pages
		if err := w.cross(); err != nil {
			w.fail(err)
		}
		return false
	}
	for looks := 1; ; looks++ {
		s, err := w.fetch(ask)
		switch {
		case err != nil:
			w.fail(err)
			return false
		case !s.short || len(s.marks) == 0 || s.count == len(s.marks) || s.end() != w.End || slices.Contains(s.known, false):
			return len(s.marks) > 1 && s.known[0] && !s.known[1]
		case len(s.marks) <= ask.Count || !w.Cut || looks == mostLooks: // a larger page may have been cut here by chance
			w.end()
			return false
		}
	}
}

// end ends the walk.
func (w *walk[T]) end() {
	switch {
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
	var none T
	w.yield(none, w.Place.gap(err))
}
