package chargeback_test

import (
	"context"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// doubling is a fake that would take an order twice, so that it could be seen.
func doubling(t *testing.T, opts ...chargebacktest.Option) *chargebacktest.Server {
	t.Helper()
	return chargebacktest.NewTestServer(t, append(opts, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))...)
}

// arrive makes n orders, of which the importing process is never told.
func arrive(t *testing.T, server *chargebacktest.Server, n int) {
	t.Helper()
	_, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(n), nil))
	require.NoError(t, err)
}

func TestAnImportThatStopsKeepsTheDoubtOfTheOneBefore(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	arrive(t, server, 30)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	options := &chargeback.ImportOptions{BatchSize: 10, LookUpAfter: atOnce, Save: keepNothing}
	at := checkpointAt(t, server, place{0, 30})
	var stopped error
	for _, err := range server.Client().Orders.Import(ctx, lampOrders(40), options, chargeback.WithCheckpoint(at)) {
		cancel() // at the first result
		stopped = err
	}
	requireStopped(t, stopped, 10, 20)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(40), options, chargeback.WithCheckpoint(at)))
	require.NoError(t, err)
	require.Len(t, results, 30)
	requireEachOnce(t, server, 40)
}

func TestABrokenLoopKeepsTheDoubtOfTheOneBefore(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	arrive(t, server, 30)
	options := &chargeback.ImportOptions{BatchSize: 5, LookUpAfter: atOnce, Save: keepNothing}
	at, told := checkpointAt(t, server, place{0, 30}), 0
	for _, err := range server.Client().Orders.Import(t.Context(), lampOrders(40), options, chargeback.WithCheckpoint(at)) {
		require.NoError(t, err)
		if told++; told == 8 { // in the second batch
			break
		}
	}

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(40), options, chargeback.WithCheckpoint(at)))
	require.Len(t, results, 32)
	require.NoError(t, err)
	requireEachOnce(t, server, 40)
}

func TestWhatIsInDoubtIsNotSentWhereTheSearchLagsBehind(t *testing.T) {
	t.Parallel()
	for name, resend := range map[string]bool{"unless it is wanted": true, "by itself": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := doubling(t, chargebacktest.WithSearchLag(time.Hour))
			server.SeedOrders(1)
			arrive(t, server, 5)
			server.FailMatching(isPost, chargebacktest.Respond(http.StatusGatewayTimeout, "").Executed().Times(-1))

			results, err := importFrom(t.Context(), t, server, lampOrders(8), place{0, 5},
				chargeback.ImportOptions{BatchSize: 4, LookUpAfter: atOnce, Resend: resend})

			require.NoError(t, err)
			require.Len(t, results, 8)
			for i, result := range results {
				require.ErrorIs(t, result.Err, chargeback.ErrOutcomeUnknown)
				require.Equal(t, 1, server.Created(orderKey(i)), "the search of this fake can't even be proved")
			}
			require.Equal(t, 2, server.CountRequests(isPost), "the five that arrived, and the three nobody has sent before")
		})
	}
}

func TestWithoutResendAnOrderInDoubtIsNotSentThoughTheSearchIsGood(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	server.SeedOrders(1)
	results, err := importFrom(t.Context(), t, server, lampOrders(2), place{0, 1}, chargeback.ImportOptions{LookUpAfter: atOnce})
	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.ErrorContains(t, results[0].Err, "the search does not find it")
	require.NoError(t, results[1].Err)
	require.Zero(t, server.Received(orderKey(0)))

	results, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(2), &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))
	require.NoError(t, err)
	require.NoError(t, results[0].Err)
	require.Equal(t, []bool{false, true}, []bool{results[0].Found, results[1].Found})
	requireEachOnceBut(t, server, 2, 1)
}

func TestAllOrdersMayBeInDoubt(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	arrive(t, server, 30)
	results, err := importFrom(t.Context(), t, server, lampOrders(30), place{1, 0}, chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce})
	require.NoError(t, err)
	require.Len(t, results, 29)
	requireEachOnce(t, server, 30)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = importFrom(ctx, t, server, lampOrders(30), place{1, 0}, chargeback.ImportOptions{LookUpFirst: true})
	requireStopped(t, err, 1, math.MaxInt)
}

func TestAnOrderThatDiffersInItsTransactionIsAnotherOne(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	other := lampOrder(orderKey(0))
	other.TransactionID = "txn_of_last_year"
	_, err := server.Client().Orders.Create(t.Context(), other)
	require.NoError(t, err)

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.ErrorContains(t, results[0].Err, "but it differs")
	require.Equal(t, 1, server.Received(orderKey(0)))
}

func TestASearchThatFindsMoreThanItsOrderProvesNothing(t *testing.T) {
	t.Parallel()
	server := doubling(t, chargebacktest.WithSearch(chargebacktest.SearchContains))
	server.SeedOrder("7") // the order that the search is tried with
	server.SeedOrder("77")

	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))

	require.NoError(t, err)
	require.ErrorContains(t, results[0].Err, "finds other orders")
	require.Zero(t, server.Received(orderKey(0)))
}

func TestTheWaitBeforeALookUpIsNotMadeForEveryBatch(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		began := time.Now()
		_, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(50), &chargeback.ImportOptions{BatchSize: 10, LookUpFirst: true, Resend: true}))
		require.NoError(t, err)
		require.Equal(t, 5*time.Second, time.Since(began), "nothing of it was sent by this import")
		require.Equal(t, 50, server.Counts()["orders"])
	})
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(bodyHas(orderKey(0)), chargebacktest.DelayResponse(time.Minute))
		server.FailMatching(bodyHas(orderKey(15)), chargebacktest.DropResponse)
		began := time.Now()
		_, err := collect(t, server.Client(chargeback.WithAttemptTimeout(time.Hour)).Orders.Import(t.Context(), lampOrders(20), &chargeback.ImportOptions{BatchSize: 10}))
		require.NoError(t, err)
		require.Equal(t, time.Minute+5*time.Second, time.Since(began), "what was sent after a minute is looked up five seconds later")
	})
}

// requireEachOnceBut is requireEachOnce beside some seeded orders.
func requireEachOnceBut(t *testing.T, server *chargebacktest.Server, n, seeded int) {
	t.Helper()
	require.Equal(t, n+seeded, server.Counts()["orders"])
	for i := range n {
		require.Equal(t, 1, server.Created(orderKey(i)), "order %d", i)
	}
}

func TestAnImportResumesAfterItsKeysWereReplaced(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	server.AddKeys("pk_new", "sk_new")
	at := new(chargeback.Checkpoint)
	options := &chargeback.ImportOptions{Save: keepNothing}
	resume := func(client *chargeback.Client, n int) int {
		results, err := collect(t, client.Orders.Import(t.Context(), lampOrders(n), options, chargeback.WithCheckpoint(at)))
		require.NoError(t, err)
		return len(results)
	}
	newKeys, err := chargeback.New("pk_new", "sk_new", chargeback.WithBaseURL(server.URL))
	require.NoError(t, err)
	rotating, err := newKeys.With(chargeback.WithKeyFunc(func(context.Context) (string, string, error) { return "pk_new", "sk_new", nil }))
	require.NoError(t, err)

	require.Equal(t, 5, resume(server.Client(), 5))
	require.Equal(t, 4, resume(rotating, 9))
	require.Equal(t, 3, resume(newKeys, 12), "from then on the checkpoint is of the new keys")
	_, err = collect(t, server.Client().Orders.Import(t.Context(), lampOrders(15), options, chargeback.WithCheckpoint(at)))
	require.ErrorContains(t, err, "another key")
	requireEachOnce(t, server, 12)
}

func TestAnImportBeginsNoBatchAfterItsContextHasEndedInSave(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	at := new(chargeback.Checkpoint)
	var disk []byte
	options := &chargeback.ImportOptions{BatchSize: 5, Save: func(text []byte) error {
		disk = text
		cancel()
		return nil
	}}
	_, err := collect(t, server.Client().Orders.Import(ctx, lampOrders(20), options, chargeback.WithCheckpoint(at)))
	requireStopped(t, err, 0, 0)
	require.Empty(t, server.Requests())
	require.Equal(t, place{0, 0}, placeIn(t, disk))
}
