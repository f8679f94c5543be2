package chargedesk_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// silent fails the test when anything is sent.
func silent(t *testing.T) *chargedesk.Client {
	t.Helper()
	return answering(t, func(r *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL.Path)
		return nil, errors.New("nothing must be sent")
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering is a client whose requests f responds to.
func answering(t *testing.T, f roundTripper) *chargedesk.Client {
	t.Helper()
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(&http.Client{Transport: f}), chargedesk.WithRetry(chargedesk.RetryPolicy{}), chargedesk.WithLimiter(nil))
	require.NoError(t, err)
	return desk
}

// replying is a client whose requests all get this response.
func replying(t *testing.T, status int, body string) *chargedesk.Client {
	return answering(t, func(r *http.Request) (*http.Response, error) {
		response := replyTo(r, body)
		response.StatusCode = status
		return response, nil
	})
}

func replyTo(r *http.Request, body string) *http.Response {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}
}
