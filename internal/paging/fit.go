package paging

import "slices"

// sheet is a page with what the walk knows of its rows.
type sheet[T any] struct {
	rows   []*T
	marks  []Mark
	known  []bool // yielded before
	offset int
	count  int // what the server says of its size
	total  int // and of the list's
	short  bool
	unheld bool // a row is newer than the walk's own bound

	newer int64 // rows newer than this are before the place; 0 for none
	first int   // rows before this one are before the place
}

// before reports whether a row is before the place. If it is not known, it came
// since, or it was yielded before the walk was resumed.
func (s *sheet[T]) before(i int) bool {
	return i < s.first || s.newer != 0 && s.marks[i].At > s.newer
}

func (w *walk[T]) sheet(p Page[T]) sheet[T] {
	s := sheet[T]{rows: p.Rows, offset: p.Offset, count: p.Count, total: p.Total, short: len(p.Rows) < p.Asked}
	s.marks, s.known = make([]Mark, len(p.Rows)), make([]bool, len(p.Rows))
	w.newest = 0
	before := int64(0)
	for i, row := range p.Rows {
		m := Mark{Key: keyOf(w.Key(row))}
		if w.Time != nil {
			m.At = unix(w.Time(row))
			w.Timeless = w.Timeless || m.At == 0
			w.Unsorted = w.Unsorted || before != 0 && m.At > before
			s.unheld = s.unheld || w.Bound != 0 && m.At > w.Bound
		}
		if m.At != 0 {
			before = m.At
		}
		w.newest = max(w.newest, m.At)
		s.marks[i] = m
	}
	if w.Twins {
		w.knowTwins(s)
		return s
	}
	here := make(map[uint64]struct{}, len(s.marks))
	for i, m := range s.marks {
		_, twice := here[m.Key]
		here[m.Key] = struct{}{}
		s.known[i] = twice || w.recent.has(m.Key)
	}
	return s
}

// knowTwins marks the rows that are known where rows have no ids. Rows of the last
// second are known as often as they were yielded; where the second is too dense
// for that, the page has to begin with the very rows the one before ended with.
func (w *walk[T]) knowTwins(s sheet[T]) {
	lap := w.Tail[len(w.Tail)-min(w.lap, len(w.Tail)):]
	if !w.grouped() {
		equal := len(s.marks) >= len(lap) && slices.Equal(s.marks[:len(lap)], lap)
		for i := range lap {
			if equal {
				s.known[i] = true
			}
		}
		return
	}
	last, yielded := w.Tail.last().At, map[uint64]int{}
	for _, m := range w.Tail {
		if m.At == last {
			yielded[m.Key]++
		}
	}
	for i, m := range s.marks {
		switch {
		case m.At > last:
			s.known[i] = w.recent.has(m.Key)
		case m.At == last && yielded[m.Key] > 0:
			yielded[m.Key]--
			s.known[i] = true
		}
	}
}

// begin returns the first row that is as old as that second, or older.
func (s *sheet[T]) begin(second int64) int {
	for i, m := range s.marks {
		if m.At != 0 && m.At <= second {
			return i
		}
	}
	return len(s.marks)
}

// fit finds the place on a page. An error says that the page does not show what
// follows the place: errMoved, if an earlier page may.
func (w *walk[T]) fit(s *sheet[T]) error {
	switch {
	case s.unheld, w.crossed && w.whole() && !slices.Contains(s.known, true):
		return ErrBound
	case len(w.Tail) == 0:
		return nil
	case w.grouped():
		s.newer = w.Tail.last().At
		return w.fitSecond(s)
	}
	return w.fitOrder(s)
}

// fitSecond accepts a page that begins before the last second: then all rows of
// that second are on it or behind it, in whatever order.
func (w *walk[T]) fitSecond(s *sheet[T]) error {
	at := s.begin(s.newer)
	if at == len(s.marks) && at > 0 && w.resumed {
		return nil // the place is further on
	}
	known := slices.Index(s.known, true)
	switch {
	case known == 0 && at > 0, known > 0 && known < at && w.resumed:
		return nil
	case s.offset <= w.Base && (w.Base == 0 || known == 0):
		return nil
	}
	return errMoved
}

// fitOrder accepts a page on which the known rows come one after the other, the
// last ones in their order, and then the new ones. Only at the beginning of the
// list new ones may come before.
func (w *walk[T]) fitOrder(s *sheet[T]) error {
	begins := s.offset <= w.Base
	first := slices.Index(s.known, true)
	if first < 0 {
		switch {
		case begins && w.Base > 0:
			return ErrShrunk
		case begins && w.whole():
			return nil // all that was yielded has left the list
		case begins || w.seeking:
			w.seeking, s.first = true, len(s.marks)
			return nil
		}
		return errMoved
	}
	end := first
	for end < len(s.known) && s.known[end] {
		end++
	}
	last, inOrder := w.lastRows(s.marks[first:end])
	if !inOrder || slices.Contains(s.known[end:], true) || first > 0 && w.whole() && !begins {
		return ErrOrder
	}
	if !begins && !w.seeking && w.back == 0 && last < (min(w.lap, len(w.Tail))+1)/2 {
		return errMoved
	}
	w.seeking, s.first = w.seeking && last == 0, first
	return nil
}

// lastRows returns how many of the last rows a page has, and whether they come in
// the order in which they came before.
func (w *walk[T]) lastRows(marks []Mark) (n int, inOrder bool) {
	if w.Twins {
		return len(marks), true
	}
	at := 0
	for _, m := range marks {
		i := slices.IndexFunc(w.Tail, func(t Mark) bool { return t.Key == m.Key })
		switch {
		case i < 0 && n > 0, i >= 0 && i < at:
			return n, false
		case i >= 0:
			n, at = n+1, i
		}
	}
	return n, true
}

// goBack makes the next page begin earlier, at most at the beginning of the window.
func (w *walk[T]) goBack(offset int) {
	switch {
	case offset > w.Base:
		w.back = max(w.size(), 2*w.back)
	case w.Base > 0 && w.grouped(): // times tell what was skipped and what was yielded
		w.Base, w.back, w.resumed = 0, w.End, true
	default:
		w.fail(ErrShrunk)
	}
}
