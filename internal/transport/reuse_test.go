package transport

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// onPipe runs a test on the fake clock with our own client of a server in memory.
func onPipe(t *testing.T, kind string, opts targetOptions, test func(t *testing.T, s *target, client *Client)) {
	synctest.Test(t, func(t *testing.T) {
		opts.pipe = fake.NewPipeListener()
		s := newTarget(t, kind, opts)
		client := newClientOf(t, s.URL)
		adjust(client, Config{}, func(own *http.Transport) { trust(own); own.DialContext = opts.pipe.DialContext })
		test(t, s, client)
		client.CloseIdleConnections()
		s.end()
		synctest.Wait()
	})
}

func mustDeliver(t *testing.T, client *Client, call *Call) {
	t.Helper()
	_, failed := client.Do(t.Context(), call)
	require.Nil(t, failed)
}

func TestOnceCallsReuseAConnectionForASecond(t *testing.T) {
	for _, kind := range []string{plain, secure} {
		t.Run(kind, func(t *testing.T) {
			onPipe(t, kind, targetOptions{serve: serveOK}, func(t *testing.T, s *target, client *Client) {
				for _, c := range []struct {
					pause time.Duration
					conns int64
				}{{0, 1}, {900 * ms, 1}, {999 * ms, 1}, {1001 * ms, 2}, {0, 2}, {time.Minute, 3}} {
					<-time.After(c.pause)
					mustDeliver(t, client, callOf(Once))
					require.Equal(t, c.conns, s.conns.Load(), "after %v", c.pause)
				}
				require.False(t, client.own.early.recent(), "the client closed them itself")
			})
		})
	}
}

// A once-only call whose method net/http repeats by itself gets a fresh connection.
func TestAOnceCallThatNetHTTPWouldRepeatIsSentOnAFreshConnection(t *testing.T) {
	onPipe(t, plain, targetOptions{serve: serveOK}, func(t *testing.T, s *target, client *Client) {
		for range 3 {
			call := callOf(Once)
			call.Method, call.Body = http.MethodGet, nil
			mustDeliver(t, client, call)
		}
		require.EqualValues(t, 3, s.conns.Load())
	})
}

// closesAfter closes connections that have been idle for so long.
func closesAfter(idle time.Duration, closing func(net.Conn)) func(net.Conn, http.ConnState) {
	var mu sync.Mutex
	timers := map[net.Conn]*time.Timer{}
	return func(c net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		if timer := timers[c]; timer != nil {
			timer.Stop()
			delete(timers, c)
		}
		if state == http.StateIdle {
			timers[c] = time.AfterFunc(idle, func() { closing(c) })
		}
	}
}

func closeConn(c net.Conn) { _ = c.Close() }

func TestAServerThatClosesIdleConnectionsEarlyGetsFreshOnesForAWhile(t *testing.T) {
	for _, kind := range []string{plain, secure} {
		t.Run(kind, func(t *testing.T) {
			onPipe(t, kind, targetOptions{serve: serveOK, state: closesAfter(100*ms, closeConn)}, func(t *testing.T, s *target, client *Client) {
				mustDeliver(t, client, callOf(Once))
				require.False(t, client.own.early.recent())
				<-time.After(200 * ms)
				require.True(t, client.own.early.recent())
				for range 5 { // within 30 s
					mustDeliver(t, client, callOf(Once))
				}
				require.EqualValues(t, 6, s.conns.Load())
				<-time.After(distrustTime)
				mustDeliver(t, client, callOf(Once))
				mustDeliver(t, client, callOf(Once))
				require.EqualValues(t, 7, s.conns.Load(), "it tries again")
			})
		})
	}
}

func TestWhatIsNoEarlyClose(t *testing.T) {
	for name, c := range map[string]struct {
		opts targetOptions
		then func(*Client)
	}{
		"the server said so": {opts: targetOptions{serve: func(s *target, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			serveOK(s, w, r)
		}}},
		"the client closes it": {opts: targetOptions{serve: serveOK}, then: (*Client).CloseIdleConnections},
		"after our own limit":  {opts: targetOptions{serve: serveOK, state: closesAfter(1100*ms, closeConn)}},
	} {
		t.Run(name, func(t *testing.T) {
			onPipe(t, plain, c.opts, func(t *testing.T, s *target, client *Client) {
				mustDeliver(t, client, callOf(Once))
				if c.then != nil {
					c.then(client)
				}
				<-time.After(2 * time.Second)
				require.False(t, client.own.early.recent())
			})
		})
	}
}

// What is lost on an idle connection is lost once.
func TestACallThatIsLostOnAnIdleConnectionIsALesson(t *testing.T) {
	onPipe(t, plain, targetOptions{serve: serveOncePerConnection}, func(t *testing.T, s *target, client *Client) {
		mustDeliver(t, client, callOf(Once))
		answer, failed := client.Do(t.Context(), callOf(Once))
		require.Equal(t, Unknown, failed.Outcome)
		require.Equal(t, 1, answer.Attempts)
		for range 3 {
			mustDeliver(t, client, callOf(Once))
		}
		require.EqualValues(t, 4, s.executed.Load())
	})
}

var reuseCalls = flag.Int("reuse.calls", 1200, "calls of each case of TestReusedConnections; 30000 is the full proof")

// reuse is a run of once-only calls with random gaps between them.
type reuse struct {
	name    string
	kind    string
	h2c     bool // over the caller's transport
	hostile bool // the server closes idle connections after 0 to 3 s at random, half of them by a reset; else after 5 s
	soak    soak
}

// TestReusedConnections is P31: over connections that are reused no call is executed
// twice, and hardly any is unknown without need.
func TestReusedConnections(t *testing.T) {
	t.Parallel()
	runs := []*reuse{
		{name: "polite", kind: plain}, {name: "polite", kind: secure},
		{name: "hostile", kind: plain, hostile: true}, {name: "hostile", kind: secure, hostile: true},
		{name: "hostile h2c", kind: plain, hostile: true, h2c: true},
	}
	var all sync.WaitGroup
	for _, r := range runs { // side by side: most of their time is gaps
		all.Go(func() { r.run(t) })
	}
	all.Wait()
	for _, r := range runs {
		sum := r.soak.judge()
		t.Logf("%-12s %-13s %v; dials %d; seed %d", r.name, r.kind, sum, r.soak.dials, *soakSeed)
		assert.Zero(t, sum.twice, r.name)
		assert.Zero(t, sum.denied, r.name)
		assert.Zero(t, sum.invented, r.name)
		switch {
		case !r.hostile:
			assert.Zero(t, sum.unknownNot, "unknown without need, %s %s", r.name, r.kind)
		case !r.h2c:
			assert.LessOrEqual(t, sum.unknownNot, max(2, sum.calls/1000), "unknown without need, %s %s", r.name, r.kind)
		}
	}
}

func (r *reuse) run(t *testing.T) {
	const callers, mostGap = 60, 300 * time.Millisecond
	r.soak.calls = *reuseCalls
	r.soak.executed, r.soak.verdicts = make([]atomic.Int32, r.soak.calls), make([]verdictOf, r.soak.calls)
	s := newTarget(t, r.kind, targetOptions{serve: r.soak.serve, state: r.idleConns(), h2c: r.h2c})
	cfg := Config{BaseURL: s.URL, User: canaryUser}
	if r.h2c {
		transport := &http.Transport{Protocols: new(http.Protocols)}
		transport.Protocols.SetUnencryptedHTTP2(true)
		cfg.HTTPClient = &http.Client{Transport: transport}
		defer transport.CloseIdleConnections()
	}
	client, err := New(cfg)
	if !assert.NoError(t, err) {
		return
	}
	defer client.CloseIdleConnections()
	if !r.h2c {
		adjust(client, cfg, trust)
	}
	var all sync.WaitGroup
	var next atomic.Int64
	for n := range uint64(callers) {
		random := rand.New(rand.NewPCG(*soakSeed, n))
		all.Go(func() {
			for id := int(next.Add(1)) - 1; id < r.soak.calls; id = int(next.Add(1)) - 1 {
				<-time.After(time.Duration(random.Int64N(int64(mostGap))))
				call := callOf(Once)
				call.Header = http.Header{"X-Call": {strconv.Itoa(id)}}
				answer, failed := client.Do(t.Context(), call)
				r.soak.verdicts[id] = verdictOf{outcome: Delivered, attempts: answer.Attempts}
				if failed != nil {
					r.soak.verdicts[id].outcome = failed.Outcome
				}
			}
		})
	}
	all.Wait()
	r.soak.dials = s.conns.Load()
}

func (r *reuse) idleConns() func(net.Conn, http.ConnState) {
	if !r.hostile {
		return closesAfter(5*time.Second, closeConn)
	}
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(*soakSeed, 1<<32))
	timers := map[net.Conn]*time.Timer{}
	return func(c net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		if timer := timers[c]; timer != nil {
			timer.Stop()
			delete(timers, c)
		}
		if state != http.StateIdle {
			return
		}
		closing := closeConn
		if seeds.Bool(random) {
			closing = func(c net.Conn) { reset(rawConn(c)) }
		}
		timers[c] = time.AfterFunc(time.Duration(random.Int64N(int64(3*time.Second))), func() { closing(c) })
	}
}

func TestH2CDoesNotSendAOnceCallAgain(t *testing.T) {
	for class, most := range map[Safety]int64{Read: 1 + maxReplays, Repeatable: 1 + maxReplays, Once: 1} {
		t.Run(class.String(), func(t *testing.T) {
			t.Parallel()
			var executed atomic.Int64
			s := newTarget(t, plain, targetOptions{serve: serveOK, grab: breaksStreams(protocolError, &executed)})
			transport := &http.Transport{Protocols: new(http.Protocols)}
			transport.Protocols.SetUnencryptedHTTP2(true)
			defer transport.CloseIdleConnections()
			call := callOf(class)
			call.Retry = &RetryPolicy{}
			_, failed := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = &http.Client{Transport: transport} }).Do(t.Context(), call)
			require.ErrorIs(t, failed.Err, errReplay, fmt.Sprint(failed.Err))
			require.Equal(t, most, executed.Load(), "times the server read it")
		})
	}
}
