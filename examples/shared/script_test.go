package shared_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// simulation runs slots.lua with a clock of its own.
type simulation struct {
	t             *testing.T
	redis         *redis.Client
	script        *redis.Script
	keys          []string
	n, span, late int64
	now           int64
	gen           string
}

func simulate(t *testing.T, client *redis.Client, name string, n, span, late int64) *simulation {
	source, err := os.ReadFile("slots.lua")
	require.NoError(t, err)
	text := strings.Replace(string(source), "redis.call('TIME')", "{ARGV[12], ARGV[13]}", 1)
	require.NotEqual(t, string(source), text)
	s := &simulation{t: t, redis: client, script: redis.NewScript(text), n: n, span: span, late: late, now: 1_800_000_000_000_000}
	for _, key := range []string{"slots", "state", "pause"} {
		s.keys = append(s.keys, fmt.Sprintf("chargekit:{%s}:%s", name, key))
	}
	knownState(t, client, name)
	return s
}

// knownState spares a test the wait that a young Redis imposes.
func knownState(t *testing.T, client *redis.Client, name string) {
	info := client.InfoMap(t.Context(), "server").Item("Server", "run_id")
	require.Len(t, info, 40)
	require.NoError(t, client.HSet(t.Context(), "chargekit:{"+name+"}:state", "gen", "first", "run", info, "quiet", 0).Err())
}

func (s *simulation) ask(id string, longest int64) (status string, wait int64) {
	// The keys expire by Redis's own clock, which stands still in comparison.
	s.redis.Persist(s.t.Context(), s.keys[1])
	reply, err := s.script.Run(s.t.Context(), s.redis, s.keys, s.n, s.span, s.late, id, longest, 0, s.gen, s.now, 0, 0, 0,
		s.now/1_000_000, s.now%1_000_000).Slice()
	require.NoError(s.t, err)
	require.Len(s.t, reply, 7)
	require.Equal(s.t, s.now, reply[2])
	require.Len(s.t, reply[6], int(s.n))
	return reply[0].(string), reply[1].(int64)
}

// caller is one that waits in a simulation.
type caller struct {
	id   string
	wake int64
}

func TestNoWindowExceedsTheLimitWhateverCallersDo(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for round := range rounds {
		random := rand.New(rand.NewPCG(seed, uint64(round)))
		n, span := 1+random.Int64N(12), 1_000_000+random.Int64N(60_000_000)
		late := span / 60 / 4
		s := simulate(t, client, fmt.Sprint("round", round), n, span, late)
		var left []int64
		waiting, processes := []caller{}, 1+random.IntN(20)
		for step := range 150 {
			if len(waiting) < processes && random.IntN(2) == 0 { // one more, in no hurry or in one
				longest := int64(1 << 52)
				if random.IntN(4) == 0 {
					longest = random.Int64N(2 * span)
				}
				id := fmt.Sprintf("p%d:%d", random.IntN(processes), step)
				status, wait := s.ask(id, longest)
				require.Contains(t, []string{"SLOT", "LATE"}, status)
				require.Equal(t, wait > longest, status == "LATE")
				if status == "SLOT" {
					waiting = append(waiting, caller{id, s.now + wait})
				}
				continue
			}
			if len(waiting) == 0 {
				s.now += random.Int64N(span)
				continue
			}
			i := random.IntN(len(waiting))
			if random.IntN(10) == 0 { // gives up
				require.NoError(t, client.ZRem(t.Context(), s.keys[0], waiting[i].id).Err())
				waiting = slices.Delete(waiting, i, i+1)
				continue
			}
			slices.SortFunc(waiting, func(a, b caller) int { return int(a.wake - b.wake) })
			s.now = max(s.now, waiting[0].wake+random.Int64N(2*late+2)-1) // early, in time or too late
			_, wait := s.ask(waiting[0].id, 1<<52)
			if waiting[0].wake = s.now + wait; wait == 0 {
				left = append(left, s.now)
				waiting = waiting[1:]
			}
		}
		for k := int(n); k < len(left); k++ {
			require.GreaterOrEqual(t, left[k]-left[k-int(n)], span-late, "round %d, request %d of %d", round, k, len(left))
		}
	}
}

// The same processes are always the first of those whose time comes at once, which is
// the worst order for the others.
func TestManyLateWaitersUseAllOfTheLimitAndNoneStarves(t *testing.T) {
	t.Parallel()
	const n, span, late = 6, 61_000_000, 250_000
	s := simulate(t, startRedis(t).client(t), "late", n, span, late)
	left, served := 0, map[int]int{}
	var waiting [8]caller // one of each process
	for i := range waiting {
		waiting[i] = caller{fmt.Sprintf("p%d:0", i), s.now}
	}
	for began := s.now; s.now < began+20*span; {
		first := 0
		for i := range waiting {
			if waiting[i].wake < waiting[first].wake {
				first = i
			}
		}
		s.now = max(s.now, waiting[first].wake+1_000) // a millisecond late
		_, wait := s.ask(waiting[first].id, 1<<52)
		waiting[first].wake = s.now + wait
		if wait == 0 {
			left++
			served[first]++
			waiting[first].id = fmt.Sprintf("p%d:%d", first, left)
		}
	}
	require.GreaterOrEqual(t, left, 20*n)
	for process := range waiting {
		require.GreaterOrEqual(t, served[process], left/len(waiting)/2, "requests of process %d", process)
	}
}
