package chargeback_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAnImportWhoseOrdersEndWithItsContextHasStopped(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	ctx, cancel := context.WithCancel(t.Context())
	rows := func(yield func(*chargeback.OrderCreateParams) bool) {
		for i := 0; ctx.Err() == nil && yield(lampOrder(orderKey(i))); i++ {
			if i == 34 {
				cancel()
			}
		}
	}
	options := &chargeback.ImportOptions{BatchSize: 10}
	first, err := collect(t, server.Client().Orders.Import(ctx, rows, options))
	requireStopped(t, err, 30, 0)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, first, 30)
	require.Equal(t, 30, server.Counts()["orders"], "no batch is begun any more")

	_, err = importFrom(ctx, t, server, rows, place{30, 5}, *options)
	requireStopped(t, err, 30, 5)

	_, err = importFrom(t.Context(), t, server, lampOrders(100), place{30, 0}, *options)
	require.NoError(t, err)
	requireEachOnce(t, server, 100)
}

// late is a context whose children are told late that it has ended.
type late struct {
	context.Context
	ended bool
}

func (c *late) Err() error {
	if c.ended {
		return context.Canceled
	}
	return nil
}

func TestAnImportAsksItsCallersOwnContext(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	ctx := &late{Context: t.Context()}
	rows := func(yield func(*chargeback.OrderCreateParams) bool) {
		yield(lampOrder(orderKey(0)))
		ctx.ended = true
	}
	_, err := collect(t, server.Client().Orders.Import(ctx, rows, nil))
	requireStopped(t, err, 0, 0)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, server.Requests())
}

func TestAnImportThatWasCancelledForAReasonSaysBoth(t *testing.T) {
	t.Parallel()
	deploy := errors.New("deploy")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(deploy)
	_, err := collect(t, doubling(t).Client().Orders.Import(ctx, lampOrders(3), nil))
	require.ErrorIs(t, err, deploy)
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "chargeback: import stopped after 0 orders with 0 in doubt: context canceled: deploy")
}

func TestAnImportStopsWhereItCannotLookUp(t *testing.T) {
	for name, fault := range map[string]chargebacktest.Fault{
		"wrong keys":   chargebacktest.Respond(http.StatusUnauthorized, `{"status":"error"}`),
		"no right":     chargebacktest.Respond(http.StatusForbidden, ``),
		"rate limited": chargebacktest.TooManyRequests("3600"),
		"an outage":    chargebacktest.RespondHTML(http.StatusServiceUnavailable),
		"a dead line":  chargebacktest.DropBefore,
		"a wrong page": chargebacktest.RespondHTML(http.StatusOK),
	} {
		inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
			arrive(t, server, 25)
			server.ClearRequests()
			server.FailMatching(func(r chargebacktest.Request) bool {
				return r.Query.Get("search") != "" && r.Query.Get("search") != `{"order_id":"ord_0000010"}`
			}, fault.Times(-1))
			options := chargeback.ImportOptions{BatchSize: 10, Resend: true}
			told, err := importFrom(t.Context(), t, server, lampOrders(100), place{10, 25}, options)
			requireStopped(t, err, 11, 24)
			require.Len(t, told, 1, "the one that was found before")
			require.LessOrEqual(t, len(server.Requests()), 8, "the attempts of one look-up: "+name)
			require.Zero(t, server.CountRequests(isPost))

			server.ClearFaults()
			time.Sleep(2 * time.Hour)
			_, err = importFrom(t.Context(), t, server, lampOrders(100), place{11, 24}, options)
			require.NoError(t, err)
			requireEachOnce(t, server, 100)
		})
	}
}

func TestAnImportStopsWhereTheSearchCannotBeTried(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(func(r chargebacktest.Request) bool { return isGet(r) && !r.Query.Has("search") }, chargebacktest.Respond(http.StatusForbidden, ""))
		told, err := importFrom(t.Context(), t, server, lampOrders(5), place{0, 5}, chargeback.ImportOptions{Resend: true})
		requireStopped(t, err, 0, 5)
		require.ErrorIs(t, err, chargeback.ErrForbidden)
		require.Empty(t, told)
		require.Len(t, server.Requests(), 2)
	})
}

func TestAnImportGoesOnWhereTheSearchIsRejectedAsSuch(t *testing.T) {
	t.Parallel()
	for status, answer := range map[int]string{400: "", 404: "", 422: "", 200: `{"status":"error","message":"no such search"}`} {
		server := doubling(t)
		server.FailMatching(isGet, chargebacktest.Respond(status, answer).Times(-1))
		results, err := importFrom(t.Context(), t, server, lampOrders(3), place{0, 2}, chargeback.ImportOptions{LookUpAfter: atOnce})
		require.NoError(t, err)
		require.Len(t, results, 3)
		require.ErrorIs(t, results[1].Err, chargeback.ErrOutcomeUnknown)
		require.NoError(t, results[2].Err)
	}
}

func TestAnImportStopsInAnOutageAndLeavesOneBatchInDoubt(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(nil, chargebacktest.RespondHTML(http.StatusServiceUnavailable).Times(-1))
		told, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(2000), nil))
		requireStopped(t, err, 0, 100)
		require.ErrorIs(t, err, chargeback.ErrServer)
		require.Empty(t, told)
	})
}

func TestAForbiddenOrderStopsOnlyABatchOfSeveral(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	server.FailMatching(bodyHas(orderKey(15)), chargebacktest.Respond(http.StatusForbidden, `{"message":"not your merchant"}`).Times(-1))
	_, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(30), &chargeback.ImportOptions{BatchSize: 10}))
	requireStopped(t, err, 10, 0)
	require.ErrorIs(t, err, chargeback.ErrForbidden)

	results, err := importFrom(t.Context(), t, server, lampOrders(30), place{10, 0}, chargeback.ImportOptions{BatchSize: 1})
	require.NoError(t, err)
	require.Len(t, results, 20)
	for _, result := range results {
		if result.Index != 15 {
			require.NoError(t, result.Err)
			continue
		}
		require.ErrorIs(t, result.Err, chargeback.ErrForbidden)
		failed, _ := errors.AsType[*chargeback.Error](result.Err)
		require.True(t, isNotApplied(failed))
		require.Equal(t, orderKey(15), failed.ObjectID)
	}
	require.Equal(t, 29, server.Counts()["orders"])
}
