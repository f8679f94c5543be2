package chargeback_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestTheMessageIsFoundWhereverItIs(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][3]string{ // status, message, param
		`{"status":"error","message":"no"}`:                            {"error", "no", ""},
		`{"status":"error","error":"no"}`:                              {"error", "no", ""},
		`{"status":"error","error":{"message":"no","param":"crm_id"}}`: {"error", "no", "crm_id"},
		`{"errors":"no"}`:                                              {"", "no", ""},
		`{"errors":["no","never"]}`:                                    {"", "no; never", ""},
		`{"errors":{"crm_id":["no","never"]}}`:                         {"", "crm_id: no; never", "crm_id"},
		`{"errors":{"b":"no","a":"never"}}`:                            {"", "a: never; b: no", "a"},
		`{"message":"no","errors":{"a":["x"]}}`:                        {"", "no", "a"},
		`[{"message":"no"},{"errors":{"crm_id":"x"}}]`:                 {"", "no", ""},
		`{"message":null,"error":false}`:                               {"", "false", ""},
		`{"status":"error"}`:                                           {"error", "", ""},
		`<html>`:                                                       {},
		``:                                                             {},
		`[]`:                                                           {},
		`{"message":`:                                                  {},
	} {
		t.Run(body, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(422, body))
			_, err := server.Client().Orders.Get(t.Context(), "1")
			failed, ok := errors.AsType[*chargeback.Error](err)
			require.True(t, ok)
			require.Equal(t, want, [3]string{failed.Status, failed.Message, failed.Param}, body)
			require.Equal(t, body, string(failed.Body))
			require.ErrorIs(t, err, chargeback.ErrBadRequest)
		})
	}
}

func TestEveryErrorShapeOfTheFakeIsUnderstood(t *testing.T) {
	t.Parallel()
	for _, shape := range []chargebacktest.ErrorShape{
		chargebacktest.ErrorsInMessage, chargebacktest.ErrorsInError, chargebacktest.ErrorsInList, chargebacktest.ErrorsByField, chargebacktest.ErrorsWithStatus,
	} {
		server := chargebacktest.NewTestServer(t, chargebacktest.WithErrors(shape))
		server.SeedOrder("ord_1")
		_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
		failed, ok := errors.AsType[*chargeback.Error](err)
		require.True(t, ok, "%v", err)
		require.Contains(t, failed.Message, "exists already")
		require.Equal(t, "error", failed.Status)
		require.True(t, isNotApplied(failed))
	}
}

func TestA2xxWithoutSuccessIsAnError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"status":"success","order":{"id":1}}`:       true,
		`{"status":"Success","order":{"id":1}}`:       true,
		`{"order":{"id":1}}`:                          true,
		`{"order":{"id":1},"status":null}`:            true,
		`{"order":{"id":1},"status":""}`:              true,
		`{"order":{"id":1},"status":{}}`:              true,
		`{"id":1,"status":"open"}`:                    false,
		`{"order":{"id":1},"status":"error"}`:         false,
		`{"status":"failure","order":null}`:           false,
		`{"status":404}`:                              false,
		`{"success":false}`:                           false,
		`{"note":{"status":"x"},"status":"rejected"}`: false,
	} {
		t.Run(body, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, body))
			order, err := server.Client().Orders.Get(t.Context(), "1")
			if want {
				require.NoError(t, err, body)
				require.EqualValues(t, "1", order.ID)
				return
			}
			failed, ok := errors.AsType[*chargeback.Error](err)
			require.True(t, ok, "%s: %v", body, err)
			require.Equal(t, 200, failed.StatusCode)
			require.Equal(t, body, string(failed.Body))
			require.True(t, isNotApplied(failed))
		})
	}
}

func TestACreateThatShowsAnOrderWithoutSuccessIsUnknown(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(202, `{"status":"pending","order":{"id":1}}`))
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
	require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)
}

func TestASuccessThatShowsNoOrderCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"status":"success"}`, `{}`, `{"status":"success","order":{}}`, `[]`, `null`, `<html>`, ``, `{"order":{"id":null}}`, `{"order":{"id":false}}`} {
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Respond(201, body))
		_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_1"))
		unreadable, ok := errors.AsType[*chargeback.DecodeError](err)
		require.True(t, ok, "%s: %v", body, err)
		require.Equal(t, "ord_1", unreadable.ObjectID)
		require.Equal(t, body, string(unreadable.Body))
	}
}

func TestErrorsCarryNoPersonalData(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(422, `{"status":"error","message":"jo@example.com paid by 4242424242424242"}`))
	_, err := server.Client().Orders.Create(t.Context(), lampOrder("ord_secret"))
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Error("failed", "err", err)
	for _, text := range []string{err.Error(), log.String()} {
		for _, secret := range []string{"4242424242424242", "jo@example.com", "ord_secret", chargebacktest.SecretKey} {
			require.NotContains(t, text, secret)
		}
	}
}

func TestResultsOutliveEncodingJSON(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(200, `{"status":"success","page":1,"per_page":"20","total_records":null,"note":"kept","orders":[
		{"id":7,"order_id":1043,"order_ts":"2026-02-03","order_amount":12.50,"tax_subtotal":"","tracking_numbers":["a","b"],"rma":{"x":[1,2]},
		 "crm":null,"merchant":{"id":31,"name":null},"manually_generated":"true","creator_id":5,"creator_type":"Robot","arn":null,
		 "line_items":[{"quantity":"2","product_amount":5,"colour":"blue"}],"shipments":[{"tracking_summary":{"steps":[]},"weight":1.5},{"tracking_summary":null},{}]}]}`))
	list, err := server.Client().Orders.List(t.Context(), nil)
	require.NoError(t, err)
	order := list.Data[0]
	require.EqualValues(t, "7", order.ID)
	require.EqualValues(t, "1043", order.OrderID)
	require.Equal(t, "12.50", order.OrderAmount.String())
	require.False(t, order.TaxSubtotal.IsSet())
	require.Equal(t, chargeback.TrackingNumbers{"a", "b"}, order.TrackingNumbers)
	require.EqualValues(t, 2, order.LineItems[0].Quantity)
	require.True(t, bool(order.ManuallyGenerated))
	require.EqualValues(t, "Robot", order.CreatorType)
	require.JSONEq(t, `{"x":[1,2]}`, string(order.Extra["rma"]))
	require.JSONEq(t, `31`, string(order.Merchant.Extra["id"]))
	require.JSONEq(t, `"blue"`, string(order.LineItems[0].Extra["colour"]))
	require.JSONEq(t, `"kept"`, string(list.Extra["note"]))

	for _, result := range []any{list, order, &order.LineItems[0], &order.Shipments[0], &order.Shipments[1], &order.Shipments[2], &order.CRM, &order.Merchant} {
		requireRoundTrip(t, result)
	}
}

func requireRoundTrip(t *testing.T, result any) {
	t.Helper()
	text, err := json.Marshal(result)
	require.NoError(t, err)
	again := newLike(result)
	require.NoError(t, json.Unmarshal(text, again))
	require.Equal(t, result, again, string(text))
}

func TestErrorsInALogDoNotRepeatWhatTheCallSaid(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]int{`{"status":"error","errors":{"ord_canary sk_test_fake":["No."]}}`: 422, `{"order":{"order_id":"ord_canary`: 200} {
		t.Run(body, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Request-Id", "req_1 ord_canary 4242424242424242 ada@example.com")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			}))
			defer server.Close()
			client, err := chargeback.New("pk_test_fake", "sk_test_fake", chargeback.WithBaseURL(server.URL))
			require.NoError(t, err)
			_, err = client.Orders.Create(t.Context(), lampOrder("ord_canary"))
			require.Error(t, err)
			var log strings.Builder
			slog.New(slog.NewTextHandler(&log, nil)).Error("failed", "err", err)
			require.Contains(t, log.String(), `err.request_id="req_1 … … …"`)
			require.Equal(t, status == 422, strings.Contains(log.String(), `err.param="… …"`), log.String())
			require.NotContains(t, log.String(), "canary")
		})
	}
}
