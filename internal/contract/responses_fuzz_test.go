package contract

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// oneResponse is a network on which every request gets one response.
type oneResponse struct {
	status int
	body   string
}

func (r oneResponse) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: r.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(r.body)), Request: req}, nil
}

// FuzzResponses holds every response against what a once-only call promises: a
// result, or an error of the package that keeps status and body. Chargeback's own
// FuzzResponses holds more.
func FuzzResponses(f *testing.F) {
	for _, body := range []string{
		`{"charge_id":"ch_7Q","amount":34,"metadata":[]}`, `{"error":{"message":"no such charge","incorrect_parameter":"charge_id"}}`, `{"error":"no"}`,
		`{"error":{}}`, `{"error":null,"charge_id":"ch_7Q"}`, `{"error":[1,{"a":2}]}`, `<html>502</html>`, `{"charge_id":`, ``, `[]`, `null`, `{"a":1,"a":2}`, "{\"error\":{\"message\":\"a\\nb ada@example.com\"}}",
		`{"id":"dp_7Q","state":"submitted","products":[{"quantity":"2 boxes"}]}`, `{"url":"/v1/disputes/dp_7Q","livemode":false,"error":{"status":400,"message":"no","type":"missing_fields"}}`,
		`{"error":{"status":"x","type":3}}`, `{"id":`,
	} {
		f.Add(200, body)
		f.Add(422, body)
		f.Add(503, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			return
		}
		network := &http.Client{Transport: oneResponse{status, body}}
		desk, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(network), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
		require.NoError(t, err)
		refunded, err := desk.Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
		require.Equal(t, err == nil, refunded != nil)
		requireKept(t, err, status, body)

		hound, err := chargehound.New("test_fake", chargehound.WithHTTPClient(network), chargehound.WithRetry(chargehound.RetryPolicy{}))
		require.NoError(t, err)
		submitted, err := hound.Disputes.Submit(t.Context(), "dp_7Q", nil)
		require.Equal(t, err == nil, submitted != nil)
		requireKept(t, err, status, body)
	})
}

// requireKept checks what an error keeps of a response; only a 2xx gives none.
func requireKept(t *testing.T, err error, status int, body string) {
	t.Helper()
	if err == nil {
		require.Less(t, status, 300)
		return
	}
	if failed, ok := errors.AsType[*chargedesk.Error](err); ok {
		requireSame(t, failed.StatusCode, failed.Body, status, body[:min(len(body), 64<<10)])
	} else if failed, ok := errors.AsType[*chargehound.Error](err); ok {
		requireSame(t, failed.StatusCode, failed.Body, status, body[:min(len(body), 64<<10)])
	} else if unreadable, ok := errors.AsType[*chargedesk.DecodeError](err); ok {
		requireSame(t, unreadable.StatusCode, unreadable.Body, status, body)
	} else if unreadable, ok := errors.AsType[*chargehound.DecodeError](err); ok {
		requireSame(t, unreadable.StatusCode, unreadable.Body, status, body)
	} else {
		require.NoError(t, err, "an error of no known type")
	}
	require.NotContains(t, err.Error(), "\n")
	require.LessOrEqual(t, len(err.Error()), 600)
}

func requireSame(t *testing.T, haveStatus int, haveBody []byte, status int, body string) {
	t.Helper()
	require.Equal(t, status, haveStatus)
	require.Equal(t, body, string(haveBody))
}
