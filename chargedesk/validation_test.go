package chargedesk_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

var (
	long        = strings.Repeat("é", 256)
	dollars     = chargedesk.MustAmount("34.00")
	noAmount    = chargedesk.Amount{}
	negative    = chargedesk.MustAmount("-0.01")
	zero        = chargedesk.MustAmount("0.00")
	tooFine     = chargedesk.MustAmount("34.001")
	onCard      = chargedesk.GatewayChargeParams{CustomerID: "cus_ada", Amount: dollars, Currency: chargedesk.CurrencyUSD}
	recurring   = chargedesk.GatewaySubscriptionParams{CustomerID: "cus_ada", Amount: dollars, Currency: chargedesk.CurrencyUSD, Product: chargedesk.SubscriptionProductParams{Interval: chargedesk.IntervalMonth}}
	askedFor    = chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD}
	recorded    = chargedesk.ChargeCreateParams{Amount: dollars, Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: "cus_ada"}}
	subscribed  = chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_9K"}
	offered     = chargedesk.ProductCreateParams{ProductID: "prod_loom"}
	newCustomer = chargedesk.CustomerCreateParams{CustomerID: "cus_ada"}
	invited     = chargedesk.AgentCreateParams{Name: "Grace", Email: "grace@example.com", Role: "desk"}
)

// with returns a changed copy.
func with[T any](params T, change func(*T)) *T {
	change(&params)
	return &params
}

func TestBadInputIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	priced := func(currency chargedesk.Currency, amount string) *chargedesk.GatewayChargeParams {
		return with(onCard, func(p *chargedesk.GatewayChargeParams) {
			p.Currency, p.Amount = currency, chargedesk.MustAmount(amount)
		})
	}
	asked := func(lines ...chargedesk.PaymentLineParams) *chargedesk.PaymentRequestParams {
		return with(askedFor, func(p *chargedesk.PaymentRequestParams) { p.Lines = lines })
	}
	wrote := func(lines ...chargedesk.ChargeLineParams) *chargedesk.ChargeCreateParams {
		return with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Lines = lines })
	}
	penny, thirds := new(chargedesk.MustAmount("0.01")), new(chargedesk.MustAmount("17.00"))
	for _, c := range []struct {
		name, param string
		params      any
	}{
		{"charge of nothing", "customer[id]", &chargedesk.GatewayChargeParams{}},
		{"subscription of nothing", "customer[id]", &chargedesk.GatewaySubscriptionParams{}},
		{"request of nothing", "currency", &chargedesk.PaymentRequestParams{}},
		{"refund of nothing", "amount", &chargedesk.RefundParams{}},
		{"capture of nothing", "amount", &chargedesk.CaptureParams{}},
		{"record of nothing", "currency", &chargedesk.ChargeCreateParams{}},
		{"preview of nothing", "currency", &chargedesk.ChargePreviewParams{}},
		{"customer of nothing", "customer_id", &chargedesk.CustomerCreateParams{}},
		{"subscription record of nothing", "subscription_id", &chargedesk.SubscriptionCreateParams{}},
		{"product of nothing", "product_id", &chargedesk.ProductCreateParams{}},
		{"webhook of nothing", "url", &chargedesk.WebhookCreateParams{}},
		{"agent of nothing", "name", &chargedesk.AgentCreateParams{}},
		{"refund of 0", "amount", &chargedesk.RefundParams{Amount: chargedesk.MustAmount("0")}},
		{"half a yen", "amount", priced(chargedesk.CurrencyJPY, "100.5")},
		{"too fine dinars", "amount", priced("KWD", "1.2345")},
		{"too fine retired money", "amount", priced("BYR", "1.5")},
		{"too fine money of a code that is not known", "amount", priced("XCG", "1.00001")},
		{"a price that is too fine for any money", "amount", &chargedesk.ProductCreateParams{ProductID: "prod_loom", Amount: new(chargedesk.MustAmount("1.123456789"))}},
		{"lines that don't add up", "lines", asked(chargedesk.PaymentLineParams{Amount: thirds, Quantity: new(2)}, chargedesk.PaymentLineParams{Amount: penny})},
		{"recorded lines that don't add up", "lines", wrote(chargedesk.ChargeLineParams{Amount: thirds, Quantity: new(2), Currency: new(chargedesk.CurrencyUSD)}, chargedesk.ChargeLineParams{Amount: penny})},
		{"line in half yen", "lines[0][amount]", asked(chargedesk.PaymentLineParams{Amount: new(chargedesk.MustAmount("34.5")), Currency: new(chargedesk.CurrencyJPY)})},
		{"recorded line in half yen", "lines[1][amount]", wrote(chargedesk.ChargeLineParams{Description: new("x")}, chargedesk.ChargeLineParams{Amount: new(chargedesk.MustAmount("34.5")), Currency: new(chargedesk.CurrencyJPY)})},
		{"recorded tax in half yen", "lines[0][tax_paid]", wrote(chargedesk.ChargeLineParams{TaxPaid: new(chargedesk.MustAmount("34.5")), Currency: new(chargedesk.CurrencyJPY)})},
		{"set up in half yen", "lines[0][setup_amount]", asked(chargedesk.PaymentLineParams{SetupAmount: new(chargedesk.MustAmount("34.5")), Currency: new(chargedesk.CurrencyJPY)})},
		{"item in half yen", "items[0][amount]", with(subscribed, func(p *chargedesk.SubscriptionCreateParams) {
			p.Items = []chargedesk.SubscriptionItemParams{{Amount: new(chargedesk.MustAmount("34.5")), Currency: new(chargedesk.CurrencyJPY)}}
		})},
		{"gap in the lines", "lines[1]", asked(chargedesk.PaymentLineParams{Description: new("x")}, chargedesk.PaymentLineParams{}, chargedesk.PaymentLineParams{Description: new("y")})},
		{"gap in the plans", "plans[0]", &chargedesk.UpdatePlansParams{Plans: []chargedesk.PlanParams{{}, {ID: new("plan_small")}}}},
		{"preview without amount", "amount", &chargedesk.ChargePreviewParams{Currency: new(chargedesk.CurrencyUSD)}},
		{"log of an id without its type", "object_type", &chargedesk.ActivityListParams{ObjectID: new("ch_7Q")}},
		{"log of an action without a type", "object_type", &chargedesk.ActivityListParams{ActionType: new("refund")}},
		{"log of an id with an empty type", "object_type", &chargedesk.ActivityListParams{ObjectType: new(chargedesk.ObjectType("")), ObjectID: new("ch_7Q")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			requireFault(t, c.param, give(t.Context(), silent(t), c.params))
		})
	}
}

// drop returns the error of a call with a result.
func drop[T any](_ T, err error) error { return err }

func requireFault(t *testing.T, param string, err error) {
	t.Helper()
	fault, ok := errors.AsType[*chargedesk.ValidationError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, param, fault.Param)
}

func TestWhatIsAllowedIsNotRefused(t *testing.T) {
	t.Parallel()
	priced := func(currency chargedesk.Currency, amount string) any {
		return with(onCard, func(p *chargedesk.GatewayChargeParams) {
			p.Currency, p.Amount = currency, chargedesk.MustAmount(amount)
		})
	}
	for name, params := range map[string]any{
		"zeros at the end":               priced(chargedesk.CurrencyJPY, "100.00"),
		"four decimals of unknown money": priced("XCG", "1.23450"),
		"a currency without decimals":    priced("BTC", "0.00001234"),
		"four decimals":                  priced("CLF", "1.2345"),
		"long metadata": with(onCard, func(p *chargedesk.GatewayChargeParams) {
			p.Metadata = chargedesk.Metadata{strings.Repeat("é", 32): strings.Repeat("é", 255)}
		}),
		"lines in other money": with(askedFor, func(p *chargedesk.PaymentRequestParams) {
			p.Lines = []chargedesk.PaymentLineParams{{Amount: new(chargedesk.MustAmount("5.00")), Currency: new(chargedesk.CurrencyEUR)}}
		}),
		"lines without amounts": with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Lines = []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("5.00"))}, {Description: new("x")}}
		}),
		"no lines":                         with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Lines = []chargedesk.ChargeLineParams{} }),
		"lines of an update":               &chargedesk.ChargeUpdateParams{Lines: []chargedesk.ChargeLineParams{{Amount: new(chargedesk.MustAmount("5.00"))}}},
		"more refunded than paid":          with(recorded, func(p *chargedesk.ChargeCreateParams) { p.AmountRefunded = new(chargedesk.MustAmount("35")) }),
		"a country in small letters":       &chargedesk.CustomerUpdateParams{Country: new("gb")},
		"a country and an address no more": &chargedesk.CustomerUpdateParams{Country: new(""), Email: new(""), SendEmailTo: new("")},
		"addresses with commas":            &chargedesk.CustomerUpdateParams{SendEmailTo: new("ada@example.com, books@example.com")},
		"times of none in an update":       &chargedesk.SubscriptionUpdateParams{TrialEnd: &chargedesk.Time{}},
		"a discount of many decimals": with(subscribed, func(p *chargedesk.SubscriptionCreateParams) {
			p.Items = []chargedesk.SubscriptionItemParams{{Percent: new(chargedesk.MustAmount("33.3333333"))}}
		}),
		"an id with everything in it":        with(newCustomer, func(p *chargedesk.CustomerCreateParams) { p.CustomerID = "a/b?c#d%20 é+@" }),
		"the largest page at the last place": &chargedesk.ChargeListParams{Count: new(500), Offset: new(50_000)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireSent(t, params)
		})
	}
}

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

// formOf is the form that the call of these params sends.
func formOf(t *testing.T, params any) (form url.Values) {
	t.Helper()
	desk := answering(t, func(r *http.Request) (*http.Response, error) {
		require.NoError(t, r.ParseForm())
		form = r.PostForm
		return nil, errors.New("sent")
	})
	require.Error(t, give(t.Context(), desk, params))
	return form
}

func TestAQuantityOfOneIsSentOnlyWhereItMayChangeARecord(t *testing.T) {
	t.Parallel()
	one := new(1)
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
