package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/stretchr/testify/require"
)

// wrapped is another transport around net/http's, as otelhttp is.
type wrapped struct{ next http.RoundTripper }

func (w wrapped) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	if err != nil {
		err = fmt.Errorf("wrapped: %w", err)
	}
	return resp, err
}

// A proxy that is down is seen in the whole chain of an error.
func TestAProxyThatIsDownMeansNotSent(t *testing.T) {
	for _, scheme := range []string{"http", "https", "socks5"} {
		for _, vendor := range []string{"http://127.0.0.1:9", "https://vendor.test"} {
			t.Run(scheme+" "+vendor, func(t *testing.T) {
				proxy := &url.URL{Scheme: scheme, Host: "127.0.0.1:1"}
				own := &http.Transport{Proxy: http.ProxyURL(proxy)}
				for name, next := range map[string]http.RoundTripper{"plain": own, "wrapped": wrapped{own}} {
					client := newClientOf(t, vendor, func(cfg *Config) { cfg.HTTPClient = &http.Client{Transport: next} })
					answer, failed := client.Do(t.Context(), callOf(Once))
					require.Equal(t, NotSent, failed.Outcome, "%s: %v", name, failed.Err)
					require.ErrorIs(t, failed.Err, errRefused)
					require.Equal(t, 1, answer.Attempts)
				}
			})
		}
	}
}

func TestWhereAConnectErrorMayBeInAChain(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errRefused}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"dial":               {dial, true},
		"proxy":              {&net.OpError{Op: "proxyconnect", Err: dial}, true},
		"proxy, not dialed":  {&net.OpError{Op: "proxyconnect", Err: io.EOF}, true},
		"SOCKS":              {&net.OpError{Op: "socks connect", Err: io.EOF}, true},
		"behind another one": {&net.OpError{Op: "proxy", Err: dial}, true},
		"wrapped":            {fmt.Errorf("otel: %w", dial), true},
		"joined":             {errors.Join(io.EOF, fmt.Errorf("otel: %w", dial)), true},
		"a TLS handshake":    {&net.OpError{Op: "remote error", Err: tls.AlertError(40)}, true},
		"a TLS failure":      {&net.OpError{Op: "remote error", Err: tls.AlertError(80)}, false},
		"a read":             {&net.OpError{Op: "read", Err: errReset}, false},
		"its text only":      {errors.New("dial tcp: connection refused"), false},
		"nothing":            {nil, false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, isConnectError(c.err)) })
	}
}

// Under TLS 1.3 the server judges the client's certificate when the request has
// been sent already, and reads nothing of it.
func TestAMissingClientCertificateMeansNotSent(t *testing.T) {
	for _, c := range []struct {
		name     string
		version  uint16
		attempts int
	}{{"TLS 1.2", tls.VersionTLS12, 3}, {"TLS 1.3", tls.VersionTLS13, 1}} { // 1.2 has no alert of its own for it
		for _, over := range []string{"ours", "plain", "wrapped"} {
			t.Run(c.name+" "+over, func(t *testing.T) {
				config := serverTLS()
				config.MaxVersion, config.ClientAuth, config.ClientCAs = c.version, tls.RequireAndVerifyClientCert, x509.NewCertPool()
				s := newTarget(t, secure, targetOptions{serve: serveOK, grab: rejectsHandshake(config)})
				own := callersClient(secure)
				defer own.CloseIdleConnections()
				client := newClientOf(t, s.URL, func(cfg *Config) {
					switch cfg.Retry = DefaultRetryPolicy; over {
					case "plain":
						cfg.HTTPClient = own
					case "wrapped":
						cfg.HTTPClient = &http.Client{Transport: wrapped{own.Transport}}
					}
				})
				adjust(client, Config{HTTPClient: own}, trust)
				answer, failed := client.Do(t.Context(), callOf(Once))
				require.Equal(t, NotSent, failed.Outcome, "%v", failed.Err)
				require.Equal(t, c.attempts, answer.Attempts, "%v", failed.Err)
				require.Zero(t, s.executed.Load())
			})
		}
	}
}

// rejectsHandshake keeps the connection open after the alert: a write that fails
// would prove nothing.
func rejectsHandshake(config *tls.Config) func(*target, net.Conn) bool {
	return func(s *target, raw net.Conn) bool {
		go func() {
			defer raw.Close()
			if tls.Server(raw, config).Handshake() != nil {
				_, _ = io.Copy(io.Discard, raw)
			}
		}()
		return true
	}
}

// On a connection that has carried a request the handshake was over long before.
func TestACertificateAlertOnAReusedConnectionProvesNothing(t *testing.T) {
	alert := &net.OpError{Op: "remote error", Err: tls.AlertError(116)}
	fresh, reused, second := &hop{}, &hop{}, &hop{}
	for _, h := range []*hop{fresh, reused, second} {
		h.connRequested.Store(true)
		h.conns.Store(1)
	}
	reused.reused.Store(true)
	second.conns.Store(2)
	require.False(t, fresh.mayHaveBeenSent(nil, alert))
	require.True(t, reused.mayHaveBeenSent(nil, alert))
	require.True(t, second.mayHaveBeenSent(nil, alert))
	require.True(t, fresh.mayHaveBeenSent(nil, &net.OpError{Op: "remote error", Err: tls.AlertError(80)}), "an internal error")
	require.True(t, fresh.mayHaveBeenSent(nil, &net.OpError{Op: "read", Err: tls.AlertError(116)}), "not from the server")
}

// Middleware that rejects a request is believed, unless the request passed it.
func TestMiddlewareMayRejectARequest(t *testing.T) {
	rejects := func(*http.Request, http.RoundTripper) (*http.Response, error) {
		return nil, fmt.Errorf("circuit open: %w", errMarked)
	}
	afterwards := func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		if _, err := next.RoundTrip(req); err != nil {
			return nil, err
		}
		return nil, errMarked
	}
	inTheBackground := func(req *http.Request, next http.RoundTripper) (*http.Response, error) {
		started := make(chan struct{})
		go func() {
			close(started)
			_, _ = next.RoundTrip(req)
		}()
		<-started
		synctest.Wait()
		return nil, errMarked
	}
	for name, c := range map[string]struct {
		wrap    func(*http.Request, http.RoundTripper) (*http.Response, error)
		vendor  http.RoundTripper
		marks   error
		outcome [3]Outcome
	}{
		"it rejects":            {rejects, stubScript(new(int), says(200)), errMarked, [3]Outcome{NotSent, NotSent, NotSent}},
		"it was not told how":   {rejects, stubScript(new(int), says(200)), nil, [3]Outcome{Failed, Failed, Unknown}},
		"it says so of another": {rejects, stubScript(new(int), says(200)), io.EOF, [3]Outcome{Failed, Failed, Unknown}},
		"it sent the request":   {afterwards, stubScript(new(int), says(200)), errMarked, [3]Outcome{Failed, Failed, Unknown}},
		"it is sending it":      {inTheBackground, hanging(), errMarked, [3]Outcome{Failed, Failed, Unknown}},
		"nothing could be sent": {afterwards, unreachable{&net.OpError{Op: "dial", Err: io.EOF}}, errMarked, [3]Outcome{NotSent, NotSent, NotSent}},
	} {
		for class := Read; class <= Once; class++ {
			t.Run(name+"/"+class.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client := newStubClient(t, c.vendor, middleware(c.wrap), func(cfg *Config) { cfg.NotSent = c.marks })
					_, failed := client.Do(t.Context(), stubCall(class))
					require.Equal(t, c.outcome[class], failed.Outcome)
				})
			})
		}
	}
}

// What middleware rejects is not tried again: a circuit breaker has decided.
func TestWhatMiddlewareRejectsIsNotRetried(t *testing.T) {
	tries := 0
	client := newStubClient(t, stubScript(new(int), says(200)), func(cfg *Config) { cfg.NotSent = errMarked },
		middleware(func(*http.Request, http.RoundTripper) (*http.Response, error) { tries++; return nil, errMarked }))
	_, failed := client.Do(t.Context(), stubCall(Read))
	require.ErrorIs(t, failed.Err, errMarked)
	require.Equal(t, 1, tries)
}

// An earlier attempt that the vendor rejected was sent, though the last was not.
func TestARejectedAttemptIsNotForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := 0
		client := newStubClient(t, roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			if seen++; seen == 1 {
				return stubScript(new(int), says(429, "Retry-After", "1")).RoundTrip(req)
			}
			return unreachable{&net.OpError{Op: "dial", Err: io.EOF}}.RoundTrip(req)
		}))
		_, failed := client.Do(t.Context(), stubCall(Once))
		require.Equal(t, Rejected, failed.Outcome)
	})
}

var retryingCalls = flag.Int("retrying.calls", 5, "calls of each case of TestATransportThatRetriesSendsAOnceCallOnce; it takes 300 to see that a context that has ended does not stop HTTP/1.1")

// A transport that retries by itself sends a once-only call once, whatever breaks.
func TestATransportThatRetriesSendsAOnceCallOnce(t *testing.T) {
	for name, serve := range map[string]func(*target, http.ResponseWriter, *http.Request){
		"a 500": answer(500, true).serve, "a 503": answer(503, true).serve, "a 429": answer(429, true).serve,
		"a reset": serveReset, "a hang-up": serveHangUp,
	} {
		for class, most := range map[Safety]int64{Read: 3, Repeatable: 3, Once: 1} {
			for _, kind := range kinds {
				t.Run(fmt.Sprintf("%s/%s/%s", name, class, kind), func(t *testing.T) {
					t.Parallel()
					retrying := retryablehttp.NewClient()
					retrying.Logger, retrying.RetryMax, retrying.RetryWaitMin, retrying.RetryWaitMax = nil, 2, 1, 1
					retrying.HTTPClient = callersClient(kind)
					s := newTarget(t, kind, targetOptions{serve: serve})
					client := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = retrying.StandardClient() })
					for range *retryingCalls {
						_, failed := client.Do(t.Context(), callOf(class))
						require.NotNil(t, failed)
						if class == Once {
							require.Equal(t, Unknown, failed.Outcome, "%v", failed.Err)
						}
					}
					retrying.HTTPClient.CloseIdleConnections()
					s.end() // requests may arrive late
					require.LessOrEqual(t, s.executed.Load(), int64(*retryingCalls)*most)
				})
			}
		}
	}
}

// A transport that dials again before anything was written is no retry.
func TestASecondConnectionBeforeTheHeadersIsNoRetry(t *testing.T) {
	var dials atomic.Int64
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if dials.Add(1) == 1 {
			return nil, &net.OpError{Op: "dial", Err: errRefused}
		}
		return new(net.Dialer).DialContext(ctx, network, addr)
	}}
	defer transport.CloseIdleConnections()
	s := newTarget(t, plain, targetOptions{serve: serveOK})
	client := newClientOf(t, s.URL, func(cfg *Config) {
		cfg.HTTPClient = &http.Client{Transport: roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			if resp, err := transport.RoundTrip(req.Clone(req.Context())); err == nil {
				return resp, nil
			}
			return transport.RoundTrip(req)
		})}
	})
	call := callOf(Once)
	call.Body = nil
	mustDeliver(t, client, call)
	require.EqualValues(t, 1, s.executed.Load())
}
