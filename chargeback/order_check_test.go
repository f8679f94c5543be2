package chargeback_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestValidateRefusesWhatWouldNotBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders := server.Client().Orders
	for want, change := range map[string]func(*chargeback.OrderCreateParams){
		"order_id is missing":            func(p *chargeback.OrderCreateParams) { p.OrderID = "" },
		"card_suffix is not four digits": func(p *chargeback.OrderCreateParams) { p.CardSuffix = new("12") },
		"billing_city is not UTF-8 text": func(p *chargeback.OrderCreateParams) { p.BillingCity = new("Malm\xf6") },
		"line_items[0].product_name has a card number in it that is not masked": func(p *chargeback.OrderCreateParams) {
			p.LineItems = []chargeback.LineItemParams{{ProductName: new("4242 4242 4242 4242")}}
		},
	} {
		t.Run(want, func(t *testing.T) {
			order := lampOrder("ord_1")
			change(order)
			require.EqualError(t, order.Validate(), "chargeback: "+want)
			validationError(t, order.Validate())
			_, err := orders.Create(t.Context(), order)
			require.Equal(t, order.Validate(), err)
			_, err = orders.CreateBatch(t.Context(), []*chargeback.OrderCreateParams{order})
			require.EqualError(t, err, "chargeback: orders[0]."+want)
			for result, err := range orders.Import(t.Context(), slices.Values([]*chargeback.OrderCreateParams{order}), nil) {
				require.NoError(t, err)
				require.EqualError(t, result.Err, "chargeback: orders[0]."+want)
			}
		})
	}
	require.Empty(t, server.Requests())
	require.NoError(t, lampOrder("ord_1").Validate())
	require.EqualError(t, (*chargeback.OrderCreateParams)(nil).Validate(), "chargeback: params is nil; a *OrderCreateParams is required")
}
