package chargehound_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
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
		`{"id":"dp_7Q","state":"submitted","products":[{"quantity":"2 boxes"}]}`, `{"url":"/v1/disputes/dp_7Q","livemode":false,"error":{"status":400,"message":"no","type":"missing_fields"}}`,
		`{"error":"no"}`, `{"error":{}}`, `{"error":{"status":"x","type":3}}`, `<html>502</html>`, `{"id":`, ``, `[]`, `null`, `{"a":1,"a":2}`, "{\"error\":{\"message\":\"a\\nb ada@example.com\"}}",
	} {
		f.Add(200, body)
		f.Add(422, body)
		f.Add(503, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			return
		}
		client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(&http.Client{Transport: wireAnswer{status, body}}), chargehound.WithRetry(chargehound.RetryPolicy{}))
		require.NoError(t, err)

		result, err := client.Disputes.Submit(t.Context(), "dp_7Q", nil)
		require.Equal(t, err == nil, result != nil)
		if status >= 300 {
			require.Error(t, err)
		}
		if failed, ok := errors.AsType[*chargehound.Error](err); ok {
			require.Equal(t, status, failed.StatusCode)
			require.Equal(t, body[:min(len(body), 64<<10)], string(failed.Body))
		} else if unreadable, ok := errors.AsType[*chargehound.DecodeError](err); ok {
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
