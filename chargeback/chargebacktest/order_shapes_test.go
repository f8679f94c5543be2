package chargebacktest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheRarerShapesOfAnOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{
		EmptyMoney: true, OffsetTimes: true, PartialParties: true, NullTracking: true, CreatorID: true, UnknownFields: true,
	}))
	_, answer := ask(t, server, "POST", "/orders", lamp+"}")
	requireMembers(t, answer, map[string]string{
		"order_amount": `"81.40"`, "tax_subtotal": `""`, "order_ts": `"2026-02-03T06:05:06.001+02:00"`, "crm": `{"name":"warehouse-eu"}`,
		"merchant": `{}`, "tracking_numbers": `null`, "creator_id": `"55"`, "risk": `{"score":7}`,
	})

	server = chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{DateTimes: true, NoParties: true, WrappedBatch: true}))
	_, answer = ask(t, server, "POST", "/orders", lamp+"}")
	requireMembers(t, answer, map[string]string{"order_ts": `"2026-02-03"`})
	require.NotContains(t, answer, `"crm"`)
	require.NotContains(t, answer, `"merchant"`)
	_, answer = ask(t, server, "POST", "/orders", "["+lamp+"}]")
	require.Contains(t, answer, `"orders":[`)
}

func TestASearchThatLagsBehind(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC)
	server := chargebacktest.NewTestServer(t, chargebacktest.WithSearchLag(time.Minute), chargebacktest.WithClock(func() time.Time { return now }))
	server.SeedOrder("ord_1")
	search := "/orders?search=" + url.QueryEscape(`{"order_id":"ord_1"}`)
	_, answer := ask(t, server, "GET", search, "")
	require.Contains(t, answer, `"total_records":"0"`)
	_, answer = ask(t, server, "GET", "/orders", "")
	require.Contains(t, answer, `"total_records":"1"`, "without a search it is shown")
	now = now.Add(time.Minute)
	_, answer = ask(t, server, "GET", search, "")
	require.Contains(t, answer, `"total_records":"1"`)
}
