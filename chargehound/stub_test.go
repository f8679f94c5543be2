package chargehound_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// answering starts a server that gives scripted responses, for what the fake of
// Chargehound would never say, and returns a client of it.
func answering(t *testing.T, handler http.HandlerFunc, opts ...chargehound.Option) *chargehound.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newClient(t, server.URL, opts...)
}

func newClient(t *testing.T, baseURL string, opts ...chargehound.Option) *chargehound.Client {
	t.Helper()
	client, err := chargehound.New("test_fake", append([]chargehound.Option{chargehound.WithBaseURL(baseURL)}, opts...)...)
	require.NoError(t, err)
	return client
}

// saying responds to every request alike.
func saying(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

var noRetry = chargehound.WithRetry(chargehound.RetryPolicy{})

// wireResponse is a network on which every request gets one response.
type wireResponse struct {
	status int
	body   string
}

func (a wireResponse) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}
