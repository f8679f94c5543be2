package paging

import (
	"slices"
	"time"
)

// cross moves the bound to the time of the last rows, and the offset back to 0.
func (w *walk[T]) cross() error {
	if w.Time == nil || w.Tail.last().At == 0 {
		return ErrLimit
	}
	if w.Timeless {
		return ErrTimeless
	}
	inForce := w.Bound
	if inForce == 0 {
		inForce = unix(w.Latest)
	}
	bound := w.Tail[0].At + 1
	if w.Unsorted {
		bound = w.newest + 1
		for _, m := range w.Tail {
			bound = max(bound, m.At+1)
		}
	} else if inForce != 0 && bound >= inForce {
		bound = w.Tail.last().At + 1
	}
	if inForce != 0 && bound >= inForce || w.Twins && !w.grouped() {
		return ErrLimit
	}
	if err := w.prove(bound); err != nil {
		return err
	}
	w.Bound, w.Base, w.End = bound, 0, 0
	w.reached, w.back, w.second, w.idle, w.seeking, w.crossed = false, 0, 0, 0, w.Unsorted, true
	return nil
}

// prove asks for the rows that the bound would keep away, and expects none behind
// the last ones: the list has them in its own order, so that any which are still
// to come would follow there. The range begins early enough to have some of the
// last rows in it, whether or not bounds include their own second.
func (w *walk[T]) prove(bound int64) error {
	ask := Ask{Offset: min(w.MaxOffset, max(0, w.End-len(w.Tail)-w.size()/2)), Count: w.size(), Earliest: time.Unix(bound-2, 0), Latest: w.Latest}
	if w.Bound != 0 {
		ask.Latest = time.Unix(w.Bound, 0)
	}
	found := false
	for tries := 0; ; tries++ {
		page, err := w.Fetch(ask)
		if err != nil {
			return err
		}
		known := func(row *T) bool { return w.recent.has(keyOf(w.Key(row))) }
		last := len(page.Rows) - 1
		for last >= 0 && !known(page.Rows[last]) {
			last--
		}
		found = found || last >= 0
		hidden := func(row *T) bool { return unix(w.Time(row)) >= bound }
		switch {
		case slices.ContainsFunc(page.Rows, func(row *T) bool { at := unix(w.Time(row)); return at != 0 && at < bound-2 }):
			return ErrBound
		case found && slices.ContainsFunc(page.Rows[last+1:], hidden), last >= 0 && ask.Offset > 0 && !w.resumed && !known(page.Rows[0]):
			return ErrOrder
		case found && (len(page.Rows) == 0 || len(page.Rows) < page.Asked && !w.Unsorted && !w.Cut):
			return nil
		case found:
			ask.Offset += len(page.Rows)
		case ask.Offset == 0:
			return ErrOrder
		default: // rows older than the range were counted
			ask.Offset = max(0, ask.Offset-(1+2*tries)*w.size()/2)
		}
		if ask.Offset > w.MaxOffset { // a second is too dense to see its end
			return ErrLimit
		}
	}
}
