package chargeback_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func batchOf(orderIDs ...string) []*chargeback.OrderCreateParams {
	orders := make([]*chargeback.OrderCreateParams, len(orderIDs))
	for i, orderID := range orderIDs {
		orders[i] = lampOrder(orderID)
	}
	return orders
}

// outcome says in one word what became of an order.
func outcome(result chargeback.BatchResult) string {
	_, unreadable := errors.AsType[*chargeback.DecodeError](result.Err)
	switch {
	case result.Err == nil:
		return "made " + result.Order.OrderID
	case unreadable:
		return "unreadable"
	case errors.Is(result.Err, chargeback.ErrOutcomeUnknown):
		return "unknown"
	}
	failed, _ := errors.AsType[*chargeback.Error](result.Err)
	return "rejected " + failed.ObjectID + ": " + failed.Message
}

func outcomes(results []chargeback.BatchResult) []string {
	words := make([]string, len(results))
	for i, result := range results {
		words[i] = outcome(result)
	}
	return words
}

func TestABatchIsToldApartWhateverComesBack(t *testing.T) {
	t.Parallel()
	made := func(orderID string) string {
		return fmt.Sprintf(`{"status":"success","order":{"id":1,"order_id":%q}}`, orderID)
	}
	bare := func(orderID string) string { return fmt.Sprintf(`{"id":1,"order_id":%q}`, orderID) }
	const rejected = `{"status":"error","message":"no"}`
	rejectedAs := func(orderID string) string {
		return fmt.Sprintf(`{"status":"error","message":"no","order_id":%q}`, orderID)
	}
	for name, tt := range map[string]struct {
		status   int
		response []string
		want     []string
	}{
		"all made":                       {201, []string{made("a"), made("b"), made("c")}, []string{"made a", "made b", "made c"}},
		"all made, bare":                 {201, []string{bare("a"), bare("b"), bare("c")}, []string{"made a", "made b", "made c"}},
		"all rejected":                   {207, []string{rejected, rejected, rejected}, []string{"rejected a: no", "rejected b: no", "rejected c: no"}},
		"one rejected by position":       {201, []string{made("a"), rejected, made("c")}, []string{"made a", "rejected b: no", "made c"}},
		"one rejected by order_id":       {201, []string{made("a"), rejectedAs("b"), made("c")}, []string{"made a", "rejected b: no", "made c"}},
		"in another order":               {201, []string{made("c"), rejectedAs("b"), made("a")}, []string{"made a", "rejected b: no", "made c"}},
		"rejections last, without names": {201, []string{made("c"), rejected, rejected}, []string{"unknown", "unknown", "made c"}},
		"one left out":                   {201, []string{made("a"), made("c")}, []string{"made a", "unknown", "made c"}},
		"one left out, one rejected":     {201, []string{made("a"), rejected}, []string{"made a", "unknown", "unknown"}},
		"an order of somebody else":      {201, []string{made("a"), made("x"), made("c")}, []string{"made a", "unknown", "made c"}},
		"one made but not shown":         {201, []string{made("a"), `{"status":"success"}`, made("c")}, []string{"made a", "unreadable", "made c"}},
		"made but not shown, shuffled":   {201, []string{made("b"), `{"status":"success"}`, made("a")}, []string{"made a", "made b", "unknown"}},
		"an order in a rejection":        {201, []string{made("a"), `{"status":"review","order":{"id":5,"order_id":"b"}}`, made("c")}, []string{"made a", "unknown", "made c"}},
		"without status":                 {201, []string{made("a"), `{"errors":{"order_id":["no"]}}`, made("c")}, []string{"made a", "rejected b: order_id: no", "made c"}},
		"nothing":                        {201, nil, []string{"unknown", "unknown", "unknown"}},
		"no objects":                     {201, []string{"1", "null", `"x"`}, []string{"unreadable", "unreadable", "unreadable"}},
		"422 for one of them":            {422, []string{made("a"), rejected, made("c")}, []string{"unknown", "rejected b: no", "unknown"}},
		"422 for all of them":            {422, []string{rejected, rejected, rejected}, []string{"rejected a: no", "rejected b: no", "rejected c: no"}},
		"422 for one, the rest absent":   {422, []string{rejected}, []string{"unknown", "unknown", "unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(tt.status, "["+strings.Join(tt.response, ",")+"]"))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b", "c"))
			require.NoError(t, err)
			require.Equal(t, tt.want, outcomes(results))
			require.Equal(t, "b", results[1].OrderID)
		})
	}
}

func TestABatchThatFailsAsAWhole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat(`{"status":"error","message":"`+strings.Repeat("no ", 400)+`"},`, 99) + `{"status":"error"}`
	for name, tt := range map[string]struct {
		fault chargebacktest.Fault
		want  error
	}{
		"rejected":                  {chargebacktest.Respond(422, `{"status":"error","message":"no"}`), chargeback.ErrBadRequest},
		"rejected by 200":           {chargebacktest.Respond(200, `{"status":"error","message":"no"}`), nil},
		"not for this key":          {chargebacktest.Respond(401, `[{"message":"no"}]`), chargeback.ErrUnauthorized},
		"lost":                      {chargebacktest.DropResponse, chargeback.ErrOutcomeUnknown},
		"500 in the middle":         {chargebacktest.Respond(500, `[{"status":"success","order":{"id":1,"order_id":"a"}},{"status":"error"}]`), chargeback.ErrOutcomeUnknown},
		"rejected beyond the bound": {chargebacktest.Respond(422, "["+long+"]"), chargeback.ErrOutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.FailNext(tt.fault)
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
			require.Nil(t, results)
			require.Error(t, err)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
			failed, ok := errors.AsType[*chargeback.Error](err)
			require.True(t, ok)
			require.Equal(t, !errors.Is(err, chargeback.ErrOutcomeUnknown), isNotApplied(failed))
			require.Len(t, server.Requests(), 1)
		})
	}
}

func TestABatchOfOneWhoseResponseIsAnObject(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{SingleBatch: true}))
	client := server.Client()
	for _, want := range []string{"made a", "rejected a: order_id exists already"} {
		results, err := client.Orders.CreateBatch(t.Context(), batchOf("a"))
		require.NoError(t, err)
		require.Equal(t, []string{want}, outcomes(results))
	}
	for response, want := range map[string]string{
		`{"id":1,"order_id":"b"}`:                                               "made b",
		`{"status":"success","orders":[{"id":1,"order_id":"b"}]}`:               "made b",
		`{"status":"success","order":{"id":1,"order_id":"b"}}`:                  "made b",
		`{"status":"success"}`:                                                  "unreadable",
		`{"status":"error","errors":["no"]}`:                                    "rejected b: no",
		`{"status":"success","orders":[{"status":"error","error":{"a":"no"}}]}`: "rejected b: a: no",
	} {
		t.Run(response, func(t *testing.T) {
			server.FailNext(chargebacktest.Respond(200, response))
			results, err := client.Orders.CreateBatch(t.Context(), batchOf("b"))
			require.NoError(t, err)
			require.Equal(t, []string{want}, outcomes(results), response)
		})
	}
}

func TestABatchInEveryShapeOfTheFake(t *testing.T) {
	t.Parallel()
	for name, shapes := range map[string]chargebacktest.Shapes{
		"as documented": {}, "reversed": {ReverseBatch: true}, "422": {PartialStatus: 422}, "207": {PartialStatus: 207}, "200": {OK: true},
		"without names": {AnonymousErrors: true}, "numbers": {NumberIDs: true, NumberMoney: true},
		"reversed, without names": {ReverseBatch: true, AnonymousErrors: true},
	} {
		for _, errorShape := range []chargebacktest.ErrorShape{
			chargebacktest.ErrorsInMessage, chargebacktest.ErrorsInError, chargebacktest.ErrorsInList, chargebacktest.ErrorsByField,
		} {
			t.Run(fmt.Sprint(name, " ", errorShape), func(t *testing.T) {
				t.Parallel()
				server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(shapes), chargebacktest.WithErrors(errorShape))
				server.SeedOrder("b")
				results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b", "c"))
				require.NoError(t, err)
				want := []string{"made a", "made c"}
				if shapes.PartialStatus == 422 { // an error's response does not prove that anything was created
					want = []string{"unknown", "unknown"}
				}
				require.Equal(t, want, []string{outcome(results[0]), outcome(results[2])})
				if shapes.ReverseBatch && shapes.AnonymousErrors { // the element in the middle is in no order's place
					require.Equal(t, "unknown", outcome(results[1]))
					return
				}
				require.Regexp(t, `^rejected b: order_id:? exists already$`, outcome(results[1]))
			})
		}
	}
}

func TestABatchHasOneToAHundredOrders(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	client := server.Client()
	for _, count := range []int{0, 101} {
		_, err := client.Orders.CreateBatch(t.Context(), slices.Repeat(batchOf("a"), count))
		require.Equal(t, "orders", validationError(t, err).Param)
	}
	_, err := client.Orders.CreateBatch(t.Context(), []*chargeback.OrderCreateParams{nil})
	require.EqualError(t, err, "chargeback: orders[0] is nil; a *OrderCreateParams is required")
	_, err = client.Orders.CreateBatch(t.Context(), batchOf("a"), chargeback.WithParam("merchant_id", 1))
	validationError(t, err)
	require.Empty(t, server.Requests())

	hundred := make([]*chargeback.OrderCreateParams, 100)
	for i := range hundred {
		hundred[i] = lampOrder(orderKey(i))
	}
	results, err := client.Orders.CreateBatch(t.Context(), hundred)
	require.NoError(t, err)
	require.Len(t, results, 100)
	require.Equal(t, 100, server.Counts()["orders"])
	require.Equal(t, http.MethodPost, server.LastRequest().Method)
}
