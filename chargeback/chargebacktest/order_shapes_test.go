package chargebacktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheRarerShapesOfAnOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{
		EmptyMoney: true, OffsetTimes: true, PartialParties: true, NullTracking: true, CreatorID: true, UnknownFields: true,
	}))
	_, response := ask(t, server, "POST", "/orders", lamp+"}")
	requireFields(t, response, map[string]string{
		"order_amount": `"81.40"`, "tax_subtotal": `""`, "order_ts": `"2026-02-03T06:05:06.001+02:00"`, "crm": `{"name":"warehouse-eu"}`,
		"merchant": `{}`, "tracking_numbers": `null`, "creator_id": `"55"`, "risk": `{"score":7}`,
	})

	server = chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{DateTimes: true, NoParties: true, WrappedBatch: true}))
	_, response = ask(t, server, "POST", "/orders", lamp+"}")
	requireFields(t, response, map[string]string{"order_ts": `"2026-02-03"`})
	require.NotContains(t, response, `"crm"`)
	require.NotContains(t, response, `"merchant"`)
	_, response = ask(t, server, "POST", "/orders", "["+lamp+"}]")
	require.Contains(t, response, `"orders":[`)
}

func TestTheShapesCanBeSwitched(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{
		NumberIDs: true, NumberPages: true, NumberMoney: true, StringQuantity: true, StringFlags: true, ListTracking: true, OK: true,
	}))
	status, response := ask(t, server, "POST", "/orders", lamp+`,"tracking_numbers":"A,B","tax_subtotal":"007","line_items":[{"product_amount":"2.50","quantity":2}]}`)
	require.Equal(t, 200, status)
	requireFields(t, response, map[string]string{
		"id": `900001`, "order_amount": `81.40`, "crm": `{"id":"812","name":"warehouse-eu"}`, "manually_generated": `"false"`,
		"tracking_numbers": `["A","B"]`, "tax_subtotal": `"007"`, "line_items": `[{"product_amount":2.50,"quantity":"2","subtotal":5.00}]`,
	})
	_, response = ask(t, server, "GET", "/orders", "")
	require.Contains(t, response, `"page":1,"per_page":20,"status":"success","total_records":1`)

	bare := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{Unwrapped: true, NullParties: true}))
	_, response = ask(t, bare, "POST", "/orders", lamp+`}`)
	require.NotContains(t, response, `"status"`)
	require.Contains(t, response, `"crm":null`)
	order, err := bare.Client().Orders.Get(t.Context(), "900001")
	require.NoError(t, err)
	require.EqualValues(t, "ord_1", order.OrderID)
}
