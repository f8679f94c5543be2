package paging_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var errLimit = errors.New("beyond the offset")

// table is a server's list: newest first, with an offset cap and a time bound.
type table struct {
	rows      []*row
	cap       int
	exclusive bool
	asked     []string
	onPage    func(n int) // before page n is read
}

func (s *table) sort() {
	slices.SortStableFunc(s.rows, func(a, b *row) int { return cmp.Compare(b.at, a.at) })
}

func (s *table) add(id string, at int64) {
	s.rows = append(s.rows, &row{id, at})
	s.sort()
}

func (s *table) window(count int) paging.Window[row] {
	return paging.Window[row]{
		Count: count, MaxOffset: s.cap, Limit: errLimit,
		Key:  func(r *row) string { return r.id },
		Time: func(r *row) time.Time { return time.Unix(r.at, 0) },
		Fetch: func(offset int, latest time.Time) ([]*row, int, error) {
			if s.onPage != nil {
				s.onPage(len(s.asked))
			}
			bound := int64(0)
			if !latest.IsZero() {
				bound = latest.Unix()
			}
			s.asked = append(s.asked, fmt.Sprintf("%d<%d", offset, bound))
			if offset > s.cap {
				return nil, 0, errors.New("offset too large")
			}
			var list []*row
			for _, r := range s.rows {
				if bound == 0 || r.at < bound || r.at == bound && !s.exclusive {
					list = append(list, r)
				}
			}
			list = list[min(offset, len(list)):]
			return list[:min(count, len(list))], 0, nil
		},
	}
}

func TestWindowReachesEveryRowOnceBeyondTheOffsetCap(t *testing.T) {
	t.Parallel()
	seeds.Check(t, 300, func(t *testing.T, random *rand.Rand) {
		count := seeds.Between(random, 2, 7)
		s := &table{cap: seeds.Between(random, 0, 40), exclusive: seeds.Bool(random)}
		total := seeds.Between(random, 0, 200)
		span := seeds.Between[int64](random, 1, 200)
		for i := range total {
			s.rows = append(s.rows, &row{fmt.Sprint(i), 1_000_000 + seeds.Between(random, 0, span)})
		}
		s.sort()
		seen, err := ids(s.window(count).All())
		distinct := slices.Compact(slices.Sorted(slices.Values(seen)))
		require.Len(t, distinct, len(seen), "rows that came twice")
		if err != nil {
			require.ErrorIs(t, err, errLimit)
			require.Less(t, s.cap, total)
			return
		}
		require.Len(t, seen, total, "rows that came")
	})
}

func TestWindowAsksHardlyMorePagesThanThereAre(t *testing.T) {
	t.Parallel()
	const total = 100_000
	for _, limit := range []int{10_000, 50_000} {
		s := &table{cap: limit}
		for i := range total {
			s.rows = append(s.rows, &row{fmt.Sprint(i), int64(2_000_000 - i)})
		}
		seen, err := ids(s.window(500).All())
		require.NoError(t, err)
		require.Len(t, seen, total)
		require.LessOrEqual(t, len(s.asked), 204)
	}
}

func TestWindowPinsItsBoundSoThatNewRowsDontMoveTheOthers(t *testing.T) {
	t.Parallel()
	s := &table{cap: 100}
	future := time.Now().Add(time.Hour).Unix()
	for i := range 10 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	s.onPage = func(n int) { s.add(fmt.Sprint("new", n), future+int64(n)) }
	seen, err := ids(s.window(3).All())
	require.NoError(t, err)
	require.Len(t, seen, 11, "the ten, and the one that was there when the walk began: %v", seen)
	require.Equal(t, fmt.Sprintf("2<%d", future+1), s.asked[1], "the server's clock may be ahead of ours")
}

func TestWindowLeavesOutRowsThatCameBeforeAndKeepsTheCallersBound(t *testing.T) {
	t.Parallel()
	s := &table{cap: 100}
	for i := range 10 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	s.onPage = func(n int) { s.add(fmt.Sprint("backdated", n), 999) }
	w := s.window(3)
	w.Latest = time.Unix(998, 0)
	w.Offset = 1
	seen, err := ids(w.All())
	require.NoError(t, err)
	require.Equal(t, []string{"3", "4", "5", "6", "7", "8", "9"}, seen)
	require.Equal(t, []string{"1<998", "3<998", "5<998", "7<998"}, s.asked)

	s.asked, s.onPage = nil, func(n int) {
		if n > 0 {
			s.add(fmt.Sprint("pushing", n), 1000)
		}
	}
	seen, err = ids(s.window(5).All())
	require.NoError(t, err)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(seen))), len(seen), "rows that came twice")
	for i := range 10 {
		require.Contains(t, seen, fmt.Sprint(i))
	}
}

func TestWindowSaysWhenRowsAreOutOfReach(t *testing.T) {
	t.Parallel()
	dense := &table{cap: 4}
	ascending := &table{cap: 4}
	timeless := &table{cap: 4}
	for i := range 20 {
		dense.add(fmt.Sprint(i), 1000)
		ascending.rows = append(ascending.rows, &row{fmt.Sprint(i), int64(1000 + i)})
		timeless.add(fmt.Sprint(i), int64(1000+i))
	}
	noTime := timeless.window(2)
	noTime.Time = nil
	for name, w := range map[string]paging.Window[row]{
		"more rows in a second than the offset reaches": dense.window(2),
		"oldest first":     ascending.window(2),
		"no bound on time": noTime,
	} {
		seen, err := ids(w.All())
		require.ErrorIs(t, err, errLimit, name)
		require.GreaterOrEqual(t, len(seen), 6, name)
	}
}

func TestWindowGivesUpAsSoonAsItsBoundStandsStill(t *testing.T) {
	t.Parallel()
	s := &table{cap: 4}
	for i := range 4 {
		s.add(fmt.Sprint("newer", i), int64(2000+i))
	}
	for i := range 20 {
		s.add(fmt.Sprint(i), 1000)
	}
	seen, err := ids(s.window(2).All())
	require.ErrorIs(t, err, errLimit)
	require.Len(t, seen, 10)
	require.Len(t, s.asked, 10, "the same window is not read twice")
}

func TestWindowDoesNotCareForTheOrderWithinAPage(t *testing.T) {
	t.Parallel()
	s := &table{cap: 4}
	for i := range 40 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	w := s.window(3)
	fetch := w.Fetch
	w.Fetch = func(offset int, latest time.Time) ([]*row, int, error) {
		page, size, err := fetch(offset, latest)
		slices.Reverse(page)
		return page, size, err
	}
	seen, err := ids(w.All())
	require.NoError(t, err)
	require.Len(t, seen, 40)
}

func TestWindowWhosePageRepeatsIsAnError(t *testing.T) {
	t.Parallel()
	s := &table{cap: 100}
	for i := range 10 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	w := s.window(3)
	fetch := w.Fetch
	w.Fetch = func(_ int, latest time.Time) ([]*row, int, error) { return fetch(0, latest) }
	seen, err := ids(w.All())
	require.ErrorIs(t, err, paging.ErrRepeats)
	require.Len(t, seen, 3)
	require.Len(t, s.asked, 3)
}

func TestWindowKeepsTwins(t *testing.T) {
	t.Parallel()
	s := &table{cap: 4}
	for i := range 30 {
		s.add(fmt.Sprint(i/2), int64(1000-i/2))
	}
	w := s.window(3)
	w.Twins = true
	seen, err := ids(w.All())
	require.NoError(t, err)
	require.Len(t, seen, 30)
}

func TestWindowIsLazyRestartableAndStopsAtErrors(t *testing.T) {
	t.Parallel()
	s := &table{cap: 100}
	for i := range 10 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	all := s.window(3).All()
	require.Empty(t, s.asked)
	for range all {
		break
	}
	require.Len(t, s.asked, 1)
	for range 2 {
		seen, err := ids(all)
		require.NoError(t, err)
		require.Len(t, seen, 10)
	}

	w := s.window(3)
	calls := 0
	w.Fetch = func(int, time.Time) ([]*row, int, error) {
		if calls++; calls == 2 {
			return nil, 0, errors.New("cut")
		}
		return s.rows[:3], 0, nil
	}
	seen, err := ids(w.All())
	require.EqualError(t, err, "cut")
	require.Len(t, seen, 3)
	require.Equal(t, 2, calls)
}

func TestWindowGoesByTheSizeThatTheServerMakesItsPages(t *testing.T) {
	t.Parallel()
	for total, requests := range map[int]int{0: 1, 2: 1, 3: 2, 9: 5, 10: 5} {
		s := &table{cap: 100}
		for i := range total {
			s.add(fmt.Sprint(i), int64(1000-i))
		}
		w := s.window(3)
		fetch := w.Fetch
		w.Count = 5
		w.Fetch = func(offset int, latest time.Time) ([]*row, int, error) {
			rows, _, err := fetch(offset, latest)
			return rows, 3, err
		}
		seen, err := ids(w.All())
		require.NoError(t, err)
		require.Len(t, seen, total)
		require.Len(t, s.asked, requests, total)
	}
}

func TestWindowPinsNoBoundThatCouldCutOffWhatTheOffsetCounts(t *testing.T) {
	t.Parallel()
	s := &table{cap: 6}
	for i := range 12 {
		s.add(fmt.Sprint(i), int64(1000-i))
	}
	w := s.window(3)
	w.Offset = 2
	seen, err := ids(w.All())
	require.NoError(t, err)
	require.Len(t, seen, 10)
	require.Equal(t, []string{"2<0", "4<0"}, s.asked[:2])
}
