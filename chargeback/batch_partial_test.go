package chargeback_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestARejectedBatchIsToldApartInAnEnvelopeToo(t *testing.T) {
	t.Parallel()
	const made, rejected = `{"status":"success","order":{"id":1,"order_id":"a"}}`, `{"status":"error","order_id":"b","message":"no"}`
	for _, tt := range []struct {
		status   int
		response string
		want     []string
	}{
		{422, `{"status":"error","orders":[` + made + `,` + rejected + `]}`, []string{"unknown", "rejected b: no"}},
		{409, `{"orders":[` + rejected + `,` + made + `]}`, []string{"unknown", "rejected b: no"}},
		{200, `{"status":"error","orders":[` + made + `,` + rejected + `]}`, []string{"unknown", "rejected b: no"}},
		{422, `{"status":"partial","orders":[{"id":1,"order_id":"a"}],"errors":["b: no"]}`, []string{"unknown", "unknown"}},
		{422, `{"status":"success","orders":[{"order_id":"a"},{"order_id":"b","errors":["no"]}]}`, []string{"unknown", "rejected b: no"}},
		{422, `{"orders":[{"status":"error","message":"no"},{"status":"error","message":"no"}]}`, []string{"rejected a: no", "rejected b: no"}},
		{422, `[{"status":"success","order":{"order_id":"a"}},` + rejected + `]`, []string{"unknown", "rejected b: no"}},
		{422, `[{"success":true,"order_id":"a"},` + rejected + `]`, []string{"unknown", "rejected b: no"}},
		{400, `[{"status":"error","message":"no"}]`, []string{"unknown", "unknown"}}, // the result of one of them
	} {
		server := chargebacktest.NewTestServer(t)
		server.FailNext(chargebacktest.Respond(tt.status, tt.response))
		results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
		require.NoError(t, err, tt.response)
		require.Equal(t, tt.want, outcomes(results), tt.response)
	}
}

func TestARejectionThatShowsAnOrderIsInDoubt(t *testing.T) {
	t.Parallel()
	for response, unknown := range map[string]bool{
		`{"status":"success","order":{"id":1,"order_id":"a"}}`:   true,
		`[{"status":"success","order":{"id":1,"order_id":"a"}}]`: true,
		`{"status":"success","message":"1 of 2"}`:                true,
		`{"success":true}`:                                               true,
		`{"id":1,"order_id":"a","message":"no"}`:                         true,
		`[{"id":1},{"message":"no"},{"message":"no"}]`:                   true,
		`{"orders":[` + strings.Repeat(`{"id":1,"order_id":"a"},`, 3000): true, // its end is missing
		`{"status":"error","order":{"order_id":"a"},"message":"no"}`:     false,
		`{"status":"error","message":"no","orders":[]}`:                  false,
		`{"success":false,"message":"no"}`:                               false,
		`["a is missing","b is missing","c is missing"]`:                 false,
		`<html>{"status":"success"}</html>`:                              false,
		``:                                                               false,
	} {
		t.Run(response, func(t *testing.T) {
			server := chargebacktest.NewTestServer(t)
			client := server.Client()
			for name, call := range map[string]func() error{
				"create": func() error { _, err := client.Orders.Create(t.Context(), lampOrder("a")); return err },
				"batch": func() error {
					results, err := client.Orders.CreateBatch(t.Context(), batchOf("a", "b"))
					if err == nil {
						err = results[0].Err
					}
					return err
				},
				"do": func() error { return client.Do(t.Context(), "POST", "/orders", map[string]int{}, nil) },
			} {
				server.FailNext(chargebacktest.Respond(422, response))
				err := call()
				require.ErrorIs(t, err, chargeback.ErrBadRequest, name)
				require.Equal(t, unknown, errors.Is(err, chargeback.ErrOutcomeUnknown), "%s: %s", name, response)
				failed, _ := errors.AsType[*chargeback.Error](err)
				require.Equal(t, !unknown, isNotApplied(failed))
			}
		})
	}
}

func TestABatchRejectedInPartNeverSaysThatWhatItMadeWasNotMade(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 207, 400, 409, 422, 500} {
		for bits := range 16 {
			shapes := chargebacktest.Shapes{
				PartialStatus: status, WrappedBatch: bits&1 > 0, ReverseBatch: bits&2 > 0, AnonymousErrors: bits&4 > 0, ShortBatch: bits&8 > 0,
			}
			server := chargebacktest.NewTestServer(t, chargebacktest.InMemory(), chargebacktest.WithShapes(shapes))
			server.SeedOrder("old")
			for _, orderIDs := range [][]string{{"new1", "old"}, {"old", "new2"}, {"new3", "old", "new4"}} {
				results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf(orderIDs...))
				if status == 500 {
					require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)
					continue
				}
				require.NoError(t, err, "%+v", shapes)
				for _, result := range results {
					failed, ok := errors.AsType[*chargeback.Error](result.Err)
					require.False(t, ok && isNotApplied(failed) && result.OrderID != "old", "%s %+v", result.OrderID, shapes)
					require.False(t, result.Err == nil && result.OrderID == "old", "%+v", shapes)
				}
			}
		}
	}
}

func TestABatchWhoseRejectionIsCutOffIsInDoubt(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t, chargebacktest.WithShapes(chargebacktest.Shapes{PartialStatus: 422}))
	for size, want := range map[int]bool{1: false, 3: true} {
		orders := batchOf("a", "b", "c")[:size]
		orders[size-1].CRMID = new(int64(999))
		server.FailNext(chargebacktest.TruncateResponse(0))
		results, err := server.Client().Orders.CreateBatch(t.Context(), orders)
		require.Nil(t, results)
		failed, _ := errors.AsType[*chargeback.Error](err)
		require.Equal(t, 422, failed.StatusCode)
		require.Equal(t, want, errors.Is(err, chargeback.ErrOutcomeUnknown), "one order was rejected or not: it can't be a part")
		require.Equal(t, !want, isNotApplied(failed))
	}
	require.Equal(t, 1, server.Created("a"))
}

func TestAForbiddenPartOfABatchLeavesTheRestInDoubt(t *testing.T) {
	t.Parallel()
	for response, unknown := range map[string]bool{
		`[{"status":"error","order_id":"b","message":"no"}]`:                                                  true,
		`[{"status":"error","order_id":"a","message":"no"},{"status":"error","order_id":"b","message":"no"}]`: false,
		`[{"message":"no"}]`:                false,
		`{"status":"error","message":"no"}`: false,
	} {
		t.Run(response, func(t *testing.T) {
			t.Parallel()
			server := chargebacktest.NewTestServer(t)
			server.FailNext(chargebacktest.Respond(403, response))
			results, err := server.Client().Orders.CreateBatch(t.Context(), batchOf("a", "b"))
			require.Nil(t, results)
			require.ErrorIs(t, err, chargeback.ErrForbidden)
			require.Equal(t, unknown, errors.Is(err, chargeback.ErrOutcomeUnknown))
		})
	}
}

func TestABatchThatWasNotTakenIsNotInDoubt(t *testing.T) {
	t.Parallel()
	dead := chargebacktest.NewTestServer(t)
	dead.Close()
	_, err := dead.Client(chargeback.WithRetry(chargeback.RetryPolicy{})).Orders.CreateBatch(t.Context(), batchOf("a", "b"))
	failed, _ := errors.AsType[*chargeback.Error](err)
	require.True(t, isNotApplied(failed), "%v", err)

	inBubble(t, func(t *testing.T, server *chargebacktest.Server) {
		server.FailNext(chargebacktest.Respond(429, ""))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel) // while it waits
		_, err := server.Client().Orders.CreateBatch(ctx, batchOf("a", "b"))
		require.ErrorIs(t, err, context.Canceled)
		failed, _ := errors.AsType[*chargeback.Error](err)
		require.True(t, isNotApplied(failed), "%v", err)
	})
}
