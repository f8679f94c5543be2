package chargeback_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
)

// answering is a network on which every request gets one response.
type answering struct {
	status int
	body   string
}

func (a answering) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(a.body)), Request: req}, nil
}

// FuzzResponses holds every response against what the methods promise: an order or an
// error of this package, and for a batch one result an order.
func FuzzResponses(f *testing.F) {
	for _, body := range []string{
		`[{"status":"success","order":{"id":1,"order_id":"a"}},{"status":"error","message":"no"}]`, `{"status":"success","orders":[{"id":1}]}`,
		`{"status":"error","errors":{"a":["b",{"c":[]}]}}`, `[[],{},null,1,"x"]`, `{"order":{"tracking_numbers":["a"],"crm":null}}`, `{"id":`, ``,
	} {
		f.Add(201, body)
		f.Add(422, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			return
		}
		client, err := chargeback.New("pk", "sk", chargeback.WithHTTPClient(&http.Client{Transport: answering{status, body}}), chargeback.WithRetry(chargeback.RetryPolicy{}))
		require.NoError(t, err)

		order, err := client.Orders.Create(t.Context(), smallOrder("a"))
		require.Equal(t, err == nil, order != nil)
		requireKnownError(t, err)
		results, err := client.Orders.CreateBatch(t.Context(), batchOf("a", "b"))
		requireKnownError(t, err)
		if err == nil {
			require.Len(t, results, 2)
			for i, id := range []string{"a", "b"} {
				require.Equal(t, id, results[i].OrderID)
				require.Equal(t, results[i].Err == nil, results[i].Order != nil)
				requireKnownError(t, results[i].Err)
			}
		}
	})
}

func requireKnownError(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	_, failed := errors.AsType[*chargeback.Error](err)
	_, unreadable := errors.AsType[*chargeback.DecodeError](err)
	require.True(t, failed || unreadable, "%v", err)
	require.NotContains(t, err.Error(), "\n")
}
