package chargeback_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestImportFindsTheOrdersOfABatchWhoseResponseWasLost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]chargebacktest.Fault{
		"hung up":    chargebacktest.DropResponse,
		"no body":    chargebacktest.TruncateResponse(0),
		"half a one": chargebacktest.TruncateResponse(600),
		"bad answer": chargebacktest.Respond(201, "<html>").Executed(),
		"gateway":    chargebacktest.Respond(502, "<html>").Executed(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
			server.FailMatching(bodyHas(orderKey(3)), fault)

			results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(7), &chargeback.ImportOptions{BatchSize: 5, LookUpAfter: atOnce, Resend: true}))

			require.NoError(t, err)
			require.Len(t, results, 7)
			for i, result := range results {
				require.NoError(t, result.Err)
				require.EqualValues(t, result.OrderID, result.Order.OrderID)
				require.Equal(t, i < 5, result.Found)
				require.Equal(t, 1, server.Received(result.OrderID))
			}
			require.Equal(t, 2, server.CountRequests(isPost))
		})
	}
}

func TestImportSendsAgainWhatIsProvedMissing(t *testing.T) {
	t.Parallel()
	for name, seeds := range map[string]int{"where there are no orders yet": 0, "where others exist": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.SeedOrders(seeds)
			server.FailMatching(isPost, chargebacktest.DropBefore)

			results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(5), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

			require.NoError(t, err)
			for _, result := range results {
				require.NoError(t, result.Err)
				require.False(t, result.Found)
				require.Equal(t, 1, server.Created(result.OrderID))
			}
			require.Equal(t, 2, server.CountRequests(isPost))
			require.Equal(t, seeds+5, server.Counts()["orders"])
		})
	}
}

func TestImportLooksUpBeforeItSendsAgain(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailMatching(isPost, chargebacktest.DropBefore)

	_, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	requests := server.Requests()
	require.Equal(t, http.MethodPost, requests[0].Method)
	require.Equal(t, `{"order_id":"ord_0000000"}`, requests[1].Query.Get("search"))
	require.Equal(t, http.MethodPost, requests[len(requests)-1].Method)
}

func TestImportNeverSendsAgainWhereTheSearchCannotBeTrusted(t *testing.T) {
	t.Parallel()
	for name, search := range map[string]chargebacktest.Search{
		"it is ignored":      chargebacktest.SearchIgnored,
		"it finds nothing":   chargebacktest.SearchNothing,
		"it is refused":      chargebacktest.SearchRejected,
		"it finds parts too": chargebacktest.SearchContains,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t, chargebacktest.WithSearch(search))
			server.SeedOrders(250)
			server.SeedOrder("x" + orderKey(0) + "x") // part of it is the order_id looked for
			server.FailMatching(isPost, chargebacktest.DropBefore)

			results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

			require.NoError(t, err)
			require.Len(t, results, 1)
			require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
			require.Nil(t, results[0].Order)
			require.Equal(t, 1, server.CountRequests(isPost))
		})
	}
}

func TestImportFindsItsOrderBehindPagesOfOthers(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithSearch(chargebacktest.SearchIgnored))
	server.SeedOrders(250)
	server.FailMatching(isPost, chargebacktest.DropResponse)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.True(t, results[0].Found)
	require.EqualValues(t, orderKey(0), results[0].Order.OrderID)
}

func TestImportIsNotFooledByAnOrderOfTheSameIDThatDiffers(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.AddMerchant(0, "Candle Shop")
	other := lampOrder(orderKey(0))
	other.MerchantName = "Candle Shop"
	_, err := server.Client().Orders.Create(t.Context(), other)
	require.NoError(t, err)
	server.FailNext(chargebacktest.DropBefore)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.Equal(t, 1, server.Created(orderKey(0)), "only the other merchant's")
}

func TestImportLooksUpWhatTheResponseLeavesOut(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{ShortBatch: true}))

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(3), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.NoError(t, results[2].Err)
	require.Equal(t, []bool{false, false, true}, []bool{results[0].Found, results[1].Found, results[2].Found})
	require.Equal(t, 1, server.CountRequests(isPost))
}

func TestImportGivesUpAfterThreeRounds(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailMatching(isPost, chargebacktest.DropBefore.Times(-1))

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(2), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.ErrorIs(t, results[1].Err, chargeback.ErrOutcomeUnknown)
	require.Equal(t, 3, server.CountRequests(isPost))
}

func TestImportDoesNotSendAgainByItself(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.SeedOrders(3)
	server.FailMatching(isPost, chargebacktest.DropBefore)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(5), &chargeback.ImportOptions{LookUpAfter: atOnce}))

	require.NoError(t, err)
	require.Len(t, results, 5)
	for _, result := range results {
		require.ErrorIs(t, result.Err, chargeback.ErrOutcomeUnknown)
	}
	require.Equal(t, 1, server.CountRequests(isPost), "a search that lags behind would not have found them either")

	results, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(5), &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))
	require.NoError(t, err)
	for _, result := range results {
		require.NoError(t, result.Err)
		require.Equal(t, 1, server.Created(result.OrderID))
	}
}
