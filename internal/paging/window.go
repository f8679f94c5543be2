package paging

import (
	"context"
	"iter"
	"slices"
	"time"
)

// Unlimited is the MaxOffset of a list whose offset has no cap.
const Unlimited = -1

// Window is a list that is read by offset and, where the offset has a cap, on from
// the time of the last rows.
type Window[T any] struct {
	Fetch func(context.Context, Ask) (Page[T], error) // reads one page

	Count     int       // rows of a page, 2 or more
	Offset    int       // rows to skip at the start
	MaxOffset int       // largest offset that is served, or [Unlimited]
	Latest    time.Time // the caller's own bound, if any
	ReadAhead bool      // read one page in advance

	// Time of a row, which the bound is about; nil where there is no such bound, so
	// that nothing behind MaxOffset can be reached.
	Time func(*T) time.Time

	// Key tells rows apart. It is never "".
	Key func(*T) string

	// Twins says that different rows may have the same key, since they have no ids.
	// Rows with the same key have the same time.
	Twins bool

	// Confirm asks once more behind a first page that is not full. Without it such
	// a page is the whole list, unless its size is a round number or the server says
	// that it made it smaller.
	Confirm bool

	// Odd reports whether a row can't be read. Such rows are counted, and the walk
	// ends with [ErrOdd]. nil means that all can be read.
	Odd func(*T) bool

	Place Place       // where the walk goes on
	Keep  func(Place) // gets the place behind each row before it is yielded; may be nil
}

// Ask is a request for a page.
type Ask struct {
	Offset, Count    int
	Earliest, Latest time.Time // bounds on the time; zero for none
}

// Page is a response.
type Page[T any] struct {
	Rows   []*T
	Offset int // of the first row
	Asked  int // rows asked for
	Count  int // what the response says of its size; 0 where it says nothing
	Total  int // how many rows the list has, by its own words; 0 where it says nothing
}

// walk is one walk through a [Window].
type walk[T any] struct {
	Window[T]
	Place
	yield   func(*T, error) bool
	done    bool
	pages   ahead[Ask, Page[T]]
	recent  recent
	resumed bool   // rows before the place are not known
	search  search // for the place, where a page did not show it
	barren  int    // requests since the last new row
	same    uint64 // key that begins the last page, if that is full and brought nothing
	newest  int64  // time on the last page
	total   int    // of the list, as the last page says
}

// All walks the list from Place on.
func (n Window[T]) All(ctx context.Context) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
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
	if w.Twins && len(w.Tail) > 0 && !w.grouped() {
		w.fail(ErrLimit) // equal rows can only be counted where a page has their whole second
		return
	}
	ask := w.next()
	if w.beyond(ask) {
		err := w.cross()
		if err == nil {
			return
		}
		if err != ErrLimit || w.End-w.size() >= w.MaxOffset {
			w.fail(err)
			return
		}
		ask.Offset = w.MaxOffset // the last rows within reach
	}
	if s, err := w.fetch(ask); err != nil {
		w.fail(err)
	} else {
		w.take(s)
	}
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

func (w *walk[T]) beyond(ask Ask) bool {
	return w.MaxOffset != Unlimited && ask.Offset > max(w.MaxOffset, w.Offset)
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
	w.search = search{}
	w.readAhead(s)
	if fresh := w.hand(s); !w.done {
		w.turn(s, fresh, begins)
	}
}
