package transport

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// TestEveryAttemptSendsTheSameBytes runs on the fake clock.
func TestEveryAttemptSendsTheSameBytes(t *testing.T) {
	for _, kind := range kinds {
		for _, size := range []int{1, 4 << 10, 3 << 20} {
			t.Run(fmt.Sprintf("%s/%d", kind, size), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { sameBytes(t, kind, size) })
			})
		}
	}
}

func sameBytes(t *testing.T, kind string, size int) {
	var hashes []string
	pipe := fake.NewPipeListener()
	s := newTarget(t, kind, targetOptions{pipe: pipe, raw: true, serve: func(_ *target, w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		hashes = append(hashes, fmt.Sprintf("%x of %d, announced %d", sha256.Sum256(body), len(body), r.ContentLength))
		w.WriteHeader(http.StatusServiceUnavailable)
	}})
	client := newClientOf(t, s.URL, func(cfg *Config) { cfg.Retry = DefaultRetryPolicy })
	adjust(client, Config{}, func(own *http.Transport) { trust(own); own.DialContext = pipe.DialContext })
	call := callOf(Repeatable)
	call.Body = make([]byte, size)
	_, _ = io.ReadFull(endless{}, call.Body)
	call.Body[size-1] = '!'
	client.Do(t.Context(), call)
	one := fmt.Sprintf("%x of %d, announced %d", sha256.Sum256(call.Body), size, size)
	require.Equal(t, []string{one, one, one}, hashes)
	client.CloseIdleConnections()
	synctest.Wait()
	s.end()
}

// TestOnceCallsHaveConnectionsOfTheirOwn over HTTP/1.1, though the other calls of
// the same client use HTTP/2.
func TestOnceCallsHaveConnectionsOfTheirOwn(t *testing.T) {
	var protos sync.Map
	s := newTarget(t, second, targetOptions{serve: func(s *target, _ http.ResponseWriter, r *http.Request) {
		protos.Store(r.Method+" "+r.Proto+fmt.Sprint(" close ", r.Close), true)
	}})
	client := newClientOf(t, s.URL)
	adjust(client, Config{}, trust)
	for range 10 {
		_, failed := client.Do(t.Context(), callOf(Once))
		require.Nil(t, failed)
	}
	require.EqualValues(t, 1, s.conns.Load())
	for range 10 {
		_, failed := client.Do(t.Context(), callOf(Read))
		require.Nil(t, failed)
	}
	require.EqualValues(t, 2, s.conns.Load())
	var seen []any
	protos.Range(func(proto, _ any) bool { seen = append(seen, proto); return true })
	require.ElementsMatch(t, []any{"POST HTTP/1.1 close false", "GET HTTP/2.0 close false"}, seen)
}

// TestTheCallersClientIsLeftAlone also shows that his idle connections
// stay open when calls fail: retryablehttp closes those it knows of.
func TestTheCallersClientIsLeftAlone(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/mine" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}})
	own := callersClient(plain)
	defer own.CloseIdleConnections()
	own.Timeout = 1 << 40
	before := *own
	mine := func() (reused bool) {
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { reused = info.Reused }})
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/mine", nil)
		require.NoError(t, err)
		resp, err := own.Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return reused
	}
	require.False(t, mine())
	client := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = own })
	var calls sync.WaitGroup
	for class := Read; class <= Once; class++ {
		calls.Go(func() {
			_, failed := client.Do(t.Context(), callOf(class))
			require.NotNil(t, failed)
		})
	}
	calls.Wait()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	client.Do(gone, callOf(Read))
	client.CloseIdleConnections()
	require.True(t, mine(), "his connection is still open")
	require.Equal(t, before, *own)
	require.Nil(t, own.CheckRedirect)
}

// openConns counts the connections that are open on a server.
type openConns struct {
	now, most atomic.Int64
	closed    chan struct{}
}

func (o *openConns) watch(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		if n := o.now.Add(1); n > o.most.Load() {
			o.most.Store(n)
		}
	case http.StateClosed, http.StateHijacked:
		o.now.Add(-1)
		o.closed <- struct{}{}
	}
}

// TestFailuresLeaveNoConnectionsBehind makes 10,000 failures and more from 32
// goroutines over our own client.
func TestFailuresLeaveNoConnectionsBehind(t *testing.T) {
	const callers = 32 // they dial side by side at first, which many calls have to make up for
	for _, test := range []struct {
		name  string
		class Safety
		serve func(*target, http.ResponseWriter, *http.Request)
		dials float64 // a call, at most
		each  int     // calls of a caller
	}{
		{"503 with a body", Read, answer(503, true).serve, 0.01, 200},
		{"a body over the bound of errors", Read, func(_ *target, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = w.Write(make([]byte, maxErrorBytes+1000))
		}, 0.01, 200},
		{"a body that is cut", Repeatable, func(_ *target, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		}, 1, 100},
		{"503 to once calls", Once, answer(503, true).serve, 0.01, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			calls := callers * test.each
			open := &openConns{closed: make(chan struct{}, calls+callers)}
			s := newTarget(t, plain, targetOptions{serve: test.serve, state: open.watch})
			client := newClientOf(t, s.URL)
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for range test.each {
						if _, failed := client.Do(t.Context(), callOf(test.class)); failed == nil {
							t.Error("delivered")
						}
					}
				})
			}
			wg.Wait()
			dials := s.conns.Load()
			client.CloseIdleConnections()
			for range dials {
				<-open.closed
			}
			t.Logf("%d failures: %d dials, %.4f a call; at most %d open at once, %d at the end", calls, dials,
				float64(dials)/float64(calls), open.most.Load(), open.now.Load())
			require.LessOrEqual(t, float64(dials), test.dials*float64(calls))
			require.Zero(t, open.now.Load())
		})
	}
}
