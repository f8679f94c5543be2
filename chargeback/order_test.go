package chargeback_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// TestAnOrderInTheRarerFormsOfItsMembers takes what no sample shows and nobody has
// ruled out.
func TestAnOrderInTheRarerFormsOfItsMembers(t *testing.T) {
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
			require.Equal(t, []string{"made ord_2", "refused ord_1: order_id exists already"}, outcomes(results))
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
