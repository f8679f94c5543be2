package chargeback_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// TestAnOrderInTheRarerFormsOfItsFields takes what no sample shows and nobody has
// ruled out.
func TestAnOrderInTheRarerFormsOfItsFields(t *testing.T) {
	t.Parallel()
	completed := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	for name, tt := range map[string]struct {
		shapes chargebacktest.Shapes
		check  func(t *testing.T, order *chargeback.Order)
	}{
		"no amount": {chargebacktest.Shapes{EmptyMoney: true}, func(t *testing.T, order *chargeback.Order) {
			require.False(t, order.TaxSubtotal.IsSet())
			require.Equal(t, "81.40", order.OrderAmount.String())
		}},
		"offsets and fractions": {chargebacktest.Shapes{OffsetTimes: true}, func(t *testing.T, order *chargeback.Order) {
			require.Equal(t, chargeback.Time{Time: completed.Add(time.Millisecond)}, order.OrderTS)
		}},
		"dates": {chargebacktest.Shapes{DateTimes: true}, func(t *testing.T, order *chargeback.Order) {
			require.Equal(t, chargeback.NewTime(completed.Truncate(24*time.Hour)), order.OrderTS)
		}},
		"partial parties": {chargebacktest.Shapes{PartialParties: true}, func(t *testing.T, order *chargeback.Order) {
			require.Equal(t, chargeback.CRM{Name: chargebacktest.CRMName}, order.CRM)
			require.Empty(t, order.Merchant)
		}},
		"no parties": {chargebacktest.Shapes{NoParties: true}, func(t *testing.T, order *chargeback.Order) {
			require.Empty(t, order.CRM)
			require.Empty(t, order.Merchant)
		}},
		"null tracking": {chargebacktest.Shapes{NullTracking: true}, func(t *testing.T, order *chargeback.Order) {
			require.Nil(t, order.TrackingNumbers)
		}},
		"creator": {chargebacktest.Shapes{CreatorID: true, NumberIDs: true}, func(t *testing.T, order *chargeback.Order) {
			require.EqualValues(t, "55", order.CreatorID)
		}},
		"unknown": {chargebacktest.Shapes{UnknownFields: true}, func(t *testing.T, order *chargeback.Order) {
			require.JSONEq(t, `{"score":7}`, string(order.Extra["risk"]))
		}},
		"wrapped batch": {chargebacktest.Shapes{WrappedBatch: true}, func(*testing.T, *chargeback.Order) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(tt.shapes))
			client := server.Client()
			made, err := client.Orders.Create(t.Context(), lampOrder("ord_1"))
			require.NoError(t, err)
			tt.check(t, made)
			read, err := client.Orders.Get(t.Context(), made.ID)
			require.NoError(t, err)
			require.Equal(t, made, read)

			results, err := client.Orders.CreateBatch(t.Context(), batchOf("ord_2", "ord_1"))
			require.NoError(t, err)
			require.Equal(t, []string{"made ord_2", "rejected ord_1: order_id exists already"}, outcomes(results))
			tt.check(t, results[0].Order)

			// An order in doubt is known again in every form.
			server.FailNext(chargebacktest.DropResponse)
			imported, err := collect(t, client.Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce}))
			require.NoError(t, err)
			require.NoError(t, imported[0].Err)
			require.True(t, imported[0].Found)
			tt.check(t, imported[0].Order)
		})
	}
}

// TestOneOddFieldCostsNothingElse puts a value of every JSON kind into every field of
// a response that is no money.
func TestOneOddFieldCostsNothingElse(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.InMemory())
	var response chargeback.Response
	_, err := server.Client().Orders.Create(t.Context(), completeOrder(), chargeback.WithResponse(&response))
	require.NoError(t, err)
	var documented map[string]any
	require.NoError(t, json.Unmarshal(response.Body, &documented))
	orderID := completeOrder().OrderID

	calls := 0
	try := func(t *testing.T, body map[string]any, place string) {
		t.Helper()
		calls++
		text, err := json.Marshal(body)
		require.NoError(t, err)
		page, err := json.Marshal(map[string]any{"status": "success", "orders": []any{body["order"], map[string]any{"id": 8}}})
		require.NoError(t, err)
		server.FailNext(chargebacktest.Respond(201, string(text)), chargebacktest.Respond(201, "["+string(text)+"]"), chargebacktest.Respond(200, string(page)))
		_, err = server.Client().Orders.Create(t.Context(), lampOrder(orderID))
		require.NoError(t, err, place)
		results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf(orderID))
		require.NoError(t, err, place)
		require.NoError(t, results[0].Err, place)
		list, err := server.Client().Orders.List(t.Context(), nil)
		require.NoError(t, err, place)
		require.Len(t, list.Data, 2, place)
		require.EqualValues(t, "8", list.Data[1].ID)
	}
	var visit func(t *testing.T, object map[string]any, at string)
	visit = func(t *testing.T, object map[string]any, at string) {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			own := object[name]
			for _, odd := range []any{true, false, nil, 7, 1.5, "x", "", []any{}, []any{1, nil}, map[string]any{}, map[string]any{"x": 1}} {
				if isKept(name, odd) {
					continue
				}
				object[name] = odd
				try(t, documented, fmt.Sprintf("%s%s: %v", at, name, odd))
			}
			object[name] = own
			if list, ok := own.([]any); ok && len(list) > 0 {
				own = list[0]
			}
			if inner, ok := own.(map[string]any); ok {
				visit(t, inner, at+name+".")
			}
		}
	}
	visit(t, documented, "")
	require.Greater(t, calls, 500)
}

// isKept reports whether a field of a response can't have a value: money must be an
// amount, an order must be an object, and a create must show the order's own id.
func isKept(name string, value any) bool {
	_, isString := value.(string)
	_, isNumber := value.(int)
	isNone := value == nil || value == false || value == ""
	switch name {
	case "order":
		return true
	case "id":
		return isNone
	case "order_id":
		return isString || isNumber || value == 1.5 || value == true // another order's
	case "status":
		return value == "x" // says failure
	}
	return strings.HasSuffix(name, "amount") || strings.HasSuffix(name, "subtotal")
}
