package paging_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
)

func newServer(total, offsetCap int) *server {
	s := &server{cap: offsetCap}
	for i := range total {
		at := int64(now - i)
		s.rows = append(s.rows, &row{id: fmt.Sprint(i), at: at, place: at})
	}
	return s
}

func TestASecondTooDenseForTheOffsetIsNamed(t *testing.T) {
	t.Parallel()
	s := newServer(120_000, 50_000)
	for _, r := range s.rows {
		r.at = now
	}
	seen, err := ids(s.window(500).All(t.Context()))
	var gap *paging.Gap
	require.ErrorAs(t, err, &gap)
	require.ErrorIs(t, err, paging.ErrLimit)
	require.Equal(t, int64(now), gap.At.Unix())
	require.Len(t, seen, 50_500)
	require.Less(t, len(s.asked), 210)
}

// The most natural loop there is: what it does to each row takes the row out of
// what the list's filter lets through.
func TestWindowSeesAllRowsOfAListThatTheLoopEmpties(t *testing.T) {
	t.Parallel()
	for _, timed := range []bool{true, false} {
		t.Run(fmt.Sprint(timed), func(t *testing.T) {
			s := newServer(1200, 5000)
			w := s.window(500)
			if !timed {
				w.Time = nil
			}
			n := 0
			for r, err := range w.All(t.Context()) {
				require.NoError(t, err)
				s.remove(r.id)
				n++
			}
			require.Equal(t, 1200, n)
			require.Empty(t, s.rows)
		})
	}
}

func TestWindowEndsWithoutASecondLookWhereItMay(t *testing.T) {
	t.Parallel()
	for total, requests := range map[int]int{0: 1, 7: 1, 20: 2, 499: 1, 500: 3, 1200: 4} {
		t.Run(fmt.Sprint(total), func(t *testing.T) {
			s := newServer(total, 5000)
			seen, err := ids(s.window(500).All(t.Context()))
			require.NoError(t, err)
			require.Len(t, seen, total)
			require.Len(t, s.asked, requests)
		})
	}
}

func TestWindowIsLazyRestartableAndStopsAtErrors(t *testing.T) {
	t.Parallel()
	s := newServer(10, 100)
	all := s.window(4).All(t.Context())
	require.Empty(t, s.asked)
	for range all {
		break
	}
	require.Len(t, s.asked, 1)
	for range 2 {
		seen, err := ids(all)
		require.NoError(t, err)
		require.Equal(t, numbers(10), seen)
	}
	w := s.window(4)
	cut := errors.New("cut")
	w.Fetch = func(ctx context.Context, ask paging.Ask) (paging.Page[*row], error) {
		if ask.Offset > 0 {
			return paging.Page[*row]{}, cut
		}
		return s.fetch(ctx, ask)
	}
	seen, err := ids(w.All(t.Context()))
	require.Equal(t, cut, err)
	require.Len(t, seen, 4)
}

func TestWindowKeepsTwins(t *testing.T) {
	t.Parallel()
	s := newServer(30, 12)
	for i, r := range s.rows {
		r.id, r.at, r.place = fmt.Sprint(i/2), int64(now-i/2), int64(now-i/2)
	}
	w := s.window(6)
	w.Twins = true
	seen, err := ids(w.All(t.Context()))
	require.NoError(t, err)
	require.Len(t, seen, 30)
}

func TestRowsWithoutATimeStopAWalkThatNeedsABound(t *testing.T) {
	t.Parallel()
	s := newServer(600, 200)
	s.rows[50].at = 0
	_, err := ids(s.window(100).All(t.Context()))
	require.ErrorIs(t, err, paging.ErrTimeless)
}

func TestWindowFromAnOffset(t *testing.T) {
	t.Parallel()
	s := newServer(10, 100)
	w := s.window(3)
	w.Offset, w.Time = 2, nil
	s.onPage = func(n int) {
		for i := range n * 4 {
			s.remove(fmt.Sprint(i))
		}
	}
	seen, err := ids(w.All(t.Context()))
	require.ErrorIs(t, err, paging.ErrShrunk, "the offset would count other rows")
	require.Equal(t, []string{"2", "3", "4"}, seen)
}

func TestAGapNamesTheSecond(t *testing.T) {
	t.Parallel()
	gap := &paging.Gap{Rows: 7, At: time.Unix(now, 0), Err: paging.ErrOrder}
	require.EqualError(t, gap, "the list changes its order from page to page, after 7 rows, in the second 2001-09-09T01:46:40Z or before")
}
