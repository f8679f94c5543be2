package paging_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

func (s *table) remove(id string) {
	s.rows = slices.DeleteFunc(s.rows, func(r *row) bool { return r.id == id })
}

// The most natural loop there is: what it does to each row takes the row out of
// what the list's filter lets through.
func TestWindowSeesAllRowsOfAListThatTheLoopEmpties(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*paging.Window[row]){
		"with times":    func(*paging.Window[row]) {},
		"without times": func(w *paging.Window[row]) { w.Time = nil },
		"twins allowed": func(w *paging.Window[row]) { w.Twins = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &table{cap: 5000}
			for i := range 1200 {
				s.add(fmt.Sprint(i), int64(1_000_000-i/3))
			}
			w := s.window(500)
			change(&w)
			var seen []string
			for r, err := range w.All() {
				require.NoError(t, err)
				seen = append(seen, r.id)
				s.remove(r.id)
			}
			require.Len(t, seen, 1200)
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(seen))), 1200, "once each")
			require.Empty(t, s.rows)
		})
	}
}

// Whatever leaves the list meanwhile, a row that stays in it is seen, or the walk
// says that it can't promise that.
func TestWindowMissesNoRowThatStays(t *testing.T) {
	t.Parallel()
	seeds.Check(t, 300, func(t *testing.T, random *rand.Rand) {
		s := &table{cap: 400}
		total := seeds.Between(random, 0, 60)
		for i := range total {
			s.rows = append(s.rows, &row{fmt.Sprint(i), 1_000_000 + seeds.Between[int64](random, 0, 40)})
		}
		s.sort()
		s.onPage = func(int) {
			for range seeds.Between(random, 0, 3) {
				if len(s.rows) > 0 {
					s.remove(seeds.OneOf(random, s.rows...).id)
				}
			}
		}
		w := s.window(seeds.Between(random, 2, 7))
		if seeds.Bool(random) {
			w.Time = nil
		}
		seen, err := ids(w.All())
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(seen))), len(seen), "rows that came twice")
		if err != nil {
			require.ErrorIs(t, err, paging.ErrShrunk)
			return
		}
		for _, r := range s.rows {
			require.Contains(t, seen, r.id)
		}
	})
}

// A walk from an offset of the caller's can't begin anew without times: the offset
// would count other rows.
func TestWindowFromAnOffsetSaysThatRowsHaveMoved(t *testing.T) {
	t.Parallel()
	s := &table{cap: 100}
	for i := range 10 {
		s.add(fmt.Sprint(i), 1000)
	}
	w := s.window(3)
	w.Offset, w.Time = 2, nil
	s.onPage = func(n int) {
		if n == 1 {
			s.remove("0")
			s.remove("1")
			s.remove("2")
			s.remove("3")
		}
	}
	seen, err := ids(w.All())
	require.ErrorIs(t, err, paging.ErrShrunk)
	require.Equal(t, []string{"2", "3", "4"}, seen)
}
