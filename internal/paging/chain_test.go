package paging_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// chainServer is a list behind a cursor, and all that can be strange about it.
type chainServer struct {
	*server
	includes bool // a page begins with the row that it was asked for behind
	forgets  bool // a row that left is no place to go on behind: the page is empty
	silent   bool // pages don't say whether there are more
	last     bool // full pages may say that they are the last
	endless  bool // every page says that there are more
	round    bool // the last page leads to the first
}

func (s *chainServer) fetch(_ context.Context, id string) (paging.CursorPage[*row], error) {
	if s.onPage != nil {
		s.onPage(len(s.asked))
	}
	if s.asked = append(s.asked, paging.Ask{}); len(s.asked) > mostAsked {
		return paging.CursorPage[*row]{}, errEndless
	}
	list := s.rows
	if id != "" {
		at := slices.IndexFunc(list, func(r *row) bool { return r.id == id })
		switch {
		case at < 0 && s.forgets:
			return paging.CursorPage[*row]{Said: !s.silent, More: s.silent}, nil
		case at < 0:
			return paging.CursorPage[*row]{}, errOffset
		case !s.includes:
			at++
		}
		list = list[at:]
	}
	if s.round && len(list) == 0 {
		list = s.rows
	}
	count := min(len(list), 100)
	if s.most > 0 {
		count = min(count, s.most)
	}
	if s.short && len(s.asked) > 1 && count > 2 {
		count -= s.random.IntN(count / 2)
	}
	more := count < len(list) || s.endless || s.round
	if s.last && (count == 100 || count == s.most) && s.random.IntN(3) == 0 {
		more = false
	}
	return paging.CursorPage[*row]{Rows: slices.Clone(list[:count]), More: more || s.silent, Said: !s.silent}, nil
}

type chainBehaviour struct {
	name string
	does func(s *chainServer, random *rand.Rand)
}

var chainBehaviours = []chainBehaviour{
	{"as documented", func(*chainServer, *rand.Rand) {}},
	{"a cursor that includes its row", func(s *chainServer, _ *rand.Rand) { s.includes = true }},
	{"a row that left is no cursor", func(s *chainServer, _ *rand.Rand) { s.forgets = true }},
	{"silent about more", func(s *chainServer, _ *rand.Rand) { s.silent = true }},
	{"full pages that say they are the last", func(s *chainServer, _ *rand.Rand) { s.last = true }},
	{"always more", func(s *chainServer, _ *rand.Rand) { s.endless = true }},
	{"round and round", func(s *chainServer, _ *rand.Rand) { s.round = true }},
}

// Rows that move are not among them: where a cursor's own row has moved, the server
// goes on from there.
func init() {
	for _, name := range []string{"short pages", "a largest page", "oldest first", "rows that come on top", "rows that come anywhere", "rows that go", "many rows that go"} {
		chainBehaviours = append(chainBehaviours, chainBehaviour{name, func(s *chainServer, random *rand.Rand) { named(name).does(s.server, random) }})
	}
}

func TestEveryBehaviourOfACursorIsHandledOrDetected(t *testing.T) {
	t.Parallel()
	complete, failed, cuts := 0, 0, 0
	for i, a := range chainBehaviours {
		for _, b := range chainBehaviours[i:] {
			t.Run(a.name+" and "+b.name, func(t *testing.T) {
				seeds.Check(t, *behaviourRuns, func(t *testing.T, random *rand.Rand) {
					s := &chainServer{server: strange(random)}
					a.does(s, random)
					b.does(s, random)
					s.sort()
					r := &reader{server: s.server, stay: slices.Clone(s.rows), seen: map[string]bool{}}
					for !r.done {
						s.resume(t, r, random)
					}
					if cuts += r.cuts; r.err != nil {
						failed++
						return
					}
					complete++
					r.requireAll(t)
				})
			})
		}
	}
	t.Log(complete, "complete,", failed, "failed,", cuts, "cuts")
}

// resume reads on as a new process, with nothing but the text.
func (s *chainServer) resume(t *testing.T, r *reader, random *rand.Rand) {
	w := paging.Cursor[*row]{Fetch: s.fetch, Count: 100, ID: func(r *row) string { return r.id }, ReadAhead: seeds.Bool(random)}
	if r.text != nil {
		require.NoError(t, json.Unmarshal(r.text, &w.Place))
	}
	w.Keep = func(p paging.Place) { r.text, _ = json.Marshal(p) }
	left := seeds.Between(random, 1, 400)
	for row, err := range w.All(t.Context()) {
		if err != nil {
			require.NotErrorIs(t, err, errEndless)
			r.err = err
			break
		}
		require.False(t, r.seen[row.id] && !(s.round && r.cuts > 0), "%s came twice", row.id) // the rows that it knew the start by may be gone
		r.seen[row.id] = true
		if left--; left == 0 {
			r.cuts++
			return
		}
	}
	r.done = true
}
