package chargebacktest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/leak"
)

const lamp = `{"order_id":"ord_1","order_ts":"2026-02-03T04:05:06Z","order_amount":"81.40","transaction_id":"t1","transaction_amount":"81.40","crm_id":812,"merchant_name":"Lumen Shop"`

// ask talks to the fake without the client, so that an error of one can't hide
// in the other.
func ask(t *testing.T, server *chargebacktest.Server, method, path, body string) (int, string) {
	t.Helper()
	return askAs(t, server, chargebacktest.PublicKey, chargebacktest.SecretKey, method, path, body)
}

func askAs(t *testing.T, server *chargebacktest.Server, public, secret, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	req.SetBasicAuth(public, secret)
	resp, err := server.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func requireFields(t *testing.T, response string, want map[string]string) {
	t.Helper()
	var envelope struct {
		Order map[string]json.RawMessage `json:"order"`
	}
	require.NoError(t, json.Unmarshal([]byte(response), &envelope))
	for name, value := range want {
		require.JSONEq(t, value, string(envelope.Order[name]), name)
	}
}

func TestMain(m *testing.M) { leak.Main(m) }
