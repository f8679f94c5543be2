package paging_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/paging"
)

type row struct {
	id    string
	at    int64 // 0 for none
	place int64 // where the list sorts it: the highest first
	moved bool  // changed during the walk, so that no one promises it
}

// server is a list with an offset and a bound on the time, and all that can be
// strange about it.
type server struct {
	rows      []*row
	cap       int // largest offset that is served
	most      int // largest page; 0 for what is asked
	says      bool
	uncapped  bool
	exclusive bool
	unbounded bool  // ignores the bound
	unlatest  bool  // ignores the upper bound
	early     int64 // seconds by which the upper bound is off
	stuck     bool  // ignores the offset
	ascending bool
	backwards bool // each page is the other way round
	shuffles  func(a, b *row) bool
	random    *rand.Rand
	short     bool // pages but the first are cut now and then
	total     func(list, page int) int
	onPage    func(n int)
	asked     []paging.Ask
}

func (s *server) sort() {
	slices.SortStableFunc(s.rows, func(a, b *row) int {
		if s.ascending {
			return cmp.Compare(a.place, b.place)
		}
		return cmp.Compare(b.place, a.place)
	})
}

func (s *server) add(id string, at int64) *row {
	r := &row{id: id, at: at, place: at}
	s.rows = append(s.rows, r)
	s.sort()
	return r
}

func (s *server) remove(id string) {
	s.rows = slices.DeleteFunc(s.rows, func(r *row) bool { return r.id == id })
}

// mostAsked is more pages than any walk of a list of a few hundred rows needs.
const mostAsked = 3000

var (
	errOffset  = errors.New("offset too large")
	errEndless = errors.New("asked too often")
)

func (s *server) fetch(_ context.Context, ask paging.Ask) (paging.Page[*row], error) {
	if s.onPage != nil {
		s.onPage(len(s.asked))
	}
	if s.asked = append(s.asked, ask); len(s.asked) > mostAsked {
		return paging.Page[*row]{}, errEndless
	}
	if s.cap >= 0 && ask.Offset > s.cap {
		return paging.Page[*row]{}, errOffset
	}
	var list []*row
	for _, r := range s.rows {
		if s.unbounded || s.within(r.at, ask) {
			list = append(list, r)
		}
	}
	s.shuffle(list)
	count := ask.Count
	if s.most > 0 {
		count = min(count, s.most)
	}
	page := paging.Page[*row]{Offset: ask.Offset, Asked: ask.Count}
	if s.says {
		page.Count = count
	}
	offset, matching := ask.Offset, len(list)
	if s.stuck {
		offset = 0
	}
	list = list[min(offset, len(list)):]
	list = list[:min(count, len(list))]
	if s.short && len(s.asked) > 1 && len(list) > 2 && s.random.IntN(3) == 0 {
		list = list[:len(list)-s.random.IntN(len(list)/2)]
	}
	if page.Rows = slices.Clone(list); s.total != nil {
		page.Total = s.total(matching, len(list))
	}
	if s.backwards {
		slices.Reverse(page.Rows)
	}
	return page, nil
}

func (s *server) within(at int64, ask paging.Ask) bool {
	latest, earliest := ask.Latest.Unix()-s.early, ask.Earliest.Unix()
	if at == 0 {
		return ask.Latest.IsZero() && ask.Earliest.IsZero()
	}
	if s.exclusive {
		latest, earliest = latest-1, earliest+1
	}
	return (ask.Latest.IsZero() || s.unlatest || at <= latest) && (ask.Earliest.IsZero() || at >= earliest)
}

// shuffle puts neighbours that the server thinks alike into another order.
func (s *server) shuffle(list []*row) {
	if s.shuffles == nil {
		return
	}
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && s.shuffles(list[i], list[j]) {
			j++
		}
		group := list[i:j]
		s.random.Shuffle(len(group), func(a, b int) { group[a], group[b] = group[b], group[a] })
		i = j
	}
}

func (s *server) window(count int) paging.Window[*row] {
	return paging.Window[*row]{
		Count: count, MaxOffset: s.cap,
		Key:   func(r *row) string { return r.id },
		Time:  timeOf,
		Fetch: s.fetch,
	}
}

func timeOf(r *row) time.Time {
	if r.at == 0 {
		return time.Time{}
	}
	return time.Unix(r.at, 0)
}

func ids(rows iter.Seq2[*row, error]) (seen []string, err error) {
	for r, failure := range rows {
		if failure != nil {
			if err != nil || r != nil {
				panic("more than one error, or a row beside it")
			}
			err = failure
			continue
		}
		seen = append(seen, r.id)
	}
	return seen, err
}

func rows(names ...string) (list []*row) {
	for _, name := range names {
		list = append(list, &row{id: name})
	}
	return list
}

func numbers(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprint(i))
	}
	return names
}
