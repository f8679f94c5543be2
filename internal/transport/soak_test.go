package transport

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	soakCalls  = flag.Int("soak.calls", 5_000, "calls of TestSoak in all, 20000 are the full proof; -short makes a tenth of them")
	soakSeed   = flag.Uint64("soak.seed", 1, "seed of the faults of TestSoak")
	soakMutate = flag.Bool("soak.mutate", false, "make TestSoak fail: send an Idempotency-Key, with which net/http repeats POSTs by itself")
)

const soakCallers = 64

var soakBody = `{"ok":"` + strings.Repeat("y", 300) + `"}` // long enough to be cut

// soak is a run of calls that must not be repeated, and what became of each.
type soak struct {
	name     string
	kind     string
	caller   bool // over the caller's http.Client, which keeps connections
	trusting bool // over our own, which does not learn that idle connections are closed early
	race     bool // without a proxy, but with contexts that end soon
	share    int  // percent of all calls
	calls    int
	executed []atomic.Int32
	verdicts []verdictOf
	dials    int64
}

type verdictOf struct {
	outcome  Outcome
	attempts int
}

// TestSoak shows what everything else rests on: whatever fails, nothing is executed
// twice, and nobody is told that something had no effect when it had one. It
// judges when all traffic has ended, since requests may arrive late.
func TestSoak(t *testing.T) {
	t.Parallel()
	calls := *soakCalls
	if testing.Short() {
		calls /= 10
	}
	var sum tally
	started := time.Now()
	soaks := []*soak{
		{name: "fault proxy, our client", kind: plain, share: 7},
		{name: "fault proxy, our client", kind: secure, share: 5},
		{name: "fault proxy, our idle ones", kind: plain, trusting: true, share: 7},
		{name: "fault proxy, our idle ones", kind: secure, trusting: true, share: 5},
		{name: "fault proxy, caller's client", kind: plain, caller: true, share: 12},
		{name: "fault proxy, caller's client", kind: secure, caller: true, share: 11},
		{name: "fault proxy, caller's client", kind: second, caller: true, share: 14},
		{name: "cancel race, our client", kind: plain, race: true, trusting: true, share: 10},
		{name: "cancel race, our client", kind: secure, race: true, share: 6},
		{name: "cancel race, caller's client", kind: plain, caller: true, race: true, share: 10},
		{name: "cancel race, caller's client", kind: second, caller: true, race: true, share: 13},
	}
	for _, s := range soaks {
		s.calls = calls * s.share / 100
		s.run(t)
		one := s.judge()
		t.Logf("%-29s %-13s %v", s.name, s.kind, one)
		sum.add(one)
	}
	t.Logf("%-29s %-13s %v; seed %d, %v", "all", "", sum, *soakSeed, time.Since(started).Round(time.Second))
	assert.Zero(t, sum.twice, "executed more than once")
	assert.Zero(t, sum.denied, "executed, and reported as not applied")
	assert.Zero(t, sum.invented, "reported as applied, and not executed")
}

func (s *soak) run(t *testing.T) {
	s.executed, s.verdicts = make([]atomic.Int32, s.calls), make([]verdictOf, s.calls)
	server := newTarget(t, s.kind, targetOptions{serve: s.serve})
	cfg := Config{BaseURL: server.URL, User: canaryUser, Retry: RetryPolicy{MaxRetries: 1, MaxBackoff: 50 * time.Millisecond}, AttemptTimeout: 200 * time.Millisecond}
	end := func() {}
	if !s.race {
		proxy := newFaultProxy(t, server.Listener.Addr().String(), s.faults())
		cfg.BaseURL, end = proxy.url(cfg.BaseURL[:len(cfg.BaseURL)-len("://")-len(server.Listener.Addr().String())]), proxy.close
	}
	if s.caller {
		cfg.HTTPClient = callersClient(s.kind)
	}
	if s.caller && *soakMutate {
		cfg.HTTPClient.Transport = replaying{cfg.HTTPClient.Transport.(*http.Transport)}
	}
	client, err := New(cfg)
	require.NoError(t, err)
	adjust(client, cfg, trust)
	if s.trusting {
		client.own.early.distrust = 0
	}
	s.callAll(t, client)
	untilDone(t, func() { end(); server.end() }, func() {
		client.CloseIdleConnections()
		if s.caller {
			cfg.HTTPClient.CloseIdleConnections()
		}
	})
}

// untilDone runs end, and hurries it along again and again: over HTTP/2 a call
// that has been given up may keep its connection from being idle for a moment.
func untilDone(t *testing.T, end, hurry func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		end()
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 3000 {
		hurry()
		select {
		case <-done:
			return
		case <-tick.C:
		}
	}
	t.Fatal("connections are left open")
}

// faults are such that each kind of connection is hit in each of its phases.
// Connections that are kept must all come to a bad end, or the one that did not
// would soon carry all calls.
func (s *soak) faults() faultOptions {
	o := faultOptions{seed: *soakSeed, passing: 40, most: 600}
	if s.kind != plain {
		o.most = 3500 // mostly the handshake
	}
	if s.caller || s.trusting {
		o.passing, o.most = 0, 2*o.most
	}
	if s.kind == second {
		o.most = 20_000
	}
	return o
}

func (s *soak) serve(_ *target, w http.ResponseWriter, r *http.Request) {
	if id, err := strconv.Atoi(r.Header.Get("X-Call")); err == nil {
		s.executed[id].Add(1)
	}
	_, _ = io.WriteString(w, soakBody)
}

func (s *soak) callAll(t *testing.T, client *Client) {
	var callers sync.WaitGroup
	var next atomic.Int64
	for n := range uint64(soakCallers) {
		random := rand.New(rand.NewPCG(*soakSeed, n))
		callers.Go(func() {
			for id := int(next.Add(1)) - 1; id < s.calls; id = int(next.Add(1)) - 1 {
				s.call(t.Context(), client, id, random)
			}
		})
	}
	callers.Wait()
}

func (s *soak) call(ctx context.Context, client *Client, id int, random *rand.Rand) {
	if s.race {
		// The longer ones are what a busy machine needs to get as far.
		most := []time.Duration{1500 * time.Microsecond, 15 * time.Millisecond, 80 * time.Millisecond}[random.IntN(3)]
		timed, cancel := context.WithTimeout(ctx, time.Duration(random.Int64N(int64(most))))
		defer cancel()
		ctx = timed
	}
	call := callOf(Once)
	call.Header = http.Header{"X-Call": {strconv.Itoa(id)}}
	client.budget.give(budgetSize) // else there would soon be no repeats to go wrong
	answer, failed := client.Do(ctx, call)
	s.verdicts[id] = verdictOf{outcome: Delivered, attempts: answer.Attempts}
	if failed != nil {
		s.verdicts[id].outcome = failed.Outcome
	}
}

// replaying puts the header back that the client takes out.
type replaying struct{ *http.Transport }

func (r replaying) RoundTrip(req *http.Request) (*http.Response, error) {
	req.Header.Set("Idempotency-Key", "k")
	return r.Transport.RoundTrip(req)
}

// tally is what a soak came to.
type tally struct {
	calls, delivered, notSent, unreadable int
	unknownDone, unknownNot               int // of those reported as unknown: executed, and not
	repeats                               int // after an attempt that was proved not sent
	untried, twice, denied, invented      int
}

func (s *soak) judge() tally {
	sum := tally{calls: s.calls}
	for id, v := range s.verdicts {
		executed := s.executed[id].Load()
		if executed > 1 {
			sum.twice++
		}
		sum.count(v, executed > 0)
	}
	return sum
}

func (t *tally) count(v verdictOf, executed bool) {
	t.repeats += max(0, v.attempts-1)
	switch v.outcome {
	case Delivered:
		t.delivered++
	case Unreadable:
		t.unreadable++
	case NotSent:
		t.notSent++
		if executed {
			t.denied++
		}
		if v.attempts == 0 {
			t.untried++
		}
	default:
		if executed {
			t.unknownDone++
		} else {
			t.unknownNot++
		}
	}
	if (v.outcome == Delivered || v.outcome == Unreadable) && !executed {
		t.invented++
	}
}

func (t *tally) add(o tally) {
	t.calls, t.delivered, t.notSent, t.unreadable = t.calls+o.calls, t.delivered+o.delivered, t.notSent+o.notSent, t.unreadable+o.unreadable
	t.unknownDone, t.unknownNot, t.untried = t.unknownDone+o.unknownDone, t.unknownNot+o.unknownNot, t.untried+o.untried
	t.repeats += o.repeats
	t.twice, t.denied, t.invented = t.twice+o.twice, t.denied+o.denied, t.invented+o.invented
}

func (t tally) String() string {
	proved := t.notSent + t.repeats
	share := 100 * float64(proved) / float64(max(1, proved+t.unknownDone+t.unknownNot))
	return fmt.Sprintf("%5d calls: %5d delivered, %4d unreadable, %5d not applied (%4d before the network), unknown %4d executed %4d not; "+
		"%4d repeats; proved not sent %3.0f %% of failed attempts; twice %d, denied %d, invented %d",
		t.calls, t.delivered, t.unreadable, t.notSent, t.untried, t.unknownDone, t.unknownNot, t.repeats, share, t.twice, t.denied, t.invented)
}
