package paging_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
)

var largeRows = flag.Int("paging.rows", 60_000, "rows of TestALargeList; 1000000 is the full proof")

// large is a list of many rows, the newest first, which finds a page without reading
// the rows before it.
type large struct {
	alive    []bool // by age: the oldest row first
	tree     []int  // Fenwick tree of the rows that are alive
	ties     int    // rows of a second
	requests int
	onPage   func()
	short    func(rows int) int // how many rows of a page come
	fails    func() bool
}

func newLarge(rows, ties int) *large {
	l := &large{ties: ties, tree: make([]int, 2*rows+2)}
	for range rows {
		l.insert()
	}
	return l
}

// insert adds a row that is newer than all others.
func (l *large) insert() {
	l.alive = append(l.alive, true)
	l.add(len(l.alive)-1, 1)
}

func (l *large) remove(i int) {
	if l.alive[i] {
		l.alive[i] = false
		l.add(i, -1)
	}
}

func (l *large) add(i, n int) {
	for i++; i < len(l.tree); i += i & -i {
		l.tree[i] += n
	}
}

// older returns how many rows before the i-th oldest are alive.
func (l *large) older(i int) (n int) {
	for ; i > 0; i -= i & -i {
		n += l.tree[i]
	}
	return n
}

// nth returns the place behind the n-th oldest row that is alive.
func (l *large) nth(n int) (i int) {
	for step := 1 << 22; step > 0; step /= 2 {
		if i+step < len(l.tree) && l.tree[i+step] < n {
			i += step
			n -= l.tree[i]
		}
	}
	return i + 1
}

var errFault = fmt.Errorf("no connection")

func (l *large) fetch(_ context.Context, ask paging.Ask) (paging.Page[*row], error) {
	if l.requests++; l.fails != nil && l.fails() {
		return paging.Page[*row]{}, errFault
	}
	if l.onPage != nil {
		l.onPage()
	}
	first, last := len(l.alive), 0
	if !ask.Latest.IsZero() {
		first = min(first, int(ask.Latest.Unix())*l.ties)
	}
	if !ask.Earliest.IsZero() {
		last = max(0, int(ask.Earliest.Unix()-1)*l.ties)
	}
	page := paging.Page[*row]{Offset: ask.Offset, Asked: ask.Count}
	rank := l.older(first) - ask.Offset
	if rank <= l.older(last) {
		return page, nil
	}
	count := ask.Count
	if l.short != nil {
		count = l.short(count)
	}
	for i := l.nth(rank) - 1; i >= last && len(page.Rows) < count; i-- {
		if l.alive[i] {
			page.Rows = append(page.Rows, &row{at: int64(i/l.ties) + 1, place: int64(i)})
		}
	}
	return page, nil
}

// A large list costs hardly more requests than it has pages, and no memory, whatever
// happens to it meanwhile.
func TestALargeList(t *testing.T) {
	t.Parallel()
	total := *largeRows
	for _, tt := range []struct {
		name string
		most float64 // requests for each page
		does func(l *large, random *rand.Rand)
	}{
		{"well-behaved", 1.02, func(*large, *rand.Rand) {}},
		{"ties", 1.04, func(l *large, _ *rand.Rand) { l.ties = 10 }},
		{"inserts", 1.05, func(l *large, random *rand.Rand) {
			l.onPage = func() {
				for range random.IntN(20) {
					l.insert()
				}
			}
		}},
		{"deletions", 3.5, func(l *large, random *rand.Rand) {
			l.onPage = func() {
				for range random.IntN(20) {
					l.remove(random.IntN(len(l.alive)))
				}
			}
		}},
		{"short pages", 2.2, func(l *large, random *rand.Rand) {
			l.short = func(rows int) int {
				if l.requests > 1 && random.IntN(10) == 0 {
					rows -= random.IntN(rows / 2)
				}
				return rows
			}
		}},
		{"a largest page of 100", 6, func(l *large, _ *rand.Rand) { l.short = func(rows int) int { return min(rows, 100) } }},
		{"faults, and a resume after each", 1.2, func(l *large, random *rand.Rand) {
			l.fails = func() bool { return random.IntN(20) == 0 }
		}},
		{"all at once", 6, func(l *large, random *rand.Rand) {
			l.ties = 7
			l.fails = func() bool { return random.IntN(50) == 0 }
			l.short = func(rows int) int {
				if l.requests > 1 && random.IntN(10) == 0 {
					rows -= random.IntN(rows / 2)
				}
				return rows
			}
			l.onPage = func() {
				for range random.IntN(20) {
					l.insert()
					l.remove(random.IntN(len(l.alive)))
				}
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			l := newLarge(total, 1)
			tt.does(l, random)
			seen, grown := l.walk(t)
			for i := range total {
				require.True(t, seen[i] || !l.alive[i], "row %d is missing", i)
			}
			pages := float64((total + 499) / 500)
			require.LessOrEqual(t, float64(l.requests), tt.most*pages+1)
			require.Less(t, grown, uint64(64<<20))
			t.Logf("%d requests, %.3f a page; heap grew by %d MiB at most", l.requests, float64(l.requests)/pages, grown>>20)
		})
	}
}

// walk reads the list, on from its last row after a fault. It returns which rows
// came, and by how many bytes the heap grew.
func (l *large) walk(t *testing.T) (seen []bool, grown uint64) {
	seen = make([]bool, len(l.tree))
	w := paging.Window[*row]{
		Count: 500, MaxOffset: 50_000, Fetch: l.fetch,
		Key:  func(r *row) string { return fmt.Sprint(r.place) },
		Time: func(r *row) time.Time { return time.Unix(r.at, 0) },
	}
	var at paging.Place
	w.Keep = func(p paging.Place) { at = p }
	before, rows := heap(), 0
	for again := true; again; {
		again = false
		for r, err := range w.All(t.Context()) {
			if err == errFault {
				w.Place, again = at, true
				break
			}
			require.NoError(t, err)
			if seen[r.place] {
				t.Fatalf("row %d came twice", r.place)
			}
			seen[r.place] = true
			if rows++; rows%100_000 == 0 {
				now := heap()
				grown = max(grown, now-min(now, before))
			}
		}
	}
	return seen, grown
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
