package fake_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestARequestIsServedAndJournaled(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	cfg := withKey("sk_live", "")
	cfg.Clock = func() time.Time { return now }
	onEachNetwork(t, cfg, func(t *testing.T, server *fake.Server, ledger *ledger) {
		url := server.URL() + "/v1/charges/a%2Fb?count=2&q=x+y"
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("amount=1"))
		require.NoError(t, err)
		req.SetBasicAuth("sk_live", "")
		status, body, err := send(server, req)

		require.NoError(t, err)
		require.Equal(t, 201, status)
		require.Equal(t, "got amount=1", body)
		seen := only(t, server)
		require.Equal(t, []string{"Basic <redacted>"}, seen.Header["Authorization"])
		seen.Header = nil
		require.Equal(t, fake.Request{
			Time: now, Method: "POST", Path: "/v1/charges/a%2Fb", RawQuery: "count=2&q=x+y",
			Query: map[string][]string{"count": {"2"}, "q": {"x y"}}, Body: []byte("amount=1"),
			Status: 201, Executed: true,
		}, seen)
		require.EqualValues(t, 1, ledger.runs.Load())
	})
}

func TestWrongCredentialsAreRejectedAndJournaled(t *testing.T) {
	cfg := withKey("pub", "sec")
	credentials := map[string]func(*http.Request){
		"none":            func(*http.Request) {},
		"wrong user":      func(r *http.Request) { r.SetBasicAuth("puc", "sec") },
		"wrong password":  func(r *http.Request) { r.SetBasicAuth("pub", "") },
		"prefix":          func(r *http.Request) { r.SetBasicAuth("pub", "se") },
		"swapped":         func(r *http.Request) { r.SetBasicAuth("sec", "pub") },
		"another scheme":  func(r *http.Request) { r.Header.Set("Authorization", "Bearer sec") },
		"broken encoding": func(r *http.Request) { r.Header.Set("Authorization", "Basic %%%") },
	}
	for name, sign := range credentials {
		t.Run(name, func(t *testing.T) {
			server, ledger := newServer(t, cfg)
			server.FailNext(fake.Fault{Status: 500})
			server.FailMatching(nil, fake.Fault{DropUnread: true})
			server.FailRandomly(1, 1, fake.Fault{Status: 502})
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL(), strings.NewReader("x"))
			require.NoError(t, err)
			sign(req)
			status, body, err := send(server, req)

			require.NoError(t, err)
			require.Equal(t, 401, status, "faults come after the credentials")
			require.Equal(t, `{"error":"key"}`, body)
			require.Zero(t, ledger.runs.Load())
			seen := only(t, server)
			require.Equal(t, 401, seen.Status)
			require.False(t, seen.Executed)
			require.Equal(t, "x", string(seen.Body))
			require.NotContains(t, seen.Header.Get("Authorization"), "sec")

			req.SetBasicAuth("pub", "sec")
			req.Body = http.NoBody
			req.ContentLength = 0
			status, _, err = send(server, req)
			require.NoError(t, err)
			require.Equal(t, 500, status, "the fault waited for a request with the key")
		})
	}
}

func TestConnectionCloseIsSetOnEveryResponse(t *testing.T) {
	onEachNetwork(t, fake.Config{ConnectionClose: true, RateLimit: &fake.RateLimit{Calls: 2, Per: time.Minute, Block: time.Minute}}, func(t *testing.T, server *fake.Server, _ *ledger) {
		server.FailNext(fake.Fault{}, fake.Fault{Status: 500})
		for _, want := range []int{201, 500, 429} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL(), nil)
			require.NoError(t, err)
			resp, err := server.HTTPClient().Do(req)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, want, resp.StatusCode)
			require.True(t, resp.Close, "status %d", want)
		}
	})
}

func TestConnectionsAreKeptOtherwise(t *testing.T) {
	server, _ := newServer(t, fake.Config{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL(), nil)
	require.NoError(t, err)
	resp, err := server.HTTPClient().Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.False(t, resp.Close)
}

func TestWithoutAListenerTheServerIsMountable(t *testing.T) {
	cfg := withKey("key", "")
	cfg.NoListener = true
	server, ledger := newServer(t, cfg)
	require.Empty(t, server.URL())
	require.Nil(t, server.HTTPClient())
	mounted := httptest.NewServer(http.StripPrefix("/desk", server))
	defer mounted.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, mounted.URL+"/desk/charges", nil)
	require.NoError(t, err)
	req.SetBasicAuth("key", "")
	resp, err := mounted.Client().Do(req)

	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.EqualValues(t, 1, ledger.runs.Load())
	require.Equal(t, "/charges", only(t, server).Path)
}

func TestATooLongBodyIsRejected(t *testing.T) {
	server, ledger := newServer(t, fake.Config{})
	status, _, err := post(t, server, "/", strings.Repeat("x", fake.MaxRequestBytes))
	require.NoError(t, err)
	require.Equal(t, 201, status)

	// Whether the client gets the response is a race with its own writing.
	_, _, _ = post(t, server, "/", strings.Repeat("x", fake.MaxRequestBytes+2))
	last, _ := server.Journal().Last()
	require.Equal(t, 413, last.Status)
	require.False(t, last.Executed)
	require.EqualValues(t, 1, ledger.runs.Load())
}

func TestARequestCutShortIsNotExecuted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fake.New(&ledger{}, fake.Config{InMemory: true})
		defer server.Close()
		conn, err := server.HTTPClient().Transport.(*http.Transport).DialContext(t.Context(), "tcp", "")
		require.NoError(t, err)
		_, err = conn.Write([]byte("POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 10\r\n\r\nabc"))
		require.NoError(t, err)
		synctest.Wait()
		require.NoError(t, conn.Close())
		synctest.Wait()
		seen := only(t, server)
		require.Equal(t, "abc", string(seen.Body))
		require.False(t, seen.Executed)
		require.Zero(t, seen.Status)
	})
}

func TestAPanickingHandlerIsADroppedConnection(t *testing.T) {
	server := fake.New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), fake.Config{})
	defer server.Close()
	_, _, err := post(t, server, "/", "x")
	require.Error(t, err)
	server.Close()
	seen := only(t, server)
	require.True(t, seen.Executed)
	require.Zero(t, seen.Status)
}

func TestCloseMayBeCalledAgainAndEndsTheServer(t *testing.T) {
	onEachNetwork(t, fake.Config{}, func(t *testing.T, server *fake.Server, ledger *ledger) {
		_, _, err := post(t, server, "/", "x")
		require.NoError(t, err)
		server.Close()
		server.Close()
		_, _, err = post(t, server, "/", "x")
		require.ErrorIs(t, err, syscall.ECONNREFUSED)
		require.EqualValues(t, 1, ledger.runs.Load())
	})
	require.Empty(t, leak.Wait(5*time.Second))
}

func TestAClosedMountedServerHangsUp(t *testing.T) {
	server, ledger := newServer(t, fake.Config{NoListener: true})
	mounted := httptest.NewServer(server)
	defer mounted.Close()
	server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, mounted.URL, nil)
	require.NoError(t, err)
	resp, err := mounted.Client().Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	require.Error(t, err)
	require.Zero(t, ledger.runs.Load())
}

func TestCloseWaitsForTheHandlers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		finished := false
		server := fake.New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-time.After(time.Minute)
			finished = true
		}), fake.Config{InMemory: true})
		go func() { _, _, _ = post(t, server, "/", "x") }()
		synctest.Wait()
		server.Close()
		require.True(t, finished)
	})
}

func TestInMemoryABubbleEndsClean(t *testing.T) {
	for range 5 {
		synctest.Test(t, func(t *testing.T) {
			server := fake.New(&ledger{}, fake.Config{InMemory: true})
			defer server.Close()
			start := time.Now()
			require.Equal(t, start, server.Now())
			var calls sync.WaitGroup
			for range 10 { // several connections are left idle
				calls.Go(func() { _, _, _ = post(t, server, "/", "x") })
			}
			calls.Wait()
			require.Equal(t, 10, server.Journal().Count(nil))
		})
	}
}

func TestParallelUse(t *testing.T) {
	onEachNetwork(t, fake.Config{RateLimit: &fake.RateLimit{Calls: 300, Per: time.Hour, Block: time.Hour}}, func(t *testing.T, server *fake.Server, ledger *ledger) {
		server.FailRandomly(1, 0.3, fake.Fault{Status: 500}, fake.Fault{DropResponse: true}, fake.Fault{TruncateAfter: 1})
		server.FailMatching(func(r fake.Request) bool { return len(r.Body)%2 == 0 }, fake.Fault{DropBefore: true, Times: -1})
		var calls sync.WaitGroup
		for range 8 {
			calls.Go(func() {
				for range 50 {
					_, _, _ = post(t, server, "/", "x")
					_ = server.Journal().Requests()
					_ = server.Rejected()
				}
			})
		}
		calls.Wait()
		server.Close()
		executed := server.Journal().Count(func(r fake.Request) bool { return r.Executed })
		require.EqualValues(t, ledger.runs.Load(), executed)
		require.Equal(t, 400, server.Journal().Count(nil))
		require.Equal(t, 100, server.Rejected())
	})
}
