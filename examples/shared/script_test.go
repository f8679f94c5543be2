package shared_test

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/seeds"
)

//go:embed slots.lua
var slotsSource string

// simulation runs slots.lua with a clock of its own.
type simulation struct {
	t             *testing.T
	redis         *redis.Client
	script        *redis.Script
	keys          []string
	n, span, late int64
	now           int64
	gen           string
	waiting       []caller
	left          []int64
}

func simulate(t *testing.T, client *redis.Client, name string, n, span, late int64) *simulation {
	text := strings.Replace(slotsSource, "redis.call('TIME')", "{ARGV[12], ARGV[13]}", 1)
	require.NotEqual(t, slotsSource, text)
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

// comes makes one more caller ask, in a hurry or not.
func (s *simulation) comes(random *rand.Rand, id string) {
	longest := int64(1 << 52)
	if random.IntN(4) == 0 {
		longest = random.Int64N(2 * s.span)
	}
	status, wait := s.ask(id, longest)
	if wait > longest {
		require.Equal(s.t, "LATE", status)
		return
	}
	require.Equal(s.t, "SLOT", status)
	s.waiting = append(s.waiting, caller{id, s.now + wait})
}

func (s *simulation) givesUp(random *rand.Rand) {
	i := random.IntN(len(s.waiting))
	require.NoError(s.t, s.redis.ZRem(s.t.Context(), s.keys[0], s.waiting[i].id).Err())
	s.waiting = slices.Delete(s.waiting, i, i+1)
}

// wakes makes the next caller ask again, a little early, in time or too late.
func (s *simulation) wakes(random *rand.Rand) {
	slices.SortFunc(s.waiting, func(a, b caller) int { return int(a.wake - b.wake) })
	s.now = max(s.now, s.waiting[0].wake-1+random.Int64N(2*s.late+2))
	_, wait := s.ask(s.waiting[0].id, 1<<52)
	if s.waiting[0].wake = s.now + wait; wait == 0 {
		s.left = append(s.left, s.now)
		s.waiting = s.waiting[1:]
	}
}

func TestNoWindowExceedsTheLimitWhateverCallersDo(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	seeds.Check(t, rounds, func(t *testing.T, random *rand.Rand) {
		n, span := 1+random.Int64N(12), 1_000_000+random.Int64N(60_000_000)
		s := simulate(t, client, fmt.Sprint("round", random.Uint64()), n, span, span/60/4)
		processes := 1 + random.IntN(20)
		for step := range 150 {
			switch {
			case len(s.waiting) < processes && seeds.Bool(random):
				s.comes(random, fmt.Sprintf("p%d:%d", random.IntN(processes), step))
			case len(s.waiting) == 0:
				s.now += random.Int64N(span)
			case random.IntN(10) == 0:
				s.givesUp(random)
			default:
				s.wakes(random)
			}
		}
		for k := int(n); k < len(s.left); k++ {
			require.GreaterOrEqual(t, s.left[k]-s.left[k-int(n)], span-s.late, "request %d of %d", k, len(s.left))
		}
	})
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

// aged makes the script believe that Redis is not young.
type aged struct{}

func (aged) DialHook(next redis.DialHook) redis.DialHook { return next }

func (aged) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (aged) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if args := cmd.Args(); args[0] == "evalsha" {
			args[0], args[1] = "eval", strings.Replace(slotsSource, "uptime < span", "false", 1)
		}
		return next(ctx, cmd)
	}
}
