package chargeback_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// at once is how long these tests wait before a look-up.
const atOnce = time.Nanosecond

func collect(t *testing.T, results iter.Seq2[*chargeback.ImportResult, error]) (all []chargeback.ImportResult, stopped error) {
	t.Helper()
	for result, err := range results {
		if err != nil {
			require.Nil(t, result)
			require.NoError(t, stopped, "a second error")
			stopped = err
			continue
		}
		require.NoError(t, stopped, "a result after the error")
		all = append(all, *result)
	}
	return all, stopped
}

func isPost(r chargebacktest.Request) bool { return r.Method == http.MethodPost }

func isGet(r chargebacktest.Request) bool { return r.Method == http.MethodGet }

// bodyHas matches the batch that carries an order.
func bodyHas(orderID string) func(chargebacktest.Request) bool {
	return func(r chargebacktest.Request) bool {
		return isPost(r) && strings.Contains(string(r.Body), `"`+orderID+`"`)
	}
}

func TestImportSendsBatchesOf100AndTellsEveryOrderInOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(250), nil))

	require.NoError(t, err)
	require.Len(t, results, 250)
	for i, result := range results {
		require.Equal(t, i, result.Index)
		require.Equal(t, orderKey(i), result.OrderID)
		require.NoError(t, result.Err)
		require.EqualValues(t, orderKey(i), result.Order.OrderID)
		require.False(t, result.Found)
	}
	require.Equal(t, 3, server.CountRequests(isPost))
	require.Zero(t, server.CountRequests(isGet), "nothing had to be looked up")
	require.Equal(t, 250, server.Counts()["orders"])
}

func TestImportGoesOnAfterARejectedBatch(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailMatching(bodyHas(orderKey(15)), chargebacktest.Respond(422, `{"status":"error","message":"no"}`))

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(30), &chargeback.ImportOptions{BatchSize: 10}))

	require.NoError(t, err)
	require.Len(t, results, 30)
	for i, result := range results {
		if i < 10 || i > 19 {
			require.NoError(t, result.Err)
			continue
		}
		require.ErrorIs(t, result.Err, chargeback.ErrBadRequest)
		failed, _ := errors.AsType[*chargeback.Error](result.Err)
		require.True(t, isNotApplied(failed))
		require.Equal(t, orderKey(i), failed.ObjectID)
	}
	require.Equal(t, 1, server.CountRequests(bodyHas(orderKey(15))), "a refusal is not sent again")
}

func TestImportReportsAnInvalidOrderAndSendsTheRest(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders := func(yield func(*chargeback.OrderCreateParams) bool) {
		masked, pan := lampOrder("ord_1"), lampOrder("ord_2")
		masked.CardPrefix = new("41")
		pan.LineItems = []chargeback.LineItemParams{{ProductName: new("paid by 4242-4242-4242-4242")}}
		_ = yield(lampOrder("ord_0")) && yield(masked) && yield(pan) && yield(nil) && yield(lampOrder("ord_0")) && yield(lampOrder("ord_5"))
	}

	results, err := collect(t, server.Client().Orders.Import(t.Context(), orders, nil))

	require.NoError(t, err)
	require.Len(t, results, 6)
	require.NoError(t, results[0].Err)
	require.NoError(t, results[5].Err)
	for i, want := range map[int]string{
		1: "orders[1].card_prefix", 2: "orders[2].line_items[0].product_name", 3: "orders[3]", 4: "orders[4].order_id",
	} {
		bad, ok := errors.AsType[*chargeback.ValidationError](results[i].Err)
		require.True(t, ok, "%d: %v", i, results[i].Err)
		require.Equal(t, want, bad.Param)
		require.NotContains(t, bad.Error(), "4242")
	}
	require.Equal(t, 2, server.Counts()["orders"])
}

func TestImportOfInvalidOrdersOnlySendsNothing(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	results, err := collect(t, server.Client().Orders.Import(t.Context(), func(yield func(*chargeback.OrderCreateParams) bool) { yield(nil) }, nil))
	require.NoError(t, err)
	require.Len(t, results, 1)
	require.Empty(t, server.Requests())
}

func TestImportMayReuseTheCallersOrder(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders := func(yield func(*chargeback.OrderCreateParams) bool) {
		order := lampOrder("")
		for i := range 3 {
			if order.OrderID = orderKey(i); !yield(order) {
				return
			}
		}
	}
	results, err := collect(t, server.Client().Orders.Import(t.Context(), orders, nil))
	require.NoError(t, err)
	require.Len(t, results, 3)
	require.Equal(t, 1, server.Created(orderKey(0)))
	require.Equal(t, 1, server.Created(orderKey(2)))
}

func TestImportReadsNoFurtherThanItsWindow(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 3}
	read, told := 0, 0
	orders := func(yield func(*chargeback.OrderCreateParams) bool) {
		for order := range lampOrders(200) {
			read++
			require.LessOrEqual(t, read-told, options.MaxInDoubt())
			if !yield(order) {
				return
			}
		}
	}
	for _, err := range server.Client().Orders.Import(t.Context(), orders, options) {
		require.NoError(t, err)
		told++
	}
	require.Equal(t, 200, told)
}

func TestImportSendsSeveralBatchesAtOnceWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := chargebacktest.NewServer(chargebacktest.InMemory())
		defer server.Close()
		server.FailMatching(isPost, chargebacktest.Delay(time.Second).Times(-1))
		started := time.Now()

		results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(80), &chargeback.ImportOptions{BatchSize: 10, Concurrency: 4}))

		require.NoError(t, err)
		require.Len(t, results, 80)
		require.Equal(t, 2*time.Second, time.Since(started), "eight batches of a second each, four at once")
	})
}

func TestImportRejectsOptionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	refused := map[string]iter.Seq2[*chargeback.ImportResult, error]{}
	for name, options := range map[string]*chargeback.ImportOptions{
		"a batch of 101":    {BatchSize: 101},
		"a negative batch":  {BatchSize: -1},
		"a negative number": {Concurrency: -1},
		"a negative wait":   {LookUpAfter: -1},
	} {
		t.Run(name, func(t *testing.T) {
			refused[name] = server.Client().Orders.Import(t.Context(), lampOrders(1), options)
		})
	}
	for name, opt := range map[string]chargeback.CallOption{
		"one response": chargeback.WithResponse(new(chargeback.Response)),
		"one member":   chargeback.WithParam("merchant_id", 1),
		"repeatable":   chargeback.WithRepeatable(),
		"read ahead":   chargeback.WithReadAhead(),
		"nil":          nil,
	} {
		t.Run(name, func(t *testing.T) {
			refused[name] = server.Client().Orders.Import(t.Context(), lampOrders(1), nil, opt)
		})
	}
	var noContext context.Context
	refused["no orders"] = server.Client().Orders.Import(t.Context(), nil, nil)
	refused["no context"] = server.Client().Orders.Import(noContext, lampOrders(1), nil)
	for name, results := range refused {
		all, err := collect(t, results)
		require.Empty(t, all, name)
		_, ok := errors.AsType[*chargeback.ValidationError](err)
		require.True(t, ok, "%s: %v", name, err)
	}
	require.Empty(t, server.Requests())
}

func TestTheWindowOfAnImport(t *testing.T) {
	t.Parallel()
	require.Equal(t, 100, (*chargeback.ImportOptions)(nil).MaxInDoubt())
	require.Equal(t, 400, (&chargeback.ImportOptions{Concurrency: 4}).MaxInDoubt())
	require.Equal(t, 30, (&chargeback.ImportOptions{Concurrency: 3, BatchSize: 10}).MaxInDoubt())
}

func requireEachOnce(t *testing.T, server *chargebacktest.Server, n int) {
	t.Helper()
	require.Equal(t, n, server.Counts()["orders"])
	for i := range n {
		require.Equal(t, 1, server.Created(orderKey(i)), fmt.Sprint("order ", i))
	}
}
