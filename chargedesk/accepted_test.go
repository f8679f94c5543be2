package chargedesk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func amount(text string) *chargedesk.Amount { return new(chargedesk.MustAmount(text)) }

// TestHonestInputIsSent has values that ChargeDesk decides about, and the variables
// that they are sent as.
func TestHonestInputIsSent(t *testing.T) {
	t.Parallel()
	lines := func(lines ...chargedesk.ChargeLineParams) any {
		return with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Lines = lines })
	}
	for name, c := range map[string]struct {
		params any
		want   map[string]string
	}{
		"three thirds of 100.00": {
			with(askedFor, func(p *request) {
				p.Amount, p.Lines = *amount("100.00"), []chargedesk.PaymentLineParams{{Amount: amount("33.33"), Quantity: quantityOf("3")}}
			}),
			map[string]string{"amount": "100.00", "lines[0][amount]": "33.33", "lines[0][quantity]": "3"},
		},
		"net lines with their tax": {
			lines(chargedesk.ChargeLineParams{Amount: amount("28.57"), TaxPaid: amount("5.43")}),
			map[string]string{"amount": "34.00", "lines[0][amount]": "28.57", "lines[0][tax_paid]": "5.43"},
		},
		"a unit price of a quarter of a cent": {
			lines(chargedesk.ChargeLineParams{Amount: amount("0.0025"), Quantity: quantityOf("13600")}),
			map[string]string{"lines[0][amount]": "0.0025", "lines[0][quantity]": "13600"},
		},
		"a quantity of 1.5": {
			with(subscribed, func(p *chargedesk.SubscriptionCreateParams) {
				p.Quantity, p.Items = quantityOf("1.5"), []chargedesk.SubscriptionItemParams{{Quantity: quantityOf("0.5"), Percent: quantityOf("33.3333333")}}
			}),
			map[string]string{"quantity": "1.5", "items[0][quantity]": "0.5", "items[0][percent]": "33.3333333"},
		},
		"a subscription of many cheap units": {
			with(recurring, func(p *subscription) { p.Amount, p.Quantity = *amount("0.0025"), quantityOf("10000") }),
			map[string]string{"amount": "0.0025", "quantity": "10000"},
		},
		"part of a charge in bitcoin": {&chargedesk.RefundParams{Amount: *amount("0.00001234")}, map[string]string{"amount": "0.00001234"}},
		"a capture in bitcoin":        {&chargedesk.CaptureParams{Amount: *amount("0.00001234")}, map[string]string{"amount": "0.00001234"}},
		"a charge in bitcoin": {
			with(onCard, func(p *payment) { p.Amount, p.Currency = *amount("0.00001234"), "BTC" }),
			map[string]string{"amount": "0.00001234", "currency": "BTC"},
		},
		"a request of 0 with a trial": {
			with(askedFor, func(p *request) {
				p.Amount, p.Lines = zero, []chargedesk.PaymentLineParams{{TrialPeriodDays: new(14), Interval: new(chargedesk.IntervalMonth)}}
			}),
			map[string]string{"amount": "0.00", "lines[0][trial_period_days]": "14", "lines[0][interval]": "month"},
		},
		"the record of a credit": {
			with(recorded, func(p *chargedesk.ChargeCreateParams) {
				p.Amount, p.Status = *amount("-12.00"), new(chargedesk.ChargeStatusCredit)
			}),
			map[string]string{"amount": "-12.00", "status": "credit"},
		},
		"a plan for nobody": {
			&chargedesk.UpdatePlansParams{Plans: []chargedesk.PlanParams{{ID: new("plan_seats"), Quantity: quantityOf("0")}}},
			map[string]string{"plans[0][id]": "plan_seats", "plans[0][quantity]": "0"},
		},
		"a currency in small letters": {with(onCard, func(p *payment) { p.Currency = "usd" }), map[string]string{"currency": "usd"}},
		"a currency of more letters":  {with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Currency = "USDT" }), map[string]string{"currency": "USDT"}},
		"a country by its name": {
			with(newCustomer, func(p *customer) { p.Country = new("Germany") }), map[string]string{"country": "Germany"},
		},
		"addresses as records have them": {
			&chargedesk.CustomerUpdateParams{Email: new("no e-mail"), SendEmailTo: new("Books <books@example.com>; ada@example.com")},
			map[string]string{"email": "no e-mail", "send_email_to": "Books <books@example.com>; ada@example.com"},
		},
		"fields that are cleared": {
			&chargedesk.CustomerUpdateParams{Country: new(""), Email: new(""), SendEmailTo: new("")}, map[string]string{"country": "", "email": "", "send_email_to": ""},
		},
		"an update of nobody's record": {
			with(recorded, func(p *chargedesk.ChargeCreateParams) { p.UpdateIfExists = true }), map[string]string{"duplicate": "update"},
		},
		"a customer named like a word of the paths": {
			with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Customer.ID = "history" }), map[string]string{"customer[id]": "history"},
		},
		"an id with everything in it": {with(newCustomer, func(p *customer) { p.CustomerID = "a/b?c#d%20 é+@\n" }), map[string]string{"customer_id": "a/b?c#d%20 é+@\n"}},
		"a status that is new":        {&chargedesk.ChargeUpdateParams{Status: new(chargedesk.ChargeStatus("on hold"))}, map[string]string{"status": "on hold"}},
		"the gateway of an update":    {&chargedesk.ChargeUpdateParams{GatewayID: new("stripe")}, map[string]string{"gateway_id": "stripe"}},
		"a request for a product, as of 2017": {
			with(askedFor, func(p *request) {
				p.Product = &chargedesk.PaymentProductParams{ProductID: new("prod_loom"), Interval: new(chargedesk.IntervalYear), SetupAmount: amount("5.00")}
			}),
			map[string]string{"product[product_id]": "prod_loom", "product[interval]": "year", "product[setup_amount]": "5.00"},
		},
		"an interval that is new": {with(offered, func(p *chargedesk.ProductCreateParams) { p.Interval = new(chargedesk.Interval("quarter")) }),
			map[string]string{"interval": "quarter"}},
		"no time in an update": {&chargedesk.SubscriptionUpdateParams{TrialEnd: &chargedesk.Time{}}, map[string]string{"trial_end": "0"}},
		"a price below a cent": {with(offered, func(p *chargedesk.ProductCreateParams) { p.Amount = amount("0.123456789") }), map[string]string{"amount": "0.123456789"}},
		"an agent by another name": {with(invited, func(p *chargedesk.AgentCreateParams) { p.Email = "Grace <grace@example.com>" }),
			map[string]string{"email": "Grace <grace@example.com>"}},
		"a webhook of another kind": {&chargedesk.WebhookCreateParams{URL: "shop.example/x"}, map[string]string{"url": "shop.example/x"}},
		"long metadata": {
			&chargedesk.ChargeUpdateParams{Metadata: chargedesk.Metadata{strings.Repeat("é", 32): strings.Repeat("é", 255)}},
			map[string]string{"metadata[" + strings.Repeat("é", 32) + "]": strings.Repeat("é", 255)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := formOf(t, c.params)
			for variable, want := range c.want {
				require.Equal(t, []string{want}, sent[variable], variable)
			}
		})
	}
}

func TestHonestFiltersAreSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		params any
		want   url.Values
	}{
		"a country by its name":   {&chargedesk.CustomerListParams{Country: new("Germany")}, url.Values{"country": {"Germany"}}},
		"a charge's country":      {&chargedesk.ChargeListParams{CustomerCountry: new("DE")}, url.Values{"customer[country]": {"DE"}}},
		"the last page":           {&chargedesk.ChargeListParams{Count: new(500), Offset: new(50_000)}, url.Values{"count": {"500"}, "offset": {"50000"}}},
		"a range that is no time": {&chargedesk.ChargeListParams{Occurred: &chargedesk.TimeRange{Min: &chargedesk.Time{}}}, url.Values{"occurred[min]": {"0"}}},
		"a preview without tax":   {&chargedesk.ChargePreviewParams{ChargeID: new("ch_7Q"), AddTax: new(false)}, url.Values{"charge_id": {"ch_7Q"}, "add_tax": {"0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sent url.Values
			desk := answering(t, func(r *http.Request) (*http.Response, error) {
				sent = r.URL.Query()
				return replyTo(r, `{"data":[]}`), nil
			})
			require.NoError(t, give(t.Context(), desk, c.params))
			require.Equal(t, c.want, sent)
		})
	}
}

func TestAnObjectIsTheSameByAnyOfItsIDs(t *testing.T) {
	t.Parallel()
	body := `{"charge_id":"ch_7Q","transaction_id":"tx_1","customer_id":"cus_ada","email":"Ada@Example.com","username":"ada"}`
	for id, same := range map[string]bool{"cus_ada": true, "CUS_Ada ": true, "ada@example.com": true, "ada": true, "grace": false, "ch_7Q": false} {
		_, err := replying(t, 200, body).Customers.Get(t.Context(), id)
		require.Equal(t, same, err == nil, "%s: %v", id, err)
	}
	for id, same := range map[string]bool{"ch_7Q": true, "TX_1": true, "cus_ada": false} {
		_, err := replying(t, 200, body).Charges.Get(t.Context(), id)
		require.Equal(t, same, err == nil, "%s: %v", id, err)
	}
}
