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

// wireAnswer is a network on which every request gets one answer.
type wireAnswer struct {
	status int
	body   string
}

func (a wireAnswer) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}

// FuzzAnswers holds every answer against what a call promises: a result, or an
// error of this package that keeps the status and the body.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		`{"charge_id":"ch_7Q","amount":34,"metadata":[]}`, `{"error":{"message":"no such charge","incorrect_parameter":"charge_id"}}`, `{"error":"no"}`,
		`{"error":{}}`, `{"error":null,"charge_id":"ch_7Q"}`, `{"error":[1,{"a":2}]}`, `<html>502</html>`, `{"charge_id":`, ``, `[]`, `null`, `{"a":1,"a":2}`, "{\"error\":{\"message\":\"a\\nb ada@example.com\"}}",
	} {
		f.Add(200, body)
		f.Add(422, body)
		f.Add(503, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			return
		}
		client, err := chargedesk.New("sk_test_fake", chargedesk.WithHTTPClient(&http.Client{Transport: wireAnswer{status, body}}), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
		require.NoError(t, err)

		result, err := client.Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
		require.Equal(t, err == nil, result != nil)
		if status >= 300 {
			require.Error(t, err)
		}
		if failed, ok := errors.AsType[*chargedesk.Error](err); ok {
			require.Equal(t, status, failed.StatusCode)
			require.Equal(t, body[:min(len(body), 64<<10)], string(failed.Body))
		} else if unreadable, ok := errors.AsType[*chargedesk.DecodeError](err); ok {
			require.Equal(t, status, unreadable.StatusCode)
			require.Equal(t, body, string(unreadable.Body))
		} else {
			require.NoError(t, err)
		}
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			require.LessOrEqual(t, len(err.Error()), 600)
		}
	})
}
