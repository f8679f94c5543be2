package transport

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"testing"

	"github.com/stretchr/testify/require"
)

// stubVendor is a vendor in memory. Like net/http's transport it tells the
// trace that a connection was asked for, and handed over, before it responds.
type stubVendor func(*http.Request) (*http.Response, error)

func (v stubVendor) RoundTrip(req *http.Request) (*http.Response, error) {
	trace := httptrace.ContextClientTrace(req.Context())
	trace.GetConn(req.URL.Host)
	trace.GotConn(httptrace.GotConnInfo{})
	return v(req)
}

// unreachable is a vendor to whom no connection comes about.
type unreachable struct{ err error }

func (v unreachable) RoundTrip(req *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(req.Context()).GetConn(req.URL.Host)
	return nil, v.err
}

// stubAnswer is a response with the given header names and values in turn.
func stubAnswer(status int, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte("{}")))}
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// stubScript responds with the statuses in turn and then with the last for ever.
// It counts what it has seen.
func stubScript(seen *int, answers ...func() *http.Response) stubVendor {
	return func(*http.Request) (*http.Response, error) {
		answer := answers[min(*seen, len(answers)-1)]
		*seen++
		return answer(), nil
	}
}

func says(status int, header ...string) func() *http.Response {
	return func() *http.Response { return stubAnswer(status, header...) }
}

func newStubClient(t testing.TB, vendor http.RoundTripper, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		BaseURL:    "https://vendor.example/v1",
		User:       "sk_test_stub",
		HTTPClient: &http.Client{Transport: vendor},
		Retry:      DefaultRetryPolicy,
	}
	for _, f := range change {
		f(&cfg)
	}
	client, err := New(cfg)
	require.NoError(t, err)
	return client
}

func stubCall(class Safety) *Call {
	method := http.MethodPost
	if class == Read {
		method = http.MethodGet
	}
	return &Call{Method: method, Route: "/charges/{charge_id}", Path: "/charges/ch_1", IDs: []string{"ch_1"}, Safety: class}
}

type roundTripperFunc func(*http.Request) (*http.Response, error)

func (f roundTripperFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
