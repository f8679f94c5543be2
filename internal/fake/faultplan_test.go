package fake_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// statuses sends requests with these bodies and returns what was returned.
func statuses(t *testing.T, server *fake.Server, bodies ...string) []int {
	t.Helper()
	var got []int
	for _, body := range bodies {
		status, _, err := post(t, server, "/", body)
		require.NoError(t, err)
		got = append(got, status)
	}
	return got
}

func TestFailNextIsAQueue(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	server.FailNext(fake.Fault{Status: 500}, fake.Fault{}, fake.Fault{Status: 502, Times: 2})
	server.FailNext(fake.Fault{Status: 503})
	require.Equal(t, []int{500, 201, 502, 502, 503, 201}, statuses(t, server, "a", "b", "c", "d", "e", "f"))
}

func TestFailNextForEver(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	server.FailNext(fake.Fault{Status: 500, Times: -1}, fake.Fault{Status: 501})
	require.Equal(t, []int{500, 500, 500}, statuses(t, server, "a", "b", "c"))
	server.ClearFaults()
	require.Equal(t, []int{201}, statuses(t, server, "d"))
}

func TestFailMatching(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	body := func(want string) func(fake.Request) bool {
		return func(r fake.Request) bool { return string(r.Body) == want }
	}
	server.FailMatching(body("once"), fake.Fault{Status: 500})
	server.FailMatching(body("twice"), fake.Fault{Status: 501, Times: 2})
	server.FailMatching(body("ever"), fake.Fault{Status: 502, Times: -1})
	got := statuses(t, server, "once", "other", "twice", "ever", "once", "twice", "twice", "ever", "ever")
	require.Equal(t, []int{500, 201, 501, 502, 201, 501, 201, 502, 502}, got)

	server.FailMatching(nil, fake.Fault{Status: 503})
	server.FailNext(fake.Fault{Status: 504})
	got = statuses(t, server, "other", "ever", "other", "other")
	require.Equal(t, []int{504, 502, 503, 201}, got, "queue first, then the first rule that matches")
}

func TestFailRandomlyIsTheSameWithItsSeed(t *testing.T) {
	run := func(seed uint64, rate float64) []int {
		server, _ := newServer(t, fake.Config{InMemory: true})
		server.FailRandomly(seed, rate, fake.Fault{Status: 500}, fake.Fault{Status: 503})
		return statuses(t, server, make([]string, 200)...)
	}
	count := func(got []int) (n [3]int) {
		for _, status := range got {
			n[map[int]int{201: 0, 500: 1, 503: 2}[status]]++
		}
		return n
	}
	first := run(7, 0.25)
	require.Equal(t, first, run(7, 0.25))
	require.NotEqual(t, first, run(8, 0.25))
	got := count(first)
	require.InDelta(t, 150, got[0], 25)
	require.Positive(t, got[1])
	require.Positive(t, got[2])
	require.Equal(t, [3]int{200, 0, 0}, count(run(7, 0)))
	require.Equal(t, 0, count(run(7, 1))[0])
}
