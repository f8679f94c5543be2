package chargebacktest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

const lamp = `{"order_id":"ord_1","order_ts":"2026-02-03T04:05:06Z","order_amount":"81.40","transaction_id":"t1","transaction_amount":"81.40","crm_id":812,"merchant_name":"Lumen Shop"`

// ask talks to the fake without the client, so that an error of one can't hide
// in the other.
func ask(t *testing.T, server *chargebacktest.Server, method, path, body string) (int, string) {
	t.Helper()
	return askAs(t, server, chargebacktest.PublicKey, chargebacktest.SecretKey, method, path, body)
}

func askAs(t *testing.T, server *chargebacktest.Server, public, secret, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	req.SetBasicAuth(public, secret)
	resp, err := server.HTTPClient().Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func requireMembers(t *testing.T, answer string, want map[string]string) {
	t.Helper()
	var envelope struct {
		Order map[string]json.RawMessage `json:"order"`
	}
	require.NoError(t, json.Unmarshal([]byte(answer), &envelope))
	for name, value := range want {
		require.JSONEq(t, value, string(envelope.Order[name]), name)
	}
}

func TestAnOrderIsAnsweredAsInTheSamples(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithClock(func() time.Time { return time.Date(2026, 2, 3, 5, 0, 0, 0, time.UTC) }))
	status, answer := ask(t, server, "POST", "/orders", lamp+`,"card_prefix":"412300","tracking_numbers":"A, B","shipments":[{"tracking_number":"B"}],
		"line_items":[{"product_amount":"37.25","quantity":2},{"product_amount":"1","quantity":1,"subtotal":"9"}],
		"id":5,"created_at":"x","avs_status":"x","manually_generated":true,"reported_avs_status":"Y","reported_cvv_status":"M"}`)
	require.Equal(t, 201, status)
	requireMembers(t, answer, map[string]string{
		"id": `"900001"`, "created_at": `"2026-02-03T05:00:00Z"`, "updated_at": `"2026-02-03T05:00:00Z"`, "order_amount": `"81.40"`,
		"crm": `{"id":812,"name":"warehouse-eu"}`, "merchant": `{"name":"Lumen Shop"}`, "manually_generated": `false`, "creator_type": `"ApiUser"`,
		"currency_code": `"USD"`, "card_type": `"Visa"`, "avs_status": `"Y"`, "cvv_status": `"M"`,
		"line_items": `[{"product_amount":"37.25","quantity":2,"subtotal":"74.50"},{"product_amount":"1","quantity":1,"subtotal":"9"}]`,
		"shipments":  `[{"tracking_number":"B"},{"tracking_number":"A","shipper_name":"Northpost","shipped_ts":null,"tracking_summary":null}]`,
	})
	require.NotContains(t, answer, "reported_cvv_status")
	require.NotContains(t, answer, "crm_id")

	status, answer = ask(t, server, "GET", "/orders", "")
	require.Equal(t, 200, status)
	require.Contains(t, answer, `"page":"1","per_page":"20","status":"success","total_records":"1"`)
}

func TestTheShapesCanBeSwitched(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{
		NumberIDs: true, NumberPages: true, NumberMoney: true, StringQuantity: true, StringFlags: true, ListTracking: true, OK: true,
	}))
	status, answer := ask(t, server, "POST", "/orders", lamp+`,"tracking_numbers":"A,B","tax_subtotal":"007","line_items":[{"product_amount":"2.50","quantity":2}]}`)
	require.Equal(t, 200, status)
	requireMembers(t, answer, map[string]string{
		"id": `900001`, "order_amount": `81.40`, "crm": `{"id":"812","name":"warehouse-eu"}`, "manually_generated": `"false"`,
		"tracking_numbers": `["A","B"]`, "tax_subtotal": `"007"`, "line_items": `[{"product_amount":2.50,"quantity":"2","subtotal":5.00}]`,
	})
	_, answer = ask(t, server, "GET", "/orders", "")
	require.Contains(t, answer, `"page":1,"per_page":20,"status":"success","total_records":1`)

	bare := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{Unwrapped: true, NullParties: true}))
	_, answer = ask(t, bare, "POST", "/orders", lamp+`}`)
	require.NotContains(t, answer, `"status"`)
	require.Contains(t, answer, `"crm":null`)
	order, err := bare.Client().Orders.Get(t.Context(), "900001")
	require.NoError(t, err)
	require.EqualValues(t, "ord_1", order.OrderID)
}

func TestTheDocumentedRulesAreEnforced(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for body, want := range map[string]int{
		`{`:        400,
		`null`:     400,
		`5`:        400,
		`[]`:       400,
		`{}`:       422,
		lamp + `}`: 201,
		"[" + strings.TrimSuffix(strings.Repeat(`{},`, 101), ",") + "]":                    400,
		strings.Replace(lamp, "812", "999", 1) + "}":                                       422,
		strings.Replace(lamp, "812", "null", 1) + "}":                                      422,
		strings.Replace(lamp, "Lumen Shop", "Nobody", 1) + "}":                             403,
		strings.Replace(lamp, "ord_1", "ord_2", 1) + `,"order_amount":"1,00"}`:             422,
		strings.Replace(lamp, "ord_1", "ord_3", 1) + `,"card_prefix":"41"}`:                422,
		strings.Replace(lamp, "ord_1", "ord_4", 1) + `,"order_ts":"yesterday"}`:            422,
		strings.Replace(lamp, "ord_1", "ord_5", 1) + `,"line_items":"x"}`:                  422,
		strings.Replace(lamp, "ord_1", "ord_6", 1) + `,"crm_id":null,"crm_name":"nobody"}`: 422,
	} {
		status, answer := ask(t, server, "POST", "/orders", body)
		require.Equal(t, want, status, "%.200s: %s", body, answer)
	}
	for path, want := range map[string]int{
		"/orders?page=0": 400, "/orders?page=x": 400, "/orders?search={": 400, "/orders?search=[]": 400, "/orders?per_page=1000": 200,
		"/orders/900001": 201, "/orders/1": 404, "/orders/x": 404, "/disputes": 404,
	} {
		status, _ := ask(t, server, "GET", path, "")
		require.Equal(t, want, status, path)
	}
	status, _ := askAs(t, server, "pk_test_fake", "wrong", "GET", "/orders", "")
	require.Equal(t, 401, status)
	_, answer := ask(t, server, "GET", "/orders?per_page=1000", "")
	require.Contains(t, answer, `"per_page":"100"`)
}

func TestADuplicateIsOneOfTheSameCRMAndMerchant(t *testing.T) {
	t.Parallel()
	for policy, want := range map[chargebacktest.Duplicates]int{
		chargebacktest.DuplicatesConflict: 409, chargebacktest.DuplicatesUnprocessable: 422, chargebacktest.DuplicatesAllowed: 201,
	} {
		server := chargebacktest.NewTestServer(t, chargebacktest.WithDuplicates(policy))
		server.AddCRM(900, "warehouse-us")
		ask(t, server, "POST", "/orders", lamp+`}`)
		status, _ := ask(t, server, "POST", "/orders", lamp+`}`)
		require.Equal(t, want, status)
		status, _ = ask(t, server, "POST", "/orders", strings.Replace(lamp, "812", "900", 1)+`}`)
		require.Equal(t, 201, status)
		require.Equal(t, 3, server.Received("ord_1"))
		require.Equal(t, server.Counts()["orders"], server.Created("ord_1"))
	}
}

func TestAnUpdateIsPartialAndMovesTheOrderID(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.AddMerchant(32, "Candle Shop")
	server.SeedOrder("ord_1")
	server.SeedOrder("ord_2")
	for _, verb := range []string{"PUT", "PATCH"} {
		status, answer := ask(t, server, verb, "/orders/900001", `{"order_id":"ord_9","arn":"`+verb+`","id":4,"merchant_name":"32","tax_subtotal":null}`)
		require.Equal(t, 201, status)
		requireMembers(t, answer, map[string]string{
			"id": `"900001"`, "arn": `"` + verb + `"`, "order_amount": `"81.40"`, "merchant": `{"name":"Candle Shop"}`, "tax_subtotal": `null`,
		})
	}
	require.Equal(t, 0, server.Created("ord_1"))
	require.Equal(t, 1, server.Created("ord_9"))
	for body, want := range map[string]int{
		`{"order_id":"ord_2","merchant_name":"Lumen Shop"}`: 409, `{`: 400, `{"crm_id":5}`: 422, `{"merchant_name":"Nobody"}`: 403, `{"card_suffix":"1"}`: 422,
	} {
		status, _ := ask(t, server, "PUT", "/orders/900001", body)
		require.Equal(t, want, status, body)
	}
	status, _ := ask(t, server, "PUT", "/orders/7", `{}`)
	require.Equal(t, 404, status)
}

func TestTheSearchComparesMembers(t *testing.T) {
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

func TestTheJournalIsBounded(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithJournalSize(2))
	require.Zero(t, server.LastRequest().Status)
	for range 3 {
		ask(t, server, "GET", "/orders", "")
	}
	require.Len(t, server.Requests(), 2)
}

func TestClientPanicsOnOptionsThatNewRefuses(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	require.Panics(t, func() { server.Client(chargeback.WithAttemptTimeout(-1)) })
}
