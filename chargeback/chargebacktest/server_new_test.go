package chargebacktest_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheFakeCanBeMounted(t *testing.T) {
	t.Parallel()
	fake := chargebacktest.NewHandler(chargebacktest.WithKeys("pk", "sk"))
	defer fake.Close()
	require.Empty(t, fake.URL)
	mounted := httptest.NewServer(fake)
	defer mounted.Close()
	client, err := chargeback.New("pk", "sk", chargeback.WithBaseURL(mounted.URL+"/api/v1"))
	require.NoError(t, err)
	_, err = client.Orders.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, 1, fake.CountRequests(nil))
	require.Equal(t, "/api/v1/orders", fake.Requests()[0].Path)
}
