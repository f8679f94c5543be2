package chargebacktest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestSeedsAreWhatTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithClock(func() time.Time { return time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC) }))
	server.AddCRM(900, "warehouse-us")
	server.AddMerchant(32, "Candle Shop")
	plain := chargebacktest.Order{
		ID: "900001", OrderID: "ord_1", OrderTS: "2026-02-03T05:00:00Z", OrderAmount: "81.40", TransactionID: "txn_ord_1", TransactionAmount: "81.40",
		CRMName: chargebacktest.CRMName, MerchantName: chargebacktest.MerchantName,
	}
	own := chargebacktest.Order{
		ID: "900002", OrderID: "ord_2", OrderTS: "2026-01-01", OrderAmount: "5.00", TransactionID: "t", TransactionAmount: "4.00",
		CRMName: "warehouse-us", MerchantName: "Candle Shop", Manual: true, Locked: true,
	}
	for id, want := range map[chargeback.ID]chargebacktest.Order{server.SeedOrder("ord_1"): plain, server.SeedOrderWith(own): own} {
		order, ok := server.Order(id)
		require.True(t, ok)
		require.Equal(t, want, order)
	}
	_, ok := server.Order("7")
	require.False(t, ok)
	_, response := ask(t, server, "GET", "/orders/900002", "")
	requireFields(t, response, map[string]string{"order_amount": `"5.00"`, "crm": `{"id":900,"name":"warehouse-us"}`, "creator_type": `"User"`})
	for _, wrong := range []chargebacktest.Order{{OrderAmount: "1,00"}, {OrderTS: "yesterday"}, {CRMName: "nobody"}, {MerchantName: "Nobody"}} {
		require.Panics(t, func() { server.SeedOrderWith(wrong) }, "%+v", wrong)
	}
	require.Equal(t, map[string]int{"orders": 2, "crms": 2, "merchants": 2, "keys": 1}, server.Counts())
}

func TestSeedsStepAsideForOrderIDsThatAreTaken(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrder("seed_0000003")
	require.Equal(t, []chargeback.ID{"900002", "900003"}, server.SeedOrders(2))
	server.SeedOrders(3)
	for _, orderID := range []string{"seed_0000002", "seed_0000003", "seed_0000004", "seed_0000005", "seed_0000006"} {
		t.Run(orderID, func(t *testing.T) {
			require.Equal(t, 1, server.Created(orderID), orderID)
		})
	}
	require.Equal(t, 6, server.Counts()["orders"])
}

func TestAnyTextMayBeAnOrderID(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for _, orderID := range []string{"a\a", "\x7f", "\u200b", "üñ\"", "\U000e0001", "\xff"} {
		t.Run(orderID, func(t *testing.T) {
			id := server.SeedOrder(orderID)
			order, err := server.Client().Orders.Get(t.Context(), id)
			require.NoError(t, err)
			want := strings.ToValidUTF8(orderID, "\ufffd")
			require.EqualValues(t, want, order.OrderID)
			require.Equal(t, 1, server.Created(want))
		})
	}
}

func BenchmarkSeed100000(b *testing.B) {
	for b.Loop() {
		server := chargebacktest.NewHandler()
		server.SeedOrders(100_000)
		server.Close()
	}
}
