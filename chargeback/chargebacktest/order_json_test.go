package chargebacktest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAnOrderIsReturnedAsInTheSamples(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithClock(func() time.Time { return time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC) }))
	status, response := ask(t, server, "POST", "/orders", lamp+`,"card_prefix":"412300","tracking_numbers":"A, B","shipments":[{"tracking_number":"B"}],
		"line_items":[{"product_amount":"37.25","quantity":2},{"product_amount":"1","quantity":1,"subtotal":"9"}],
		"id":5,"created_at":"x","avs_status":"x","manually_generated":true,"reported_avs_status":"Y","reported_cvv_status":"M"}`)
	require.Equal(t, 201, status)
	requireFields(t, response, map[string]string{
		"id": `"900001"`, "created_at": `"2026-02-03T05:00:00Z"`, "updated_at": `"2026-02-03T05:00:00Z"`, "order_amount": `"81.40"`,
		"crm": `{"id":812,"name":"warehouse-eu"}`, "merchant": `{"name":"Lumen Shop"}`, "manually_generated": `false`, "creator_type": `"ApiUser"`,
		"currency_code": `"USD"`, "card_type": `"Visa"`, "avs_status": `"Y"`, "cvv_status": `"M"`,
		"line_items": `[{"product_amount":"37.25","quantity":2,"subtotal":"74.50"},{"product_amount":"1","quantity":1,"subtotal":"9"}]`,
		"shipments":  `[{"tracking_number":"B"},{"tracking_number":"A","shipper_name":"Northpost","shipped_ts":null,"tracking_summary":null}]`,
	})
	require.NotContains(t, response, "reported_cvv_status")
	require.NotContains(t, response, "crm_id")

	status, response = ask(t, server, "GET", "/orders", "")
	require.Equal(t, 200, status)
	require.Contains(t, response, `"page":"1","per_page":"20","status":"success","total_records":"1"`)
}
