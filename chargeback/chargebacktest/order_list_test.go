package chargebacktest_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheSearchComparesFields(t *testing.T) {
	t.Parallel()
	for mode, counts := range map[chargebacktest.Search]map[string]int{
		chargebacktest.SearchExact: {
			`{"order_id":"ord_1"}`: 1, `{"order_id":"ord"}`: 0, `{"creator_type":"User"}`: 1, `{"crm_id":812}`: 3, `{"crm":{"name":"warehouse-eu","id":812}}`: 3,
			`{"merchant_name":"Lumen Shop","order_id":"ord_2"}`: 1, `{}`: 3, `{"manually_generated":true}`: 1,
		},
		chargebacktest.SearchContains: {`{"order_id":"ord"}`: 3, `{"order_id":"ord_1"}`: 2},
		chargebacktest.SearchIgnored:  {`{"order_id":"x"}`: 3},
		chargebacktest.SearchNothing:  {`{"order_id":"ord_1"}`: 0, ``: 3},
	} {
		server := chargebacktest.NewTestServer(t, chargebacktest.WithSearch(mode))
		server.SeedOrder("ord_1")
		server.SeedOrder("ord_2")
		server.SeedManualOrder("ord_12")
		for search, want := range counts {
			params := &chargeback.OrderListParams{}
			if search != "" {
				params.Search = json.RawMessage(search)
			}
			list, err := server.Client().Orders.List(t.Context(), params)
			require.NoError(t, err)
			require.Len(t, list.Data, want, "%d %s", mode, search)
			require.EqualValues(t, want, list.TotalRecords)
		}
	}
}

func TestASearchThatLagsBehind(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC)
	server := chargebacktest.NewTestServer(t, chargebacktest.WithSearchLag(time.Minute), chargebacktest.WithClock(func() time.Time { return now }))
	server.SeedOrder("ord_1")
	search := "/orders?search=" + url.QueryEscape(`{"order_id":"ord_1"}`)
	_, response := ask(t, server, "GET", search, "")
	require.Contains(t, response, `"total_records":"0"`)
	_, response = ask(t, server, "GET", "/orders", "")
	require.Contains(t, response, `"total_records":"1"`, "without a search it is shown")
	now = now.Add(time.Minute)
	_, response = ask(t, server, "GET", search, "")
	require.Contains(t, response, `"total_records":"1"`)
}

func TestAFieldInPlaceOfASearchIsRejected(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(2)
	for _, query := range []string{"order_id=seed_0000001", "transaction_id=x", "page=1&merchant_name=Lumen+Shop", "id=900001", "crm_name=x"} {
		t.Run(query, func(t *testing.T) {
			status, body := ask(t, server, "GET", "/orders?"+query, "")
			require.Equal(t, 400, status)
			require.Contains(t, body, "is not a parameter of this list, use search")
		})
	}
	status, body := ask(t, server, "GET", "/orders?trace=1", "")
	require.Equal(t, 200, status, body)
}

func TestThePathOfAnUnknownRouteIsNamed(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for _, path := range []string{"/orders.json", "/orders/900001.json/x", "/disputes"} {
		t.Run(path, func(t *testing.T) {
			status, body := ask(t, server, "GET", path, "")
			require.Equal(t, 404, status)
			require.Contains(t, body, "GET /api/v1"+path)
		})
	}
}
