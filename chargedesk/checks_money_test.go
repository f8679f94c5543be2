package chargedesk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestZerosBeyondTheDecimalsOfACurrencyAreNotSent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		params     any
		name, want string
	}{
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: chargedesk.CurrencyJPY, Amount: chargedesk.MustAmount("1000.0000000")}, "amount", "1000"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: chargedesk.CurrencyUSD, Amount: chargedesk.MustAmount("34.00")}, "amount", "34.00"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: chargedesk.CurrencyUSD, Amount: chargedesk.MustAmount("34.0")}, "amount", "34.0"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: chargedesk.CurrencyUSD, Amount: chargedesk.MustAmount("34.500")}, "amount", "34.50"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: "KWD", Amount: chargedesk.MustAmount("34.5000")}, "amount", "34.500"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: "XCG", Amount: chargedesk.MustAmount("34.000000")}, "amount", "34.0000"},
		{&chargedesk.GatewayChargeParams{CustomerID: "x", Currency: "BTC", Amount: chargedesk.MustAmount("34.000000")}, "amount", "34.000000"},
		{&chargedesk.RefundParams{Amount: chargedesk.MustAmount("34.000000")}, "amount", "34.0000"},
		{with(recurring, func(p *chargedesk.GatewaySubscriptionParams) {
			p.Product.SetupAmount = new(chargedesk.MustAmount("10.000"))
		}), "product[setup_amount]", "10.00"},
		{with(recorded, func(p *chargedesk.ChargeCreateParams) { p.AmountRefunded = new(chargedesk.MustAmount("10.000")) }), "amount_refunded", "10.00"},
		{with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Lines = []chargedesk.ChargeLineParams{{TaxPaid: new(chargedesk.MustAmount("10.000"))}}
		}), "lines[0][tax_paid]", "10.00"},
		{with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Lines = []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("10.000")), Currency: new(chargedesk.CurrencyJPY)}}
		}), "lines[0][amount]", "10"},
		{with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Metadata = chargedesk.Metadata{"amount": "10.0000000", "currency": "JPY"}
		}), "metadata[amount]", "10.0000000"},
	} {
		require.Equal(t, c.want, formOf(t, c.params).Get(c.name), "%+v", c.params)
	}
}

func TestAQuantityOfOneIsSentOnlyWhereItMayChangeARecord(t *testing.T) {
	t.Parallel()
	one := new(chargedesk.NewNumber(1))
	for _, params := range []any{
		with(recurring, func(p *chargedesk.GatewaySubscriptionParams) { p.Quantity = one }), with(askedFor, func(p *chargedesk.PaymentRequestParams) { p.Quantity = one }),
		with(subscribed, func(p *chargedesk.SubscriptionCreateParams) { p.Quantity = one }), with(offered, func(p *chargedesk.ProductCreateParams) { p.Quantity = one }),
	} {
		require.NotContains(t, formOf(t, params), "quantity", "%T", params)
	}
	for _, params := range []any{
		with(subscribed, func(p *chargedesk.SubscriptionCreateParams) {
			p.Quantity, p.UpdateIfExists = one, true
		}), &chargedesk.SubscriptionUpdateParams{Quantity: one},
		with(offered, func(p *chargedesk.ProductCreateParams) {
			p.Quantity, p.UpdateIfExists = one, true
		}), &chargedesk.ProductUpdateParams{Quantity: one},
	} {
		require.Equal(t, "1", formOf(t, params).Get("quantity"), "%T", params)
	}
}
