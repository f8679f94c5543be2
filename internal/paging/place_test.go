package paging_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var (
	resumeRuns = flag.Int("paging.resumes", 30, "walks of TestAWalkGoesOnFromItsText, each of them cut several times; 1000 is the full proof")
	largeRows  = flag.Int("paging.rows", 60_000, "rows of TestALargeList; 1000000 is the full proof")
)

// A walk that is cut at random rows goes on from the text of its place, on a list
// that changes meanwhile: each row comes once.
func TestAWalkGoesOnFromItsText(t *testing.T) {
	t.Parallel()
	kinds := behaviours[:3]
	for _, b := range behaviours {
		if slices.Contains([]string{"rows that come on top", "rows that go", "a small offset", "a bound that excludes its second"}, b.name) {
			kinds = append(slices.Clip(kinds), b)
		}
	}
	cuts, failed, most := 0, 0, 0
	seeds.Check(t, *resumeRuns, func(t *testing.T, random *rand.Rand) {
		s := strange(random, seeds.OneOf(random, kinds...), seeds.OneOf(random, kinds...))
		stay, seen := slices.Clone(s.rows), map[string]bool{}
		text, done := []byte(`{}`), false
		for !done {
			w := s.window(60)
			require.NoError(t, json.Unmarshal(text, &w.Place))
			w.Keep = func(p paging.Place) { text, _ = json.Marshal(p) }
			left := seeds.Between(random, 1, 200)
			before, first := len(s.asked), true
			done = true
			for r, err := range w.All(context.Background()) {
				if err != nil {
					failed++
					require.ErrorAs(t, err, new(*paging.Gap))
					return
				}
				require.False(t, seen[r.id], "%s came twice", r.id)
				if seen[r.id] = true; first {
					most, first = max(most, len(s.asked)-before), false
				}
				if left--; left == 0 {
					done = false
					cuts++
					break
				}
			}
			require.Less(t, len(text), 8<<10)
		}
		for _, r := range stay {
			if slices.Contains(s.rows, r) {
				require.True(t, seen[r.id], "%s is missing", r.id)
			}
		}
	})
	t.Log(cuts, "cuts,", failed, "of", *resumeRuns, "ended with an error; at most", most, "requests to the first row")
}

// A large list costs hardly more requests than it has pages, and no memory.
func TestALargeList(t *testing.T) {
	t.Parallel()
	total, requests := *largeRows, 0
	page := make([]row, 500)
	w := paging.Window[row]{Count: 500, MaxOffset: 50_000, Key: func(r *row) string { return r.id }, Time: timeOf}
	w.Fetch = func(ctx context.Context, ask paging.Ask) (paging.Page[row], error) {
		requests++
		first := 0 // row i has the time now-i
		if !ask.Latest.IsZero() {
			first = now - int(ask.Latest.Unix())
		}
		last := total
		if !ask.Earliest.IsZero() {
			last = min(last, now-int(ask.Earliest.Unix())+1)
		}
		p := paging.Page[row]{Offset: ask.Offset, Asked: ask.Count}
		for i := first + ask.Offset; i < min(last, first+ask.Offset+ask.Count); i++ {
			r := &page[len(p.Rows)]
			*r = row{id: fmt.Sprint(i), at: int64(now - i)}
			p.Rows = append(p.Rows, r)
		}
		return p, nil
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for r, err := range w.All(context.Background()) {
		require.NoError(t, err)
		if r.id != fmt.Sprint(n) {
			t.Fatal(r.id, "instead of", n)
		}
		if n++; n%100_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapAlloc-min(after.HeapAlloc, before.HeapAlloc))
		}
	}
	require.Equal(t, total, n)
	require.LessOrEqual(t, requests, (total+499)/500*102/100+1)
	t.Log(requests, "requests, heap grew by", most>>20, "MiB at most")
}
