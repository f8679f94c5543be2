package chargeback_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
)

func TestErrorsInALogDoNotRepeatWhatTheCallSaid(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]int{`{"status":"error","errors":{"ord_canary sk_test_fake":["No."]}}`: 422, `{"order":{"order_id":"ord_canary`: 200} {
		t.Run(body, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Request-Id", "req_1 ord_canary 4242424242424242 ada@example.com")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			}))
			defer server.Close()
			client, err := chargeback.New("pk_test_fake", "sk_test_fake", chargeback.WithBaseURL(server.URL))
			require.NoError(t, err)
			_, err = client.Orders.Create(t.Context(), lampOrder("ord_canary"))
			require.Error(t, err)
			var log strings.Builder
			slog.New(slog.NewTextHandler(&log, nil)).Error("failed", "err", err)
			require.Contains(t, log.String(), `err.request_id="req_1 … … …"`)
			require.Equal(t, status == 422, strings.Contains(log.String(), `err.param="… …"`), log.String())
			require.NotContains(t, log.String(), "canary")
		})
	}
}
