package chargedesktest

import (
	"cmp"
	"slices"
	"sort"
)

// moment is a place in a timeline: a time in Unix seconds and, for equal times, the
// order of creation.
type moment struct {
	At  int64
	Seq uint64
}

func (m moment) when() moment { return m }

func compare(a, b moment) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Seq, b.Seq)) }

// timeline holds rows in order of their moments, oldest first, so that a page needs
// no sorting. The moment of a row in it must not change.
type timeline[T interface{ when() moment }] struct{ rows []T }

func (t *timeline[T]) insert(row T) {
	if n := len(t.rows); n == 0 || compare(t.rows[n-1].when(), row.when()) < 0 {
		t.rows = append(t.rows, row)
		return
	}
	i, _ := t.find(row.when())
	t.rows = slices.Insert(t.rows, i, row)
}

// insertAll inserts many rows with one sort.
func (t *timeline[T]) insertAll(rows []T) {
	t.rows = append(t.rows, rows...)
	slices.SortFunc(t.rows, func(a, b T) int { return compare(a.when(), b.when()) })
}

func (t *timeline[T]) remove(row T) {
	if i, found := t.find(row.when()); found {
		t.rows = slices.Delete(t.rows, i, i+1)
	}
}

func (t *timeline[T]) find(m moment) (int, bool) {
	return slices.BinarySearchFunc(t.rows, m, func(row T, m moment) int { return compare(row.when(), m) })
}

// window holds the bounds and the place of a page. A bound of 0 means none.
type window struct {
	min, max      int64
	exclusiveMax  bool
	offset, count int64
}

// page returns the rows of a window that match, newest first. A nil match matches
// all rows, and makes the offset free.
func (t *timeline[T]) page(w window, match func(T) bool) []T {
	page := make([]T, 0, min(w.count, int64(len(t.rows))))
	i := t.last(w)
	if match == nil {
		i -= int(w.offset)
		w.offset = 0
	}
	for ; i >= 0 && int64(len(page)) < w.count && t.rows[i].when().At >= w.min; i-- {
		switch row := t.rows[i]; {
		case match != nil && !match(row):
		case w.offset > 0:
			w.offset--
		default:
			page = append(page, row)
		}
	}
	return page
}

// last returns the index of the newest row within the upper bound, or -1.
func (t *timeline[T]) last(w window) int {
	if w.max == 0 {
		return len(t.rows) - 1
	}
	return sort.Search(len(t.rows), func(i int) bool {
		at := t.rows[i].when().At
		return at > w.max || w.exclusiveMax && at == w.max
	}) - 1
}
