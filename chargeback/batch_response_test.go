package chargeback_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAnElementIsMadeOnlyWhereItIsShownWithoutAnError(t *testing.T) {
	t.Parallel()
	for response, want := range map[string][]string{
		`[{"id":1,"order_id":"a"},{"id":null,"order_id":"b","status":"error","errors":["no"]}]`:                                       {"made a", "rejected b: no"},
		`[{"id":1,"order_id":"a"},{"order_id":"b","errors":{"b":["no"]}}]`:                                                            {"made a", "rejected b: b: no"},
		`[{"id":1,"order_id":"a"},{"order_id":"b","error":"no"}]`:                                                                     {"made a", "rejected b: no"},
		`[{"id":1,"order_id":"a","status":"error","message":"no"},{"id":2,"order_id":"b","errors":[]}]`:                               {"unknown", "made b"},
		`[{"id":1,"order_id":"a","status":"pending"},{"id":2,"order_id":"b","error":null}]`:                                           {"unknown", "made b"},
		`[{"order_id":"a"},{"status":"success","order":{"id":null,"order_id":"b"}}]`:                                                  {"unreadable", "unreadable"},
		`[{"status":"success","order":{"id":1,"order_id":"a"},"errors":["no"]},{"status":"success","order":{"id":2,"order_id":"b"}}]`: {"unknown", "made b"},
		`{"status":"success","orders":[{"id":1,"order_id":"a"}],"errors":["no"]}`:                                                     {"made a", "unknown"},
		`[{"success":true,"message":"order created"},{"id":2,"order_id":"b"}]`:                                                        {"unreadable", "made b"},
		`[{"status":"success","order":{"id":2,"order_id":"b"}},{"status":"pending","id":3},{"status":"error"}]`:                       {"unknown", "made b"},
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(200, response))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
			require.NoError(t, err)
			require.Equal(t, want, outcomes(results), response)
		})
	}
}

func TestNoElementOfAnErrorIsAnOrderThatWasMade(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status   int
		response string
		want     []string
	}{
		{422, `[{"order_id":"a","errors":["no"]},{"order_id":"b","errors":[]}]`, []string{"rejected a: no", "unknown"}},
		{422, `[{"order_id":"a","order_amount":"1"},{"order_id":"b","order_amount":"1"}]`, []string{"unknown", "unknown"}},
		{400, `[{"id":1,"order_id":"a"},{"message":"no"}]`, []string{"unknown", "rejected b: no"}},
	} {
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Respond(tt.status, tt.response))
		results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
		require.NoError(t, err)
		require.Equal(t, tt.want, outcomes(results), tt.response)
	}
}

func TestARejectedOrderOfABatchIsABadRequest(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	for response, want := range map[string]struct {
		line      string
		conflicts bool
	}{
		`[{"id":1,"order_id":"a"},{"status":"error","message":"no"}]`: {"chargeback: POST /orders: 201 Created: order rejected: no", false},
		`[{"id":1,"order_id":"a"},{"status":"error"}]`:                {"chargeback: POST /orders: 201 Created: order rejected: status error", false},
		`[{"id":1,"order_id":"a"},{"status":409,"message":"no"}]`:     {"chargeback: POST /orders: 201 Created: order rejected: no", true},
		`[{"id":1,"order_id":"a"},{"status":"409"}]`:                  {"chargeback: POST /orders: 201 Created: order rejected: status 409", true},
	} {
		t.Run(response, func(t *testing.T) {
			server.FailNext(chargebacktest.Respond(201, response))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
			require.NoError(t, err)
			require.EqualError(t, results[1].Err, want.line)
			require.ErrorIs(t, results[1].Err, chargeback.ErrBadRequest)
			require.Equal(t, want.conflicts, errors.Is(results[1].Err, chargeback.ErrConflict), response)
			failed, _ := errors.AsType[*chargeback.Error](results[1].Err)
			require.True(t, isNotApplied(failed))
			require.Equal(t, 201, failed.StatusCode, "the batch's")
		})
	}
	server.FailNext(chargebacktest.Respond(201, `[{"id":1,"order_id":"a"},{"id":2,"order_id":"b","status":"error"}]`))
	results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
	require.NoError(t, err)
	require.ErrorIs(t, results[1].Err, chargeback.ErrOutcomeUnknown)
	require.NotErrorIs(t, results[1].Err, chargeback.ErrBadRequest, "nobody knows whether it was rejected")
}

func TestABatchWithTheSameOrderTwiceIsNotSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	_, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b", "a"))
	require.EqualError(t, err, "chargeback: orders[2].order_id is also that of orders[0]")
	validationError(t, err)
	require.Empty(t, server.Requests())
}

func TestTheSameOrderIDOfTwoMerchantsCountsByPositionOnly(t *testing.T) {
	t.Parallel()
	orders := batchOf("a", "a")
	orders[1].MerchantName = "Another Shop"
	for response, want := range map[string][]string{
		`[{"id":1,"order_id":"a"},{"id":2,"order_id":"a"}]`:                  {"made a", "made a"},
		`[{"id":1,"order_id":"a"},{"status":"error","message":"no"}]`:        {"made a", "rejected a: no"},
		`[{"id":1,"order_id":"a"}]`:                                          {"unknown", "unknown"},
		`[{"id":1,"order_id":"a"},{"id":2,"order_id":"a"},{"order_id":"a"}]`: {"unknown", "unknown"},
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(201, response))
			results, err := server.Client().Orders.CreateBatch(t.Context(), orders)
			require.NoError(t, err)
			require.Equal(t, want, outcomes(results), response)
		})
	}
}

// word says in one word what an error means for what was asked for.
func word(err error) string {
	if err == nil {
		return "done"
	}
	return outcome(chargeback.BatchResult{Err: err})
}
