package guides_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/webhook"
)

// receive adds a handler for Chargehound's webhooks to mux. The program runs in
// several replicas behind a load balancer in 10.0.0.0/8, and store is shared by them.
func receive(mux *http.ServeMux, hound *chargehound.Client, token string, store chargehound.EventStore, work func(*chargehound.Dispute) error) error {
	handler, err := chargehound.WebhookHandler(hound, chargehound.WebhookConfig{
		Token:          token,
		AllowedIPs:     chargehound.WebhookIPs(), // switch static addresses on in the dashboard
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Store:          store,
		Logger:         slog.Default(),
	}, func(_ context.Context, delivery *chargehound.Delivery) error {
		if delivery.Event.Type != chargehound.EventTypeDisputeCreated {
			return nil // an error would make Chargehound send it again for three days
		}
		return work(delivery.Dispute)
	})
	if err != nil {
		return err
	}
	mux.Handle("/hooks/chargehound/{token}", handler)
	return nil
}

func TestReplicasBehindAProxyHandleAnEventOnce(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	hound := chargehoundtest.NewTestServer(t)
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})
	const token = "not-a-secret-0123456789abcdef"
	store, worked := webhook.NewMemory(), 0
	deliver := func(from, forwarded, event string) int {
		mux := http.NewServeMux() // of another replica each time
		require.NoError(t, receive(mux, hound.Client(), token, store, func(dispute *chargehound.Dispute) error {
			require.Equal(t, "dp_7Q", dispute.ID)
			worked++
			return nil
		}))
		request := httptest.NewRequest(http.MethodPost, "/hooks/chargehound/"+token,
			strings.NewReader(`{"id": "`+event+`", "type": "dispute.created", "object": "webhook", "livemode": false, "dispute": "dp_7Q"}`))
		request.RemoteAddr = from
		request.Header.Set("X-Forwarded-For", forwarded)
		response := httptest.NewRecorder()
		mux.ServeHTTP(response, request)
		return response.Code
	}
	sender := chargehound.WebhookIPs()[0].Addr().String()

	require.Equal(t, 200, deliver("10.0.0.7:4711", sender, "wh_1"))
	require.Equal(t, 200, deliver("10.0.0.8:4712", sender, "wh_1"))
	require.Equal(t, 1, worked)
	require.Equal(t, 200, deliver("10.0.0.7:4711", sender, "wh_2"))
	require.Equal(t, 2, worked)
	require.Equal(t, 403, deliver("192.0.2.1:4711", sender, "wh_3"), "its header is not trusted")
	require.Equal(t, 403, deliver("10.0.0.7:4711", "192.0.2.1", "wh_3"))
	require.Equal(t, 2, worked)
}
