package paging

// sheet is a page with what the walk knows of its rows.
type sheet[T any] struct {
	rows   []T
	marks  []Mark
	known  []bool // yielded before
	offset int
	count  int  // what the server says of its size
	short  bool // not as many rows as asked for
	unheld bool // a row is newer than the walk's own bound
	start  int  // rows before this one are before the place
}

func (w *walk[T]) sheet(p Page[T]) *sheet[T] {
	s := &sheet[T]{rows: p.Rows, offset: p.Offset, count: p.Count, short: len(p.Rows) < p.Asked}
	w.newest, w.total = 0, p.Total
	before, times := int64(0), map[uint64]int{}
	for _, row := range p.Rows {
		m := Mark{Key: keyOf(w.Key(row), 0)}
		times[m.Key]++
		twice := times[m.Key] > 1
		if twice && w.Twins {
			m.Key = keyOf(w.Key(row), times[m.Key])
			twice = false
		}
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
		s.marks, s.known = append(s.marks, m), append(s.known, twice || w.recent.has(m.Key))
	}
	return s
}

func (s *sheet[T]) end() int { return s.offset + len(s.marks) }
