package paging

import "slices"

// grouped reports whether a page can hold all rows of the last second and one
// before, so that their order doesn't matter.
func (w *walk[T]) grouped() bool {
	run := w.Tail.run()
	return w.Time != nil && !w.Unsorted && run > 0 && run < w.size()-1 && (run == len(w.Tail) || w.Tail[len(w.Tail)-1-run].At != 0)
}

// whole reports whether the keys of all rows are known that were yielded since the
// window began.
func (w *walk[T]) whole() bool {
	return !w.resumed && (w.MaxOffset != Unlimited || w.Rows <= generation)
}

// fit reports whether the place is on a page, and where.
func (w *walk[T]) fit(s *sheet[T]) (found bool, err error) {
	begins, first := s.offset <= w.Base, slices.Index(s.known, true)
	switch {
	case s.unheld, first < 0 && w.Bound != 0 && w.End == 0 && w.whole():
		return false, ErrBound
	case len(w.Tail) == 0:
		return true, nil
	case first < 0 && begins && w.Base > 0:
		return false, ErrShrunk
	case first < 0 && begins && w.whole():
		return true, nil // all that was yielded has left the list
	case w.grouped():
		return w.fitSecond(s, first, begins), nil
	case first < 0:
		return false, nil
	}
	return w.fitOrder(s, first, begins)
}

// fitSecond accepts a page that begins before the last second: then all rows of
// that second are on it or behind it, in whatever order.
func (w *walk[T]) fitSecond(s *sheet[T], first int, begins bool) bool {
	last := w.Tail.last().At
	s.start = slices.IndexFunc(s.marks, func(m Mark) bool { return m.At != 0 && m.At <= last })
	if s.start < 0 {
		s.start = len(s.marks)
	}
	spans := w.resumed && s.start < len(s.marks) // rows before the last second need not be known
	switch {
	case spans && s.start > 0:
		return true
	case begins && w.Bound == 0:
		return spans || first >= 0
	case begins: // or the bound may hide the last second
		return first >= 0 && s.marks[first].At >= last
	}
	return first >= 0 && s.marks[first].At > last && (first == 0 || w.resumed)
}

// fitOrder accepts a page on which the known rows come one after the other, the
// last ones in their order, and then the new ones. Only at the beginning of the
// list new ones may come before.
func (w *walk[T]) fitOrder(s *sheet[T], first int, begins bool) (found bool, err error) {
	end := first
	for end < len(s.known) && s.known[end] {
		end++
	}
	last, inOrder := w.lastRows(s.marks[first:end])
	if !inOrder || slices.Contains(s.known[end:], true) || first > 0 && w.whole() && !begins {
		return false, ErrOrder
	}
	s.start = first
	if !w.whole() || w.search.tries > 0 { // some of the last rows may have left
		return last >= (min(leastTail, w.size(), len(w.Tail))+1)/2, nil
	}
	return last >= min(leastTail, w.size()/2, len(w.Tail)), nil
}

// lastRows returns how many of the last rows a page has, and whether they come in
// the order in which they came before.
func (w *walk[T]) lastRows(marks []Mark) (n int, inOrder bool) {
	at, tail := 0, w.Tail[max(0, len(w.Tail)-leastTail):]
	for _, m := range marks {
		i := slices.IndexFunc(tail, func(t Mark) bool { return t.Key == m.Key })
		switch {
		case i < 0 && n > 0, i >= 0 && i < at:
			return n, false
		case i >= 0:
			n, at = n+1, i
		}
	}
	return n, true
}
