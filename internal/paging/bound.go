package paging

import (
	"slices"
	"time"
)

// cross moves the bound to the time of the last rows, and the offset back to 0. The
// new window begins with rows that are known, whether or not the bound includes its
// own second.
func (w *walk[T]) cross() error {
	switch {
	case w.Time == nil || w.Tail.last().At == 0 || w.Twins && !w.grouped():
		return ErrLimit
	case w.Timeless:
		return ErrTimeless
	}
	bound, inForce := w.Tail[0].At+1, w.Bound
	if inForce == 0 {
		inForce = unix(w.Latest)
	}
	if w.Unsorted {
		bound = w.newest + 1 // what is still to come may be as new as that
		for _, m := range w.Tail {
			bound = max(bound, m.At+1)
		}
	} else if inForce != 0 && bound >= inForce {
		bound = w.Tail.last().At + 1
	}
	if inForce != 0 && bound >= inForce {
		return ErrLimit
	}
	if err := w.prove(bound); err != nil {
		return err
	}
	w.Bound, w.Base, w.End, w.search = bound, 0, 0, search{}
	return nil
}

// prove asks for the rows that the bound would keep away, and expects none behind
// the last ones: the list has them in its own order, so that any which are still
// to come would follow there. The range begins early enough to have some of the
// last rows in it, whether or not bounds include their own second.
func (w *walk[T]) prove(bound int64) error {
	ask := w.ask(min(w.MaxOffset, w.End-len(w.Tail)-w.size()/2))
	ask.Earliest = time.Unix(bound-2, 0)
	for found, back := false, w.size()/2; ; {
		s, err := w.fetch(ask)
		if err != nil {
			return err
		}
		last := len(s.known) - 1
		for last >= 0 && !s.known[last] {
			last--
		}
		found = found || last >= 0
		switch {
		case slices.ContainsFunc(s.marks, func(m Mark) bool { return m.At != 0 && m.At < bound-2 }):
			return ErrBound
		case found && slices.ContainsFunc(s.marks[last+1:], func(m Mark) bool { return m.At >= bound }):
			return ErrOrder
		case last >= 0 && ask.Offset > w.Base && w.whole() && !s.known[0]:
			return ErrOrder
		case found && (len(s.marks) == 0 || s.short && !w.Unsorted && !w.Cut):
			return nil
		case found:
			ask.Offset = s.end()
		case ask.Offset <= w.Base:
			return ErrOrder
		default: // rows older than the range were counted
			ask.Offset, back = max(w.Base, ask.Offset-back), back+w.size()
		}
		if ask.Offset > w.MaxOffset { // a second is too dense to see its end
			return ErrLimit
		}
	}
}
