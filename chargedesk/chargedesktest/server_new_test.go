package chargedesktest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestConnectionsCanBeClosedEachTime(t *testing.T) {
	t.Parallel()
	d := open(t, chargedesktest.WithConnectionClose())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+"/charges", nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargedesktest.Key, "")
	resp, err := d.HTTPClient().Do(req)
	require.NoError(t, err)
	require.True(t, resp.Close)
	require.NoError(t, resp.Body.Close())
}

func TestAHandlerIsMountedByTheCaller(t *testing.T) {
	t.Parallel()
	handler := chargedesktest.NewHandler()
	t.Cleanup(handler.Close)
	require.Empty(t, handler.URL)
	require.Nil(t, handler.HTTPClient())
	require.Panics(t, func() { handler.Client() })
	id := handler.SeedCharge("5", "USD").ChargeID
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v1/charges/"+id, nil)
	require.NoError(t, err)
	req.SetBasicAuth(chargedesktest.Key, "")
	resp, err := server.Client().Do(req)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.NoError(t, resp.Body.Close())
}
