package paging_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var resumeRuns = flag.Int("paging.resumes", 30, "walks of TestAWalkGoesOnFromItsText, each of them cut several times; 1000 is the full proof")

// Lists that stay as they are, and lists that change while nobody reads them.
var (
	stable   = []string{"as documented", "several rows a second", "rows of a second in any order", "a small offset", "a bound that excludes its second"}
	changing = []string{"rows that come on top", "rows that come anywhere", "rows that go", "many rows that go", "rows that change their time"}
)

// A walk that is cut at random rows goes on from the text of its place in another
// process: each row comes once.
func TestAWalkGoesOnFromItsText(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string][]string{"a stable list": {stable[0], stable[3], stable[4]}, "a list that changes": changing} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cuts, failed, most, longest := 0, map[error]int{}, 0, 0
			seeds.Check(t, *resumeRuns, func(t *testing.T, random *rand.Rand) {
				s := strange(random, named(seeds.OneOf(random, stable[:3]...)), named(seeds.OneOf(random, changes...)))
				r := &reader{server: s, stay: slices.Clone(s.rows), seen: map[string]bool{}}
				for !r.done {
					r.resume(t, random)
				}
				if r.err != nil {
					failed[r.err]++
				} else {
					r.requireAll(t)
				}
				cuts, most, longest = cuts+r.cuts, max(most, r.most), max(longest, r.longest)
			})
			if name == "a stable list" {
				delete(failed, paging.ErrLimit) // a small offset can be too small for a second
				require.Empty(t, failed)
				require.LessOrEqual(t, most, 2, "requests before a new row")
			}
			t.Log(cuts, "cuts,", failed, "errors; at most", most, "requests to the first new row, and", longest, "bytes")
		})
	}
}

// The bound that the packages document, beside the name of the list.
func TestAPlaceInASecondOfManyRowsIsSmall(t *testing.T) {
	t.Parallel()
	s := newServer(3000, 5000)
	for _, r := range s.rows {
		r.at, r.place = now, now
	}
	w, longest := s.window(500), 0
	w.Keep = func(p paging.Place) {
		text, err := json.Marshal(p)
		require.NoError(t, err)
		longest = max(longest, len(text))
	}
	_, err := ids(w.All(t.Context()))
	require.NoError(t, err)
	require.Less(t, longest, 7000)
	t.Log(longest, "bytes")
}

func TestATailThatNobodyWroteIsRejected(t *testing.T) {
	t.Parallel()
	var tail paging.Tail
	for _, text := range []string{"*", "AAAA", strings.Repeat("AAAAAAAAAAAA", 513), "AAAAAAAAAACA"} {
		require.ErrorContains(t, tail.UnmarshalText([]byte(text)), "is damaged", text)
	}
	at := paging.Tail{{Key: 1, At: now}, {Key: 1<<64 - 1, At: now - 9}, {Key: 2}}
	text, err := at.MarshalText()
	require.NoError(t, err)
	require.NoError(t, tail.UnmarshalText(text))
	require.Equal(t, at, tail)
}

// reader is a program that reads a list and ends now and then.
type reader struct {
	*server
	text    []byte // of the last place
	stay    []*row
	seen    map[string]bool
	done    bool
	err     error
	cuts    int
	most    int // requests before the first new row
	longest int
}

// resume reads on as a new process, with nothing but the text.
func (r *reader) resume(t *testing.T, random *rand.Rand) {
	w := r.window(60)
	if r.text != nil {
		require.NoError(t, json.Unmarshal(r.text, &w.Place))
	}
	w.Keep = func(p paging.Place) { r.text, _ = json.Marshal(p) }
	r.asked = nil
	left, first := seeds.Between(random, 1, 200), true
	for row, err := range w.All(t.Context()) {
		if err != nil {
			var gap *paging.Gap
			require.ErrorAs(t, err, &gap)
			r.err = gap.Err
			break
		}
		require.False(t, r.seen[row.id] && !row.moved, "%s came twice", row.id)
		r.seen[row.id] = true
		if first {
			r.most, first = max(r.most, len(r.asked)), false
		}
		if left--; left == 0 {
			r.cuts, r.longest = r.cuts+1, max(r.longest, len(r.text))
			return
		}
	}
	r.done = true
}

func (r *reader) requireAll(t *testing.T) {
	for _, row := range r.stay {
		if slices.Contains(r.rows, row) && !row.moved {
			require.True(t, r.seen[row.id], "%s is missing", row.id)
		}
	}
}

func named(name string) behaviour {
	return behaviours[slices.IndexFunc(behaviours, func(b behaviour) bool { return b.name == name })]
}
