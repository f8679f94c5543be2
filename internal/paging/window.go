package paging

import (
	"errors"
	"iter"
	"slices"
	"time"
)

// ErrTimeless means that a row without a time was seen and a bound on the time set,
// which may have kept others like it away.
var ErrTimeless = errors.New("rows without a time may be left out")

// Window is a list that is read by offset, newest row first, and, where the
// offset has a cap, on from the time of the oldest row seen.
type Window[T any] struct {
	// Fetch reads one page. latest bounds the time of its rows; the zero time
	// means that there is no bound yet. count is what the answer says of its size,
	// 0 where it says nothing.
	Fetch func(offset int, latest time.Time) (rows []*T, count int, err error)

	Count     int       // rows asked for, 2 or more: a page with fewer is the last
	Offset    int       // rows to skip at the start
	MaxOffset int       // largest offset that is answered
	Latest    time.Time // the caller's own bound, if any

	// Time of a row, which the bound is about; nil where there is no such bound,
	// so that nothing behind MaxOffset can be reached.
	Time func(*T) time.Time

	// Key tells rows apart. Rows come again where two windows overlap, and where
	// new rows push them to the next page. "" is equal to nothing.
	Key func(*T) string

	// Twins says that different rows may have the same key. Then a key is left
	// out in a window as often as the window before had it, and no more.
	Twins bool

	// Limit is the error where rows are left that can't be reached.
	Limit error
}

// All walks the list. The bound is pinned after the first page, a second past
// the clock or the newest row, so that rows made meanwhile don't move the
// others for long; not where the caller's offset counts rows that the bound
// could cut off, nor after rows without a time, which a bound may keep away.
// When the offset's cap is reached the walk starts over at offset 0
// with the time of the oldest row plus a second, which works for bounds that
// include their second and for those that don't, and leaves out what was seen.
// Memory holds the keys of two windows.
//
// Each page is asked to begin with the last row of the one before. Where it does
// not, rows have left the list and others moved up unseen: the walk starts over at
// the time of the oldest row, or where times don't tell, at the offset it began
// with, and ends with [ErrShrunk] if that brings nothing new.
//
// A page with fewer rows than asked is the last, unless the server says that it
// made the first one smaller by itself. That size is then the one to go by.
//
// Where that would miss rows the walk ends with Limit: when there is no Time,
// when more rows share a second than the offset reaches, and when the rows
// don't come newest first.
func (n Window[T]) All() iter.Seq2[*T, error] {
	return sequence(func(w *walk[T]) {
		s := &scan[T]{Window: n, walk: w, started: time.Now()}
		for bound := n.Latest; !w.done; {
			bound = s.window(bound)
			s.Offset = 0
		}
	})
}

// scan is one walk through a [Window].
type scan[T any] struct {
	Window[T]
	walk    *walk[T]
	started time.Time

	before map[string]int // keys of the window before this one
	keys   map[string]int // keys of this window
	last   string         // the key of the last row
	fresh  bool           // a row of this window was new
	moved  bool           // the window before this one was given up
	oldest time.Time      // among the rows of this window
	mixed  bool           // a row came after an older one of an earlier page

	bounded  bool // a bound of the walk's own was sent
	timeless bool // a row had no time
}

// window walks up to the end of the list or of what the offset reaches, and
// returns the bound of the next window.
func (s *scan[T]) window(bound time.Time) time.Time {
	s.begin()
	first, same := "", 0
	for offset, overlap := s.Offset, 0; offset <= max(s.Offset, s.MaxOffset); overlap = 1 {
		rows, count, err := s.Fetch(offset, bound)
		s.bounded = s.bounded || !bound.Equal(s.Latest)
		if err != nil {
			s.walk.fail(err)
			return bound
		}
		if len(rows) > 0 {
			// As many new rows as a page has can push the same one to the next
			// offset once; more often than that the server ignores the offset.
			key := s.Key(rows[0])
			if same++; key == "" || key != first || !s.allSeen(rows) {
				first, same = key, 0
			}
			if same == 2 {
				s.walk.fail(ErrRepeats)
				return bound
			}
		}
		unseen := rows
		if overlap == 1 {
			at := s.overlapping(rows)
			if at < 0 {
				return s.again(bound)
			}
			unseen = slices.Concat(rows[:at], rows[at+1:])
		}
		newest := s.page(unseen)
		if overlap == 0 && count == len(rows) && count > 0 {
			s.Count = min(s.Count, count)
		}
		if len(rows) < s.Count {
			s.end()
		}
		if s.walk.done {
			return bound
		}
		offset += len(rows) - 1 // the next page has to begin with the last row of this one
		if bound.IsZero() && s.Time != nil && s.Offset == 0 && !s.timeless {
			bound = later(s.started, newest).Truncate(time.Second).Add(time.Second)
		}
	}
	next := s.oldest.Add(time.Second)
	if s.Time == nil || s.oldest.IsZero() || s.mixed || !bound.IsZero() && !next.Before(bound) {
		s.walk.fail(s.Limit)
	}
	return next
}

// begin forgets the window before the last one, unless that was given up: then
// rows of both may come again.
func (s *scan[T]) begin() {
	if !s.moved {
		s.before = map[string]int{}
	}
	for key, times := range s.keys {
		s.before[key] = max(s.before[key], times)
	}
	s.keys, s.fresh, s.moved, s.oldest, s.mixed = map[string]int{}, false, false, time.Time{}, false
}

// overlapping is the row of a page that was seen before, since each page is asked
// to begin with the last row of the one before. Where there is none, -1, rows have
// left the list, and others moved up unseen.
func (s *scan[T]) overlapping(rows []*T) int {
	if s.last == "" && len(rows) > 0 {
		return 0
	}
	return slices.IndexFunc(rows, func(row *T) bool { return s.keys[s.Key(row)] > 0 })
}

// again gives up a window whose rows have moved, and begins another one: behind
// the rows that were seen, where their times tell, or at the beginning.
func (s *scan[T]) again(bound time.Time) time.Time {
	next := s.oldest.Add(time.Second)
	behind := s.Time != nil && !s.oldest.IsZero() && !s.mixed && !s.timeless && (bound.IsZero() || next.Before(bound))
	if !s.fresh || !behind && s.Offset > 0 {
		s.walk.fail(ErrShrunk)
	}
	if s.moved = true; behind {
		return next
	}
	return bound
}

// end is that of the list.
func (s *scan[T]) end() {
	if s.timeless && s.bounded {
		s.walk.fail(ErrTimeless)
	}
	s.walk.done = true
}

// page hands on the rows that are new and returns the time of the newest.
func (s *scan[T]) page(rows []*T) (newest time.Time) {
	var oldest time.Time
	for i := 0; i < len(rows) && !s.walk.done; i++ {
		s.last = s.Key(rows[i])
		if !s.isNew(rows[i]) {
			continue
		}
		s.fresh = true
		if s.Time != nil {
			at := s.Time(rows[i])
			if s.timeless = s.timeless || at.IsZero(); !at.IsZero() {
				newest, oldest = later(newest, at), earlier(oldest, at)
				s.mixed = s.mixed || !s.oldest.IsZero() && at.After(s.oldest)
			}
		}
		s.walk.row(rows[i])
	}
	s.oldest = earlier(s.oldest, oldest)
	return newest
}

func (s *scan[T]) isNew(row *T) bool {
	key := s.Key(row)
	if key == "" {
		return true
	}
	s.keys[key]++
	return s.keys[key] > s.before[key] && (s.Twins || s.keys[key] == 1)
}

func (s *scan[T]) allSeen(rows []*T) bool {
	for _, row := range rows {
		if s.keys[s.Key(row)] == 0 {
			return false
		}
	}
	return true
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// earlier is the earlier of two times where both are set.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
