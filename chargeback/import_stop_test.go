package chargeback_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// inBubble runs a test on a fake clock, with a fake that would take doubles.
func inBubble(t *testing.T, test func(*testing.T, *chargebacktest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := chargebacktest.NewServer(chargebacktest.InMemory(), chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
		defer server.Close()
		test(t, server)
	})
}

// endingAfter is a context that ends after d of the bubble's time.
func endingAfter(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func requireStopped(t *testing.T, err error, results, inDoubt int) {
	t.Helper()
	stopped, ok := errors.AsType[*chargeback.ImportError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, results, stopped.Results, "orders that have a result")
	require.Equal(t, inDoubt, stopped.InDoubt, "orders in doubt")
}

func TestACancelledImportLetsItsBatchesFinishAndSaysHowToGoOn(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.Delay(time.Second).Times(-1))
		options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 2}

		first, err := collect(t, server.Client().Orders.Import(endingAfter(t, 1500*time.Millisecond), lampOrders(100), options))

		requireStopped(t, err, 40, 0)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Len(t, first, 40, "the two batches under way were finished")

		second, err := importFrom(endingAfter(t, 500*time.Millisecond), t, server, lampOrders(100), place{40, 0}, *options)
		requireStopped(t, err, 60, 0)
		require.Len(t, second, 20)
		require.Equal(t, 40, second[0].Index)

		third, err := importFrom(t.Context(), t, server, lampOrders(100), place{60, 0}, *options)
		require.NoError(t, err)
		require.Len(t, third, 40)
		requireEachOnce(t, server, 100)
	})
}

func TestACancelledImportWithoutGraceLeavesNoOrderUntold(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.DelayResponse(time.Second).Times(-1))
		options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 2, ShutdownTimeout: -1}

		first, err := collect(t, server.Client().Orders.Import(endingAfter(t, 1500*time.Millisecond), lampOrders(100), options))

		requireStopped(t, err, 20, 20)
		require.Len(t, first, 20)
		require.Equal(t, 40, server.Counts()["orders"], "made by the server, but nobody was told")

		second, err := importFrom(t.Context(), t, server, lampOrders(100), place{20, 20}, *options)
		require.NoError(t, err)
		require.Len(t, second, 80)
		for i, result := range second {
			require.NoError(t, result.Err)
			require.Equal(t, i < 20, result.Found)
		}
		requireEachOnce(t, server, 100)
	})
}

func TestACancelledImportSendsNothingAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.DropBefore)

		// It ends while the batch waits to be looked up.
		first, err := collect(t, server.Client().Orders.Import(endingAfter(t, 2*time.Second), lampOrders(10), nil))

		requireStopped(t, err, 0, 10)
		require.Empty(t, first)
		require.Equal(t, 1, server.CountRequests(isPost))
		second, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(10), &chargeback.ImportOptions{LookUpFirst: true, Resend: true}))
		require.NoError(t, err)
		require.Len(t, second, 10)
		requireEachOnce(t, server, 10)
	})
}

func TestAnImportCutOffWhileItLooksUpKeepsWhatItFound(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.DropResponse)
		server.FailMatching(isGet, chargebacktest.Delay(time.Second).Times(-1))
		options := &chargeback.ImportOptions{LookUpAfter: atOnce, ShutdownTimeout: -1}

		first, err := collect(t, server.Client().Orders.Import(endingAfter(t, 3500*time.Millisecond), lampOrders(10), options))

		requireStopped(t, err, 3, 7)
		require.Len(t, first, 3)
		for _, result := range first {
			require.NoError(t, result.Err)
			require.True(t, result.Found)
		}
	})
}

func TestAnImportCutOffBeforeABatchHasLeftDoesNotCallItRejected(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.TooManyRequests("60"))

		first, err := collect(t, server.Client().Orders.Import(endingAfter(t, 3*time.Second), lampOrders(10), nil))

		requireStopped(t, err, 0, 0)
		require.Empty(t, first)
		require.Zero(t, server.Counts()["orders"])
	})
}

func TestABrokenLoopWaitsForItsBatches(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(bodyHas(orderKey(15)), chargebacktest.Delay(time.Second))
		for result, err := range server.Client().Orders.Import(t.Context(), lampOrders(100), &chargeback.ImportOptions{BatchSize: 10, Concurrency: 2}) {
			require.NoError(t, err)
			require.Zero(t, result.Index)
			break
		}
		require.Equal(t, 20, server.Counts()["orders"])
	})
}

func TestABrokenLoopGoesOnWithItsWindowInDoubt(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithDuplicates(chargebacktest.DuplicatesAllowed))
	options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 3, LookUpAfter: atOnce, Resend: true, Save: keepNothing}
	var at chargeback.Checkpoint
	for result, err := range server.Client().Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)) {
		require.NoError(t, err)
		if result.Index == 24 {
			break
		}
	}

	second, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)))

	require.NoError(t, err)
	require.Len(t, second, 75)
	requireEachOnce(t, server, 100)
}

func TestAnOrderInDoubtIsNotSentWhereTheLookUpFails(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithSearch(chargebacktest.SearchRejected))
	results, err := importFrom(t.Context(), t, server, lampOrders(2), place{0, 1}, chargeback.ImportOptions{LookUpAfter: atOnce})
	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.NoError(t, results[1].Err)
	require.Zero(t, server.Received(orderKey(0)))
}

func TestAnOrderThatWasAcceptedButNotShownIsNotSentAgain(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	server.FailNext(chargebacktest.Respond(201, `[{"status":"success"}]`))
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))
	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
	require.Equal(t, 1, server.CountRequests(isPost))
}

func TestAnImportStopsWhereEveryLaterBatchWouldFareAlike(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault chargebacktest.Fault
		want  error
	}{
		"wrong keys":    {chargebacktest.Respond(http.StatusUnauthorized, `{"status":"error"}`), chargeback.ErrUnauthorized},
		"no right":      {chargebacktest.Respond(http.StatusForbidden, ``), chargeback.ErrForbidden},
		"rate limited":  {chargebacktest.TooManyRequests("3600"), chargeback.ErrRateLimited},
		"in many words": {chargebacktest.TooManyRequests("").Times(3), chargeback.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.FailMatching(bodyHas(orderKey(25)), tt.fault)
			options := &chargeback.ImportOptions{BatchSize: 10}

			first, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(100), options))

			requireStopped(t, err, 20, 0)
			require.ErrorIs(t, err, tt.want)
			require.Len(t, first, 20, "no order is called refused")
			require.Zero(t, server.CountRequests(bodyHas(orderKey(35))))

			_, err = importFrom(t.Context(), t, server, lampOrders(100), place{20, 0}, *options)
			require.NoError(t, err)
			requireEachOnce(t, server, 100)
		})
	}
}

func TestAnImportThatStopsCountsTheBatchesBehindAsInDoubt(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(bodyHas(orderKey(5)), chargebacktest.Respond(http.StatusUnauthorized, ""))
		server.FailMatching(bodyHas(orderKey(15)), chargebacktest.DelayResponse(time.Second))
		options := &chargeback.ImportOptions{BatchSize: 10, Concurrency: 2}

		// The 401 is late, so that the second batch is in flight when it comes.
		client := server.Client(chargeback.WithMiddleware(delay401))
		first, err := collect(t, client.Orders.Import(t.Context(), lampOrders(100), options))

		requireStopped(t, err, 0, 20)
		require.Empty(t, first)
		require.Equal(t, 10, server.Counts()["orders"], "the second batch was under way")
	})
}

func TestAnImportStopsWhereNothingCanBeSent(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	open := errors.New("the circuit is open")
	broken := true
	breaker := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if broken && server.Counts()["orders"] == 20 {
				return nil, fmt.Errorf("%w: %w", chargeback.ErrNotSent, open)
			}
			return next.RoundTrip(req)
		})
	}
	client := server.Client(chargeback.WithMiddleware(breaker), chargeback.WithRetry(chargeback.RetryPolicy{}))
	options := &chargeback.ImportOptions{BatchSize: 10, Save: keepNothing}
	var at chargeback.Checkpoint
	results, err := collect(t, client.Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)))
	requireStopped(t, err, 20, 0)
	require.ErrorIs(t, err, open)
	require.Len(t, results, 20, "no order is called rejected")

	broken = false
	results, err = collect(t, client.Orders.Import(t.Context(), lampOrders(100), options, chargeback.WithCheckpoint(&at)))
	require.NoError(t, err)
	require.Len(t, results, 80)
	require.Zero(t, server.CountRequests(isGet), "nothing was in doubt")
	requireEachOnce(t, server, 100)
}

func TestAnImportStopsWhereTheKeyIsRejectedOrderByOrder(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	const no = `{"status":"error"}`
	server.FailMatching(bodyHas(orderKey(15)), chargebacktest.Respond(http.StatusUnauthorized, "["+strings.Repeat(no+",", 9)+no+"]"))
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(100), &chargeback.ImportOptions{BatchSize: 10}))
	requireStopped(t, err, 10, 0)
	require.ErrorIs(t, err, chargeback.ErrUnauthorized)
	require.Len(t, results, 10)
	require.Equal(t, 2, server.CountRequests(nil))
}

// delay401 delays a 401 by half a second.
func delay401(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil && resp.StatusCode == http.StatusUnauthorized {
			time.Sleep(time.Second / 2)
		}
		return resp, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestAnImportOfACancelledContextSendsNothing(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	results, err := collect(t, server.Client().Orders.Import(ctx, lampOrders(5), nil))
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "chargeback: import stopped after 0 orders with 0 in doubt: context canceled")
	require.Empty(t, results)
	require.Empty(t, server.Requests())
}
