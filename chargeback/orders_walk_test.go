package chargeback_test

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var walkRuns = flag.Int("walks", 2, "lists that TestEveryBehaviourOfPageNumbersIsHandledOrDetected walks for each pair; 100 is the full proof")

// numbered is a list of orders whose pages have numbers, and all that can be strange
// about it.
type numbered struct {
	ids      []int
	stays    map[int]bool // in the list during the whole walk
	random   *rand.Rand
	most     int             // largest page
	tells    func(n int) int // what it says of its size
	total    func(list, page int) int
	short    bool // pages are cut now and then
	shuffled bool // another order each time
	change   func()
	pages    int
}

func (s *numbered) RoundTrip(r *http.Request) (*http.Response, error) {
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	count, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	if s.pages++; s.pages > 1 && s.pages < 50 && s.change != nil {
		s.change()
	}
	if s.pages > 3000 {
		return nil, io.ErrUnexpectedEOF
	}
	count = min(count, s.most)
	rows := s.ids[min((page-1)*count, len(s.ids)):]
	rows = rows[:min(count, len(rows))]
	if s.short && s.pages > 1 && len(rows) > 2 && s.random.IntN(3) == 0 {
		rows = rows[:len(rows)-s.random.IntN(len(rows)/2)]
	}
	var body strings.Builder
	for i, id := range rows {
		if i > 0 {
			body.WriteString(",")
		}
		fmt.Fprintf(&body, `{"id":%d}`, id)
	}
	about := ""
	if s.tells != nil {
		about += fmt.Sprintf(`,"per_page":%d`, s.tells(count))
	}
	if s.total != nil {
		about += fmt.Sprintf(`,"total_records":%d`, s.total(len(s.ids), len(rows)))
	}
	text := fmt.Sprintf(`{"status":"success","page":%d%s,"orders":[%s]}`, page, about, body.String())
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func (s *numbered) insert(at int) { s.ids = slices.Insert(s.ids, at, 1_000_000+s.random.IntN(1<<30)) }

func (s *numbered) remove(from, n int) {
	to := min(len(s.ids), from+n)
	for _, id := range s.ids[from:to] {
		delete(s.stays, id)
	}
	s.ids = slices.Delete(s.ids, from, to)
}

var numberedBehaviours = []struct {
	name string
	does func(s *numbered)
}{
	{"as documented", func(*numbered) {}},
	{"its size", func(s *numbered) { s.tells = func(n int) int { return n } }},
	{"a largest page that it tells", func(s *numbered) {
		s.most, s.tells = seeds.Between(s.random, 10, 60), func(n int) int { return n }
	}},
	{"the total", func(s *numbered) { s.total = func(list, _ int) int { return list } }},
	{"the page's size in place of the total", func(s *numbered) { s.total = func(_, page int) int { return page } }},
	{"no total", func(s *numbered) { s.total = func(int, int) int { return 0 } }},
	{"a total that is too small", func(s *numbered) { s.total = func(list, _ int) int { return list / 2 } }},
	{"a total that is too large", func(s *numbered) { s.total = func(list, _ int) int { return list + 1 } }},
	{"short pages", func(s *numbered) { s.short = true }},
	{"another order each time", func(s *numbered) {
		s.shuffled = true
		s.change = func() { s.random.Shuffle(len(s.ids), func(i, j int) { s.ids[i], s.ids[j] = s.ids[j], s.ids[i] }) }
	}},
	{"orders that come first", func(s *numbered) { s.change = func() { s.insert(0) } }},
	{"orders that come last", func(s *numbered) { s.change = func() { s.insert(len(s.ids)) } }},
	{"orders that come anywhere", func(s *numbered) { s.change = func() { s.insert(s.random.IntN(len(s.ids) + 1)) } }},
	{"orders that go", func(s *numbered) {
		s.change = func() {
			for range s.random.IntN(4) {
				if len(s.ids) > 0 {
					s.remove(s.random.IntN(len(s.ids)), 1)
				}
			}
		}
	}},
	{"many orders that go", func(s *numbered) {
		s.change = func() {
			if len(s.ids) > 0 && s.random.IntN(4) == 0 {
				s.remove(s.random.IntN(len(s.ids)), s.random.IntN(80))
			}
		}
	}},
	{"a page that is ignored", func(s *numbered) { s.most = len(s.ids) }},
}

func newNumbered(random *rand.Rand) *numbered {
	s := &numbered{stays: map[int]bool{}, random: random, most: 100}
	for id := range seeds.Between(random, 1, 600) {
		s.ids, s.stays[id+1] = append(s.ids, id+1), true
	}
	return s
}

// The order at which a full page ends is not the end of the list.
func TestAPageAsLargeAsTheVendorMakesThemIsNotTheLast(t *testing.T) {
	t.Parallel()
	seeds.Replay(t, 6643862427266221850, func(t *testing.T, random *rand.Rand) {
		s := newNumbered(random)
		for _, b := range numberedBehaviours {
			if b.name == "a largest page that it tells" || b.name == "orders that come anywhere" {
				b.does(s)
			}
		}
		require.ErrorIs(t, s.walk(t), chargeback.ErrListIncomplete)
	})
}

func TestEveryBehaviourOfPageNumbersIsHandledOrDetected(t *testing.T) {
	t.Parallel()
	complete, failed := 0, 0
	for i, a := range numberedBehaviours {
		for _, b := range numberedBehaviours[i:] {
			t.Run(a.name+" and "+b.name, func(t *testing.T) {
				seeds.Check(t, *walkRuns, func(t *testing.T, random *rand.Rand) {
					s := newNumbered(random)
					a.does(s)
					b.does(s)
					if s.walk(t) != nil {
						failed++
					} else {
						complete++
					}
				})
			})
		}
	}
	t.Log(complete, "complete,", failed, "failed")
}

// walk reads the list, on from the checkpoint's text now and then.
func (s *numbered) walk(t *testing.T) error {
	client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(&http.Client{Transport: s}))
	require.NoError(t, err)
	params := &chargeback.OrderListParams{PerPage: new(seeds.OneOf(s.random, 100, 100, 37, 10))}
	seen, text, done := map[string]bool{}, []byte(nil), false
	for !done {
		var at chargeback.Checkpoint
		if text != nil {
			require.NoError(t, at.UnmarshalText(text))
		}
		left := seeds.Between(s.random, 1, 600)
		if s.shuffled {
			left += 8 // after fewer, orders in another order can seem to go on by chance
		}
		done = true
		for order, err := range client.Orders.All(t.Context(), params, chargeback.WithCheckpoint(&at)) {
			if err != nil {
				require.ErrorIs(t, err, chargeback.ErrListIncomplete)
				return err
			}
			require.False(t, seen[string(order.ID)], "%s came twice", order.ID)
			seen[string(order.ID)] = true
			if left--; left == 0 {
				done = false
				break
			}
		}
		text, err = at.MarshalText()
		require.NoError(t, err)
	}
	for id := range s.stays {
		require.True(t, seen[strconv.Itoa(id)], "%d is missing, of %d", id, len(s.ids))
	}
	return nil
}
