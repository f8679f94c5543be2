package paging

import (
	"iter"
	"slices"
	"time"
)

// Unlimited is the MaxOffset of a list whose offset has no cap.
const Unlimited = -1

// Window is a list that is read by offset and, where the offset has a cap, on from
// the time of the last rows.
type Window[T any] struct {
	Fetch func(Ask) (Page[T], error) // reads one page

	Count     int       // rows of a page, 2 or more
	Offset    int       // rows to skip at the start
	MaxOffset int       // largest offset that is served, or [Unlimited]
	Latest    time.Time // the caller's own bound, if any

	// Time of a row, which the bound is about; nil where there is no such bound, so
	// that nothing behind MaxOffset can be reached.
	Time func(*T) time.Time

	// Key tells rows apart. It is never "".
	Key func(*T) string

	// Twins says that different rows may have the same key, since they have no ids.
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
	started time.Time
	resumed bool // rows before the place are not known
	recent  recent

	reached bool   // the last page within the offset's cap was asked for
	barren  int    // requests since the last new row
	lap     int    // rows of the last request that should be known
	second  int    // offset of the last second's first row; 0 if that is not known
	back    int    // rows to go back to find the place; 0 if it is not lost
	seeking bool   // going forward to find the place
	crossed bool   // no page came since the bound was moved
	closing bool   // the last page was not full: ask whether it was the last of all
	closes  int    // how often that was asked since the last new row
	idle    int    // pages in a row that began with the same row and brought nothing
	first   uint64 // the key of the last page's first row
	newest  int64  // time on the last page
	total   int
}

// All walks the list from Place on.
func (n Window[T]) All() iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		w := &walk[T]{Window: n, Place: n.Place, yield: yield, started: time.Now()}
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
	ask := w.next()
	if w.MaxOffset != Unlimited && ask.Offset > max(w.MaxOffset, w.Offset) {
		err := w.cross()
		if err == nil {
			return
		}
		if err != ErrLimit || w.reached {
			w.fail(err)
			return
		}
		ask.Offset, w.closing, w.reached = w.MaxOffset, false, true // the last rows within reach
	}
	if w.barren++; w.barren > mostBarren {
		w.fail(ErrRepeats)
		return
	}
	page, err := w.Fetch(ask)
	if err != nil {
		w.fail(err)
		return
	}
	w.take(page)
}

// next asks for the page at the place. It begins before the last second, or where
// that can't be, with a few of the last rows.
func (w *walk[T]) next() Ask {
	w.lap = min(leastTail, max(1, w.size()/2))
	if w.grouped() {
		w.lap = w.Tail.run() + 1
	}
	w.lap = min(w.lap, len(w.Tail)+1)
	from := w.End - w.lap
	switch {
	case w.closing:
		from = w.End - 1
	case w.back > 0:
		from = w.End - w.back
	case w.second > 0:
		from = w.second - 1
	}
	ask := Ask{Offset: max(w.Base, from), Count: w.size(), Latest: w.Latest}
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

// grouped reports whether a page can hold all rows of the last second and one
// before, so that their order doesn't matter.
func (w *walk[T]) grouped() bool {
	return w.Time != nil && !w.Unsorted && w.Tail.last().At != 0 && w.Tail.run() < w.size()-1
}

// whole reports whether the keys of all rows are known that were yielded since the
// window began.
func (w *walk[T]) whole() bool {
	return !w.resumed && (w.MaxOffset != Unlimited || w.Rows <= generation)
}

// take finds the place on a page and hands on what follows it.
func (w *walk[T]) take(p Page[T]) {
	begins := len(w.Tail) == 0 && !w.resumed
	if begins {
		w.Base = p.Offset
	}
	s := w.sheet(p)
	if w.closing {
		w.close(s)
		return
	}
	switch err := w.fit(&s); err {
	case nil:
		if fresh := w.hand(s); !w.done {
			w.turn(s, fresh, begins)
		}
	case errMoved:
		w.goBack(s.offset)
	default:
		w.fail(err)
	}
}

// hand yields the rows of a page that are new, and returns how many there were.
func (w *walk[T]) hand(s sheet[T]) (fresh int) {
	for i, m := range s.marks {
		if w.done {
			break
		}
		if s.known[i] || s.before(i) && !w.whole() {
			continue
		}
		fresh++
		w.barren = 0
		w.recent.add(m.Key)
		if !s.before(i) {
			w.Tail, w.End = w.Tail.push(m), s.offset+i+1
		}
		w.row(s.rows[i])
	}
	return fresh
}

func (w *walk[T]) row(row *T) {
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
func (w *walk[T]) turn(s sheet[T], fresh int, begins bool) {
	first := uint64(0)
	if len(s.marks) > 0 {
		first = s.marks[0].Key
	}
	if w.idle++; fresh > 0 || first != w.first {
		w.idle = 0
	}
	if fresh > 0 {
		w.closes = 0
	}
	w.first, w.crossed, w.total, w.back = first, false, s.total, 0
	w.End, w.second = s.offset+len(s.marks), 0
	if w.grouped() {
		w.second = s.offset + s.begin(w.Tail.last().At)
	}
	if w.Twins && w.Bound == 0 && w.Time != nil && w.Offset == 0 && !w.Timeless && w.Latest.IsZero() {
		w.Bound = max(w.started.Unix(), w.newest) + 1 // new rows push twins down unseen
	}
	switch {
	case !s.short && w.idle == 2:
		w.fail(ErrRepeats)
	case !s.short:
	case len(s.marks) == 0 && s.offset <= w.Base, begins && w.isWhole(s), s.total == w.End && fresh > 0 && s.count != len(s.marks) && !(begins && slices.Contains(roundSizes, len(s.marks))):
		w.end()
	case w.seeking:
		w.fail(ErrLost)
	default:
		if begins {
			w.Size = max(2, len(s.marks))
		}
		w.closing = true
	}
}
