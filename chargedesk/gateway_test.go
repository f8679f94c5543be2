package chargedesk_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestParamsAreNotChanged(t *testing.T) {
	t.Parallel()
	desk := answering(t, func(*http.Request) (*http.Response, error) { return nil, errors.New("nobody is there") })
	params := with(recurring, func(p *chargedesk.GatewaySubscriptionParams) { p.Quantity = new(chargedesk.NewNumber(1)) })
	_, err := desk.Gateway.CreateSubscription(t.Context(), params)
	require.Error(t, err)
	require.Equal(t, chargedesk.NewNumber(1), *params.Quantity)
}

// The path that three methods share has variables that none of them sends.
func TestNoPaymentTakesASubscriptionFromAnOption(t *testing.T) {
	t.Parallel()
	desk := silent(t)
	for _, opt := range []chargedesk.CallOption{chargedesk.WithParam("subscription", "1"), chargedesk.WithQuery("subscription", "1")} {
		requireFault(t, "subscription", drop(desk.Gateway.CreateCharge(t.Context(), &onCard, opt)))
		requireFault(t, "subscription", drop(desk.Gateway.CreateSubscription(t.Context(), &recurring, opt)))
		requireFault(t, "subscription", drop(desk.Gateway.RequestPayment(t.Context(), &askedFor, opt)))
	}
}

func TestAnUnknownOutcomeNamesWhatToLookUp(t *testing.T) {
	t.Parallel()
	contact := &chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD, Contact: new("ada@example.com")}
	customer := &chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD, Contact: new("ada@example.com"), CustomerID: new("cus_ada")}
	for name, c := range map[string]struct {
		call   func(ctx context.Context, desk *chargedesk.Client) error
		lookUp string
	}{
		"a refund": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{Amount: dollars}))
		}, "ch_7Q"},
		"a charge": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Gateway.CreateCharge(ctx, &onCard))
		}, "cus_ada"},
		"a request to a contact": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Gateway.RequestPayment(ctx, contact))
		}, "ada@example.com"},
		"a request of a customer": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Gateway.RequestPayment(ctx, customer))
		}, "cus_ada"},
		"a record with a transaction": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Charges.Create(ctx, with(recorded, func(p *chargedesk.ChargeCreateParams) { p.TransactionID = new("tx_new") })))
		}, "tx_new"},
		"a record without": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Charges.Create(ctx, &recorded))
		}, "cus_ada"},
		"a customer": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Customers.Create(ctx, &newCustomer))
		}, "cus_ada"},
		"a subscription": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Subscriptions.Create(ctx, &subscribed))
		}, "sub_9K"},
		"a product": {func(ctx context.Context, desk *chargedesk.Client) error {
			return drop(desk.Products.Create(ctx, &offered))
		}, "prod_loom"},
		"an agent": {func(ctx context.Context, desk *chargedesk.Client) error { return desk.Agents.Create(ctx, &invited) }, "grace@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := chargedesktest.NewServer(chargedesktest.InMemory())
				defer fake.Close()
				fake.FailNext(chargedesktest.DropResponse)
				err := c.call(t.Context(), fake.Client())
				failure, ok := errors.AsType[*chargedesk.Error](err)
				require.True(t, ok, "%v", err)
				require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
				require.Equal(t, c.lookUp, failure.ObjectID)
				require.NotContains(t, failure.Error(), c.lookUp)
			})
		})
	}
}
