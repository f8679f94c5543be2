package paging_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// behaviour is one thing that servers do.
type behaviour struct {
	name string
	does func(s *server, random *rand.Rand)
}

// now is the time of the newest rows.
const now = 1_000_000_000

var behaviours = []behaviour{
	{"as documented", func(*server, *rand.Rand) {}},
	{"several rows a second", func(s *server, random *rand.Rand) {
		for _, r := range s.rows {
			r.at = now - (now-r.at)/seeds.Between[int64](random, 2, 9)
			r.place = r.at
		}
	}},
	{"rows of a second in any order", func(s *server, random *rand.Rand) {
		rate := seeds.Between[int64](random, 2, 12)
		for _, r := range s.rows {
			r.at = now - (now-r.at)/rate
			r.place = r.at
		}
		s.shuffles = func(a, b *row) bool { return a.place == b.place }
	}},
	{"a second with many rows", func(s *server, random *rand.Rand) {
		from := random.IntN(len(s.rows))
		for _, r := range s.rows[from:min(len(s.rows), from+seeds.Between(random, 2, 300))] {
			r.at, r.place = s.rows[from].at, s.rows[from].place
		}
	}},
	{"any order", func(s *server, _ *rand.Rand) { s.shuffles = func(_, _ *row) bool { return true } }},
	{"oldest first", func(s *server, _ *rand.Rand) { s.ascending = true }},
	{"each page the other way round", func(s *server, _ *rand.Rand) { s.backwards = true }},
	{"times a little out of line", func(s *server, random *rand.Rand) {
		by := seeds.Between[int64](random, 1, 40)
		for _, r := range s.rows {
			r.at += seeds.Between(random, -by, by)
		}
	}},
	{"a few times far out of line", func(s *server, random *rand.Rand) {
		for range seeds.Between(random, 1, 3) {
			seeds.OneOf(random, s.rows...).at = now - seeds.Between[int64](random, 0, 2000)
		}
	}},
	{"rows without a time", func(s *server, random *rand.Rand) {
		s.uncapped = true // behind the cap no request could bring them
		for range seeds.Between(random, 1, 60) {
			seeds.OneOf(random, s.rows...).at = 0
		}
	}},
	{"rows without a time at the end", func(s *server, random *rand.Rand) {
		s.uncapped = true
		for _, r := range s.rows[len(s.rows)-min(len(s.rows), seeds.Between(random, 1, 60)):] {
			r.at, r.place = 0, 0
		}
	}},
	{"short pages", func(s *server, _ *rand.Rand) { s.short = true }},
	{"a largest page", func(s *server, random *rand.Rand) { s.most = seeds.OneOf(random, 20, 25, 50) }},
	{"a largest page that it tells", func(s *server, random *rand.Rand) {
		s.most, s.says = seeds.Between(random, 2, 40), true
	}},
	{"a largest page that it tells, and rows of a second in any order", func(s *server, random *rand.Rand) {
		s.most, s.says = seeds.Between(random, 10, 40), true
		s.shuffles = func(a, b *row) bool { return a.place == b.place }
	}},
	{"the total of the list", func(s *server, _ *rand.Rand) { s.total = func(list, _ int) int { return list } }},
	{"the page's size in place of the total", func(s *server, _ *rand.Rand) { s.total = func(_, page int) int { return page } }},
	{"a total that is too small", func(s *server, random *rand.Rand) {
		s.total = func(list, _ int) int { return random.IntN(list + 1) }
	}},
	{"a total that is too large", func(s *server, random *rand.Rand) {
		s.total = func(list, _ int) int { return list + random.IntN(3) }
	}},
	{"a bound that excludes its second", func(s *server, _ *rand.Rand) { s.exclusive = true }},
	{"no upper bound", func(s *server, _ *rand.Rand) { s.unlatest = true }},
	{"an upper bound in another time zone", func(s *server, random *rand.Rand) { s.early = 3600 * seeds.Between[int64](random, -12, 12) }},
	{"no bound", func(s *server, _ *rand.Rand) { s.unbounded = true }},
	{"no offset", func(s *server, _ *rand.Rand) { s.stuck = true }},
	{"a small offset", func(s *server, random *rand.Rand) { s.cap = seeds.Between(random, 0, 200) }},
	{"rows that come on top", during(func(s *server, random *rand.Rand, n int) {
		for range random.IntN(3) {
			s.add(fmt.Sprint("new ", random.Uint64()), now+int64(n)).moved = true
		}
	})},
	{"rows that come anywhere", during(func(s *server, random *rand.Rand, _ int) {
		for range random.IntN(3) {
			s.add(fmt.Sprint("late ", random.Uint64()), now-seeds.Between[int64](random, 0, 1000)).moved = true
		}
	})},
	{"rows that go", during(func(s *server, random *rand.Rand, _ int) {
		for range random.IntN(4) {
			if len(s.rows) > 0 {
				s.remove(seeds.OneOf(random, s.rows...).id)
			}
		}
	})},
	{"many rows that go", during(func(s *server, random *rand.Rand, n int) {
		if n%3 == 1 {
			from := random.IntN(len(s.rows) + 1)
			s.rows = slices.Delete(s.rows, from, min(len(s.rows), from+random.IntN(100)))
		}
	})},
	{"rows that change their time", during(func(s *server, random *rand.Rand, _ int) {
		if len(s.rows) > 0 {
			r := seeds.OneOf(random, s.rows...)
			s.remove(r.id)
			s.add(r.id, now-seeds.Between[int64](random, 0, 1000)).moved = true
		}
	})},
}

// during does something before each page.
func during(change func(s *server, random *rand.Rand, n int)) func(*server, *rand.Rand) {
	return func(s *server, random *rand.Rand) {
		before := s.onPage
		s.onPage = func(n int) {
			if before != nil {
				before(n)
			}
			if n > 0 {
				change(s, random, n)
			}
		}
	}
}

// strange returns a server with some behaviours, of up to 600 rows.
func strange(random *rand.Rand, list ...behaviour) *server {
	s := &server{cap: seeds.OneOf(random, 2000, 2000, 300, 150), random: random}
	total := seeds.Between(random, 1, 600)
	for i := range total {
		at := int64(now - i)
		s.rows = append(s.rows, &row{id: fmt.Sprint(i), at: at, place: at})
	}
	for _, b := range list {
		b.does(s, random)
	}
	s.sort()
	if s.uncapped {
		s.cap = 2000
	}
	return s
}

var behaviourRuns = flag.Int("paging.runs", 3, "lists that TestEveryBehaviourIsHandledOrDetected walks for each pair; 300 is the full proof")

func TestEveryBehaviourIsHandledOrDetected(t *testing.T) {
	t.Parallel()
	complete, failed := 0, map[error]int{}
	for i, a := range behaviours {
		for _, b := range behaviours[i:] {
			t.Run(a.name+" and "+b.name, func(t *testing.T) {
				seeds.Check(t, *behaviourRuns, func(t *testing.T, random *rand.Rand) {
					if err := walkStrange(t, random, a, b); err != nil {
						failed[err]++
					} else {
						complete++
					}
				})
			})
		}
	}
	t.Log(complete, "complete,", failed)
}

// walkStrange walks a list with some behaviours and returns what ended the walk.
func walkStrange(t *testing.T, random *rand.Rand, list ...behaviour) error {
	t.Helper()
	s := strange(random, list...)
	w := s.window(seeds.OneOf(random, 60, 60, 100, 500, 30, 7))
	w.ReadAhead, w.Confirm = seeds.Bool(random), seeds.Bool(random)
	if random.IntN(8) == 0 {
		w.Time = nil
	}
	return checkWalk(t, s, w)
}

// Each of these lists once lost rows without an error.
func TestListsThatWereShort(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		seed uint64
		list []behaviour
	}{
		{"known rows that moved are not the place", 17911941935735026514, []behaviour{named("many rows that go"), named("rows that change their time")}},
		{"a page that is cut proves nothing", 2734926490488624279, []behaviour{named("a few times far out of line"), named("short pages")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seeds.Replay(t, tt.seed, func(t *testing.T, random *rand.Rand) { walkStrange(t, random, tt.list...) })
		})
	}
}

// checkWalk walks a list and returns what ended the walk.
func checkWalk(t *testing.T, s *server, w paging.Window[*row]) error {
	t.Helper()
	stay := slices.Clone(s.rows)
	seen := map[string]int{}
	var err error
	for r, failure := range w.All(context.Background()) {
		if err = failure; err == nil {
			seen[r.id]++
		}
	}
	for id, times := range seen {
		require.Equal(t, 1, times, "%s came more than once", id)
	}
	if err != nil {
		var gap *paging.Gap
		require.ErrorAs(t, err, &gap)
		require.Equal(t, len(seen), gap.Rows)
		return gap.Err
	}
	stay = slices.DeleteFunc(stay, func(r *row) bool { return r.moved || !slices.Contains(s.rows, r) })
	missing := []string{}
	for _, r := range stay {
		if seen[r.id] == 0 {
			missing = append(missing, r.id)
		}
	}
	require.Empty(t, missing, "missing without an error, of %d", len(stay))
	return nil
}
