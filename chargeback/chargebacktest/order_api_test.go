package chargebacktest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

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
		t.Run(body, func(t *testing.T) {
			status, response := ask(t, server, "POST", "/orders", body)
			require.Equal(t, want, status, "%.200s: %s", body, response)
		})
	}
	for path, want := range map[string]int{
		"/orders?page=0": 400, "/orders?page=x": 400, "/orders?search={": 400, "/orders?search=[]": 400, "/orders?per_page=1000": 200,
		"/orders/900001": 201, "/orders/1": 404, "/orders/x": 404, "/disputes": 404,
	} {
		t.Run(path, func(t *testing.T) {
			status, _ := ask(t, server, "GET", path, "")
			require.Equal(t, want, status, path)
		})
	}
	status, _ := askAs(t, server, "pk_test_fake", "wrong", "GET", "/orders", "")
	require.Equal(t, 401, status)
	_, response := ask(t, server, "GET", "/orders?per_page=1000", "")
	require.Contains(t, response, `"per_page":"100"`)
}

func TestAnUnknownCRMIsRejectedByTheFieldThatNamesIt(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for field, body := range map[string]string{
		"crm_id":   strings.Replace(lamp, "812", "999", 1) + "}",
		"crm_name": strings.Replace(lamp, `"crm_id":812`, `"crm_name":"nobody"`, 1) + "}",
	} {
		_, response := ask(t, server, "POST", "/orders", body)
		require.Contains(t, response, field+" is not a known CRM")
	}
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
		t.Run(verb, func(t *testing.T) {
			status, response := ask(t, server, verb, "/orders/900001", `{"order_id":"ord_9","arn":"`+verb+`","id":4,"merchant_name":"32","tax_subtotal":null}`)
			require.Equal(t, 201, status)
			requireFields(t, response, map[string]string{
				"id": `"900001"`, "arn": `"` + verb + `"`, "order_amount": `"81.40"`, "merchant": `{"name":"Candle Shop"}`, "tax_subtotal": `null`,
			})
		})
	}
	require.Equal(t, 0, server.Created("ord_1"))
	require.Equal(t, 1, server.Created("ord_9"))
	for body, want := range map[string]int{
		`{"order_id":"ord_2","merchant_name":"Lumen Shop"}`: 409, `{`: 400, `{"crm_id":5}`: 422, `{"merchant_name":"Nobody"}`: 403, `{"card_suffix":"1"}`: 422,
	} {
		t.Run(body, func(t *testing.T) {
			status, _ := ask(t, server, "PUT", "/orders/900001", body)
			require.Equal(t, want, status, body)
		})
	}
	status, _ := ask(t, server, "PUT", "/orders/7", `{}`)
	require.Equal(t, 404, status)
}
