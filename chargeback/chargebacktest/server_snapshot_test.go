package chargebacktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestASnapshotBringsEverythingBack(t *testing.T) {
	t.Parallel()
	one := chargebacktest.NewTestServer(t)
	one.AddCRM(900, "warehouse-us")
	one.AddMerchant(32, "Candle Shop")
	one.AddKeys("pk", "sk", "Candle Shop")
	one.SeedOrders(3)
	one.SeedManualOrder("ord_m")
	locked := one.SeedOrder("ord_l")
	require.True(t, one.LockOrder(locked))
	require.False(t, one.LockOrder("7"))
	ask(t, one, "DELETE", "/orders/900002", "")
	ask(t, one, "POST", "/orders", `{"order_id":"ord_bad"}`)
	saved, err := one.Snapshot()
	require.NoError(t, err)

	two := chargebacktest.NewTestServer(t)
	two.SeedOrders(9)
	head := `{"vendor":"chargeback","version":1,"crms":[{}],"merchants":[{}]`
	for _, broken := range []string{
		"", "{", "{}", "null", "[]", `{"vendor":"chargedesk","version":1}`, `{"vendor":"chargeback","version":2}`,
		head + `,"orders":[{"Body":"e3s="}]}`, head + `,"orders":[{}]}`, head + `,"orders":[{"Body":"bnVsbA=="}]}`,
		head + `,"orders":[{"Body":"e30=","CRM":1}]}`, head + `,"orders":[{"Body":"e30=","Merchant":-1}]}`,
		head + `,"keys":[null]}`, head + `,"keys":[{"Public":"pk"}]}`, string(saved) + "{}",
	} {
		t.Run(broken, func(t *testing.T) {
			require.Error(t, two.Restore([]byte(broken)), broken)
		})
	}
	require.Equal(t, 9, two.Counts()["orders"], "a snapshot that can't be read changes nothing")
	require.NoError(t, two.Restore(saved))

	for _, server := range []*chargebacktest.Server{one, two} {
		require.Equal(t, 4, server.Counts()["orders"])
		require.Equal(t, 1, server.Created("seed_0000002"))
		require.Equal(t, 1, server.Received("ord_bad"))
		status, _ := ask(t, server, "DELETE", "/orders/"+string(locked), "")
		require.Equal(t, 403, status)
		status, _ = askAs(t, server, "pk", "sk", "GET", "/orders", "")
		require.Equal(t, 200, status)
	}
	require.NotContains(t, string(saved), chargebacktest.SecretKey)
	again, err := two.Snapshot()
	require.NoError(t, err)
	require.JSONEq(t, string(saved), string(again))
}

func TestASnapshotLocksNobodyOut(t *testing.T) {
	t.Parallel()
	one := chargebacktest.NewTestServer(t, chargebacktest.WithKeys("pk_1", "sk_1"))
	id := one.SeedOrder("ord_1")
	saved, err := one.Snapshot()
	require.NoError(t, err)
	two := chargebacktest.NewTestServer(t, chargebacktest.WithKeys("pk_2", "sk_2"))
	require.NoError(t, two.Restore(saved))
	_, err = two.Client().Orders.Get(t.Context(), id)
	require.NoError(t, err)
	status, _ := askAs(t, two, "pk_1", "sk_1", "GET", "/orders", "")
	require.Equal(t, 401, status)
}
