package paging

import (
	"context"
	"iter"
	"slices"
	"time"
)

// walk is one walk through a [Window].
type walk[T any] struct {
	Window[T]
	Place
	yield   func(T, error) bool
	done    bool
	pages   ahead[Ask, Page[T]]
	recent  recent
	resumed bool   // rows before the place are not known
	search  search // for the place, where a page did not show it
	barren  int    // requests since the last new row that came near the place
	same    uint64 // key that begins the last page, if that is full and brought nothing
	newest  int64  // time on the last page
	total   int    // of the list, as the last page says
}

// All walks the list from Place on.
func (n Window[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := &walk[T]{Window: n, Place: n.Place, yield: yield, pages: ahead[Ask, Page[T]]{ctx: ctx, fetch: n.Fetch}}
		defer w.pages.stop()
		w.Tail = slices.Clone(w.Tail)
		if w.resumed = len(w.Tail) > 0; !w.resumed {
			w.Base, w.End = n.Offset, n.Offset
		}
		for _, m := range w.Tail {
			w.recent.add(m.Key)
		}
		for !w.done {
			w.step()
		}
	}
}

// step asks for one page, or moves the bound if the page is behind the offset's cap.
func (w *walk[T]) step() {
	ask, err := w.next(), w.countable()
	if err == nil && w.leaves(ask.Offset) {
		if err = w.cross(); err == nil {
			return
		}
		if err == ErrLimit && w.End-w.size() < w.MaxOffset { // some rows are still within reach
			ask.Offset, err = min(ask.Offset, w.MaxOffset), nil
		}
	}
	var s *sheet[T]
	if err == nil {
		s, err = w.fetch(ask)
	}
	if err != nil {
		w.fail(err)
		return
	}
	w.take(s)
}

// countable returns an error where equal rows can't be told apart: they are counted,
// for which a page has to hold all rows of their second.
func (w *walk[T]) countable() error {
	switch {
	case !w.Twins || len(w.Tail) == 0:
		return nil
	case w.Timeless:
		return ErrTimeless
	case !w.grouped():
		return ErrLimit
	}
	return nil
}

// next asks for the page at the place. It begins with a few of the last rows, or
// before the last second, so that the order of its rows does not matter.
func (w *walk[T]) next() Ask {
	lap := min(leastTail, w.size()/2)
	if w.grouped() {
		lap = w.Tail.run() + 1
	}
	return w.ask(w.search.offset(w.End, lap, w.size()))
}

func (w *walk[T]) ask(offset int) Ask {
	ask := Ask{Offset: max(w.Base, offset), Count: w.size(), Latest: w.Latest}
	if w.Bound != 0 {
		ask.Latest = time.Unix(w.Bound, 0)
	}
	return ask
}

func (w *walk[T]) size() int {
	if w.Size > 0 {
		return w.Size
	}
	return w.Count
}

func (w *walk[T]) beyond(offset int) bool {
	return w.MaxOffset != Unlimited && offset > max(w.MaxOffset, w.Offset)
}

// leaves reports whether a page is beyond the cap, or so near to it that a proof
// would be, which takes more pages where they are cut.
func (w *walk[T]) leaves(offset int) bool {
	if w.Cut {
		offset += 2 * w.size()
	}
	return w.beyond(offset)
}

// fetch reads a page.
func (w *walk[T]) fetch(ask Ask) (*sheet[T], error) {
	if w.barren++; w.barren > mostBarren {
		return nil, ErrRepeats
	}
	p, err := w.pages.get(ask)
	if err != nil {
		return nil, err
	}
	return w.sheet(p), nil
}

// take finds the place on a page and hands on what follows it.
func (w *walk[T]) take(s *sheet[T]) {
	begins := len(w.Tail) == 0
	if begins {
		w.Base = s.offset
	}
	found, err := w.fit(s)
	if err == nil && !found {
		err = w.search.extend(s.offset, s.end(), w.Base, w.resumed)
	}
	if err != nil {
		w.fail(err)
	}
	if !found || w.done {
		return
	}
	far := w.search.tries > 1 // rows may come there for ever
	w.search = search{}
	w.readAhead(s)
	fresh := w.hand(s)
	if fresh > 0 && !far {
		w.barren = 0
	}
	if !w.done {
		w.turn(s, fresh, begins)
	}
}
