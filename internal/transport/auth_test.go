package transport

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vendor is a client of a plain server, closed with the test.
func newClientOf(t testing.TB, url string, change ...func(*Config)) *Client {
	cfg := Config{BaseURL: url, User: canaryUser, Password: canaryPassword}
	for _, f := range change {
		f(&cfg)
	}
	client, err := New(cfg)
	require.NoError(t, err)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func middleware(each func(req *http.Request, next http.RoundTripper) (*http.Response, error)) func(*Config) {
	return func(cfg *Config) {
		cfg.Middleware = append(cfg.Middleware, func(next http.RoundTripper) http.RoundTripper {
			return roundTripperFunc(func(req *http.Request) (*http.Response, error) { return each(req, next) })
		})
	}
}

func TestCredentialsArriveAsTheyAre(t *testing.T) {
	for _, pair := range [][2]string{{"sk_test_1", ""}, {"pk_1", "sk_1"}, {"pk_1", "with:colon"}, {"ключ", "pass word"}} {
		var got string
		s := newTarget(t, plain, targetOptions{serve: func(_ *target, _ http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") }})
		client := newClientOf(t, s.URL, func(cfg *Config) { cfg.User, cfg.Password = pair[0], pair[1] })
		for class := Read; class <= Once; class++ {
			_, failed := client.Do(t.Context(), callOf(class))
			require.Nil(t, failed)
			require.Equal(t, "Basic "+base64.StdEncoding.EncodeToString([]byte(pair[0]+":"+pair[1])), got)
		}
	}
}

func TestMiddlewareDoesNotSeeTheKey(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: serveOK})
	var order []string
	look := func(name string) func(*Config) {
		return middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
			order = append(order, name+" "+RouteFrom(req.Context()))
			assert.Empty(t, req.Header.Values("Authorization"))
			resp, err := next.RoundTrip(req)
			assert.Empty(t, req.Header.Values("Authorization"))
			assert.Empty(t, resp.Request.Header.Values("Authorization"), "the request that net/http hangs to the answer")
			return resp, err
		})
	}
	client := newClientOf(t, s.URL, look("outer"), look("inner"))
	for class := Read; class <= Once; class++ {
		_, failed := client.Do(t.Context(), callOf(class))
		require.Nil(t, failed)
	}
	route := callOf(Read).Route
	require.Equal(t, []string{"outer " + route, "inner " + route, "outer " + route, "inner " + route, "outer " + route, "inner " + route}, order)
}

func TestTheKeyIsForTheBaseURLsHostOnly(t *testing.T) {
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	s := newTarget(t, plain, targetOptions{serve: serveOK})
	changes := map[string]func(*http.Request){
		"host":        func(r *http.Request) { r.URL.Host = other.Listener.Addr().String() },
		"name":        func(r *http.Request) { r.URL.Host = "localhost" + s.URL[len("http://127.0.0.1"):] },
		"scheme":      func(r *http.Request) { r.URL.Scheme = "https" },
		"Host header": func(r *http.Request) { r.Host = "elsewhere.test" },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			client := newClientOf(t, s.URL, middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
				changed := req.Clone(req.Context())
				change(changed)
				return next.RoundTrip(changed)
			}))
			client.retry = DefaultRetryPolicy
			for class := Read; class <= Once; class++ {
				answer, failed := client.Do(t.Context(), callOf(class))
				require.ErrorIs(t, failed.Err, errOtherHost)
				require.NotContains(t, failed.Err.Error(), "not sent", "FormatError says so")
				require.Equal(t, NotSent, failed.Outcome)
				require.Equal(t, 1, answer.Attempts, "it would not help to try again")
			}
		})
	}
	require.Zero(t, elsewhere.Load())
	require.Zero(t, s.conns.Load())
}

func TestMiddlewareIsMadeOnceForAllCalls(t *testing.T) {
	made := 0
	newClientOf(t, "https://vendor.test", func(cfg *Config) {
		cfg.Middleware = append(cfg.Middleware, func(next http.RoundTripper) http.RoundTripper {
			made++
			return next
		})
	})
	require.Equal(t, 1, made, "it may keep state for all calls of a client")
}

func TestMiddlewareThatMakesNothingIsRejected(t *testing.T) {
	_, err := New(Config{BaseURL: "https://vendor.test", User: "k", Middleware: []func(http.RoundTripper) http.RoundTripper{
		func(http.RoundTripper) http.RoundTripper { return nil },
	}})
	require.EqualError(t, err, "middleware returned nil")
}

func TestMiddlewareThatCutsTheCallOffIsOnTheSafeSide(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: serveHangUp})
	client := newClientOf(t, s.URL, middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		return next.RoundTrip(req.WithContext(t.Context())) // neither the call nor its trace
	}))
	_, failed := client.Do(t.Context(), callOf(Once))
	require.Equal(t, Unknown, failed.Outcome)
	require.EqualValues(t, 1, s.executed.Load())
}

func TestNotEvenMiddlewareMakesNetHTTPReplayACall(t *testing.T) {
	t.Parallel()
	var sent http.Header
	wire := roundTripperFunc(func(req *http.Request) (*http.Response, error) {
		sent = req.Header
		return &http.Response{StatusCode: 204, Header: http.Header{}, Body: http.NoBody}, nil
	})
	client, err := New(Config{BaseURL: "https://vendor.example", User: "sk_test_fake", HTTPClient: &http.Client{Transport: wire}, Middleware: []func(http.RoundTripper) http.RoundTripper{
		func(next http.RoundTripper) http.RoundTripper {
			return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
				req.Header.Set("Idempotency-Key", "k")
				req.Header["X-Idempotency-Key"] = nil
				return next.RoundTrip(req)
			})
		},
	}})
	require.NoError(t, err)
	_, failed := client.Do(t.Context(), &Call{Method: http.MethodPost, Route: "/a", Path: "/a", Safety: Once})
	require.Nil(t, failed)
	require.Contains(t, sent, "Authorization")
	require.NotContains(t, sent, "Idempotency-Key")
	require.NotContains(t, sent, "X-Idempotency-Key")
}
