package chargeback_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestValidateRejectsWhatWouldNotBeSent(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	orders := server.Client().Orders
	for want, change := range map[string]func(*chargeback.OrderCreateParams){
		"order_id is missing; WithoutRequiredCheck sends the order": func(p *chargeback.OrderCreateParams) { p.OrderID = "" },
		"card_suffix is not 4 digits; WithoutCardCheck sends it":    func(p *chargeback.OrderCreateParams) { p.CardSuffix = new("12") },
		"billing_city is not UTF-8 text":                            func(p *chargeback.OrderCreateParams) { p.BillingCity = new("Malm\xf6") },
		"line_items[0].product_name has a card number in it that is not masked; if it is none, WithoutCardCheck sends it": func(p *chargeback.OrderCreateParams) {
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

func TestWithoutCardCheckSendsWhatLooksLikeACard(t *testing.T) {
	t.Parallel()
	server := chargebacktest.NewTestServer(t)
	order := lampOrder("4242424242424242")
	order.BillingAddress2, order.CardPrefix = new("4242 4242 4242 4242"), new("42424242")
	_, err := server.Client().Orders.Create(t.Context(), order)
	require.Equal(t, "card_prefix", validationError(t, err).Param)
	order.CardPrefix = nil
	_, err = server.Client().Orders.Create(t.Context(), order)
	require.Equal(t, "order_id", validationError(t, err).Param)
	require.Empty(t, server.Requests())

	client := server.Client(chargeback.WithoutCardCheck())
	made, err := client.Orders.Create(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, "4242424242424242", made.OrderID)
	results, err := collect(t, client.Orders.Import(t.Context(), slices.Values([]*chargeback.OrderCreateParams{order}), nil))
	require.NoError(t, err)
	require.ErrorIs(t, results[0].Err, chargeback.ErrBadRequest, "it was sent, and exists already")
	copied, err := client.With(chargeback.WithUserAgent("shop/1"))
	require.NoError(t, err)
	require.NotErrorIs(t, copied.Do(t.Context(), "POST", "/mids", map[string]string{"mid": "4242424242424242"}, nil), chargeback.ErrNotSent)
}
