package transport

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever middleware does, a call that must happen once is executed once, and
// nobody says that it was not.
func TestMiddlewareCannotMakeAOnceCallHappenTwice(t *testing.T) {
	t.Parallel()
	lost := func(*http.Request) (*http.Response, error) { return nil, io.EOF }
	answered := func(*http.Request) (*http.Response, error) { return stubAnswer(200), nil }
	for name, test := range map[string]struct {
		vendor func(*http.Request) (*http.Response, error)
		wrap   func(next http.RoundTripper, req *http.Request) (*http.Response, error)
	}{
		"an answer without a status": {answered, func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, err
			}
			body, err := io.ReadAll(resp.Body)
			return &http.Response{Body: io.NopCloser(bytes.NewReader(body))}, err
		}},
		"a request of its own that is not connected": {lost, func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			probe, err := http.NewRequestWithContext(req.Context(), http.MethodGet, "http://127.0.0.1:1/", nil)
			if err != nil {
				return nil, err
			}
			if resp, err := new(http.Transport).RoundTrip(probe); err == nil {
				resp.Body.Close()
			}
			return next.RoundTrip(req)
		}},
		"a second host": {lost, func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
			if resp, err := next.RoundTrip(req); err == nil {
				return resp, nil
			}
			second := req.Clone(req.Context())
			second.URL.Host, second.Host = "eu.vendor.example", "eu.vendor.example"
			return next.RoundTrip(second)
		}},
		"a transport that dials a second time and reports nothing": {func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Err: errRefused}
		}, func(next http.RoundTripper, req *http.Request) (*http.Response, error) { return next.RoundTrip(req) }},
		"repeats": {lost, func(next http.RoundTripper, req *http.Request) (resp *http.Response, err error) {
			for range 3 {
				if resp, err = next.RoundTrip(req); err == nil {
					return resp, nil
				}
			}
			return nil, err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			executed := 0
			client := newStubClient(t, roundTripperFunc(func(req *http.Request) (*http.Response, error) {
				executed++
				return test.vendor(req)
			}), func(cfg *Config) {
				cfg.Middleware = []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
					return roundTripperFunc(func(req *http.Request) (*http.Response, error) { return test.wrap(next, req) })
				}}
			})
			_, failed := client.Do(t.Context(), stubCall(Once))
			require.Equal(t, 1, executed, "times the vendor executed it")
			require.NotNil(t, failed)
			require.Equal(t, Unknown, failed.Outcome)
		})
	}
}
