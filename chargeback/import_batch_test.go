package chargeback_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestARejectionOfWhatWasSentAgainLeavesItUnknown(t *testing.T) {
	t.Parallel()
	for _, duplicates := range []chargebacktest.Duplicates{chargebacktest.DuplicatesConflict, chargebacktest.DuplicatesUnprocessable} {
		synctest.Test(t, func(t *testing.T) {
			server := chargebacktest.NewServer(chargebacktest.InMemory(), chargebacktest.WithSearchLag(time.Minute), chargebacktest.WithDuplicates(duplicates))
			defer server.Close()
			server.SeedOrder("old") // so that the search is proved
			time.Sleep(time.Hour)
			server.FailMatching(bodyHas(orderKey(3)), chargebacktest.DropResponse)

			results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(5), &chargeback.ImportOptions{Resend: true}))

			require.NoError(t, err)
			require.Len(t, results, 5)
			for _, result := range results {
				require.ErrorIs(t, result.Err, chargeback.ErrOutcomeUnknown)
				require.ErrorContains(t, result.Err, "order_id exists already")
				failed, _ := errors.AsType[*chargeback.Error](result.Err)
				require.False(t, isNotApplied(failed))
				require.Equal(t, result.OrderID, failed.ObjectID)
			}
			require.Equal(t, 2, server.CountRequests(isPost), "it is not tried a third time")
		})
	}
}

func TestARejectionOfWhatWasSentAgainIsLookedUp(t *testing.T) {
	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailMatching(isPost, chargebacktest.DropBefore)
		server.FailMatching(isPost, chargebacktest.Respond(http.StatusConflict, `{"message":"exists"}`).Executed())
		results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(2), &chargeback.ImportOptions{Resend: true}))
		require.NoError(t, err)
		for _, result := range results {
			require.NoError(t, result.Err)
			require.True(t, result.Found)
		}
		requireEachOnce(t, server, 2)
	})
}

func TestAnOrderThatCouldNotBeSentAgainIsInDoubtAsBefore(t *testing.T) {
	t.Parallel()
	// Connections: send 1, look up 2 and 3, send again 4, look up 5 and 6, send again 7.
	for dead, unknown := range map[[2]int32]bool{{4, 4}: false, {4, 7}: true} {
		server := doubling(t)
		server.FailNext(chargebacktest.DropBefore)
		var dials atomic.Int32
		line := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if dial := dials.Add(1); dial == dead[0] || dial == dead[1] {
				return nil, errors.New("no route")
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		}}
		client := server.Client(chargeback.WithHTTPClient(&http.Client{Transport: line}), chargeback.WithRetry(chargeback.RetryPolicy{}))

		results, err := collect(t, client.Orders.Import(t.Context(), lampOrders(1), &chargeback.ImportOptions{LookUpAfter: atOnce, Resend: true}))

		require.NoError(t, err)
		if !unknown {
			require.NoError(t, results[0].Err)
			continue
		}
		require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown)
		require.ErrorContains(t, results[0].Err, "POST /orders: not sent: no route")
	}
}

func TestAnOrderWithoutAnOrderIDIsNeitherLookedUpNorSentAgain(t *testing.T) {
	t.Parallel()
	server := doubling(t)
	server.SeedOrder("old")
	nameless := func(yield func(*chargeback.OrderCreateParams) bool) {
		for range 3 {
			if !yield(lampOrder("")) {
				return
			}
		}
	}
	server.FailNext(chargebacktest.DropBefore)
	options := &chargeback.ImportOptions{BatchSize: 2, LookUpAfter: atOnce, Resend: true}
	results, err := collect(t, server.Client().Orders.Import(t.Context(), nameless, options, chargeback.WithoutRequiredCheck()))
	require.NoError(t, err)
	require.Len(t, results, 3)
	for _, result := range results[:2] {
		require.ErrorIs(t, result.Err, chargeback.ErrOutcomeUnknown)
		require.ErrorContains(t, result.Err, "no order_id")
	}
	require.NotErrorIs(t, results[2].Err, chargeback.ErrOutcomeUnknown, "it was answered")
	require.Equal(t, 2, server.CountRequests(isPost))
	require.Zero(t, server.CountRequests(isGet))

	_, err = server.Client().Orders.CreateBatch(t.Context(), []*chargeback.OrderCreateParams{lampOrder(""), lampOrder("")}, chargeback.WithoutRequiredCheck())
	_, invalid := errors.AsType[*chargeback.ValidationError](err)
	require.False(t, invalid, "nobody knows whether they are the same: %v", err)
}

func TestAnOrderFoundAmongOthersDoesNotProveTheSearch(t *testing.T) {
	t.Parallel()
	server := doubling(t, chargebacktest.WithSearch(chargebacktest.SearchContains))
	server.SeedOrder("7") // the order that the search is tried with
	server.SeedOrder("77")
	server.SeedOrder("x" + orderKey(0))
	arrive(t, server, 1)
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(2), &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))
	require.NoError(t, err)
	require.True(t, results[0].Found)
	require.ErrorContains(t, results[1].Err, "finds other orders")
	require.Zero(t, server.Received(orderKey(1)))
}

func TestASearchThatWasNotProvedIsTriedAgainForTheNextBatch(t *testing.T) {
	t.Parallel()
	server := doubling(t, chargebacktest.WithSearch(chargebacktest.SearchNothing))
	server.SeedOrder("old")
	results, err := collect(t, server.Client().Orders.Import(t.Context(), lampOrders(3), &chargeback.ImportOptions{BatchSize: 1, LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))
	require.NoError(t, err)
	for _, result := range results {
		require.ErrorContains(t, result.Err, "does not find what exists either")
	}
	require.Zero(t, server.CountRequests(isPost))
}

func TestAnOrderOfAnotherCRMIsAnotherOne(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(*chargeback.OrderCreateParams){
		"by its id":   func(order *chargeback.OrderCreateParams) { order.CRMID, order.CRMName = new(int64(4077)), nil },
		"by its name": func(order *chargeback.OrderCreateParams) { order.CRMID, order.CRMName = nil, new("Till") },
	} {
		t.Run(name, func(t *testing.T) {
			server := doubling(t)
			server.AddCRM(4077, "Till")
			arrive(t, server, 1)
			order := lampOrder(orderKey(0))
			tell(order)
			orders := func(yield func(*chargeback.OrderCreateParams) bool) { yield(order) }

			results, err := collect(t, server.Client().Orders.Import(t.Context(), orders, &chargeback.ImportOptions{LookUpFirst: true, LookUpAfter: atOnce, Resend: true}))

			require.NoError(t, err)
			require.ErrorIs(t, results[0].Err, chargeback.ErrOutcomeUnknown, name)
			require.ErrorContains(t, results[0].Err, "but it differs")
			require.Equal(t, 1, server.Received(orderKey(0)))
		})
	}
}
