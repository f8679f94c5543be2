package chargedesk_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/chargekit/chargekit-go/chargedesk"
)

var (
	long        = strings.Repeat("é", 256)
	dollars     = MustAmount("34.00")
	noAmount    = Amount{}
	negative    = MustAmount("-0.01")
	zero        = MustAmount("0.00")
	tooFine     = MustAmount("34.001")
	onCard      = GatewayChargeParams{CustomerID: "cus_ada", Amount: dollars, Currency: USD}
	recurring   = GatewaySubscriptionParams{CustomerID: "cus_ada", Amount: dollars, Currency: USD, Product: GatewayProduct{Interval: IntervalMonth}}
	askedFor    = PaymentRequestParams{Amount: dollars, Currency: USD}
	recorded    = ChargeCreateParams{Amount: dollars, Currency: USD, Customer: ChargeCustomer{ID: "cus_ada"}}
	subscribed  = SubscriptionCreateParams{SubscriptionID: "sub_9K"}
	offered     = ProductCreateParams{ProductID: "prod_loom"}
	newCustomer = CustomerCreateParams{CustomerID: "cus_ada"}
	invited     = AgentCreateParams{Name: "Grace", Email: "grace@example.com", Role: "desk"}
)

// with returns a changed copy.
func with[T any](params T, change func(*T)) *T {
	change(&params)
	return &params
}

func TestBadInputIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	type call func(ctx context.Context, desk *Client) error
	charge := func(change func(*GatewayChargeParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.CreateCharge(ctx, with(onCard, change))
			return err
		}
	}
	subscription := func(change func(*GatewaySubscriptionParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.CreateSubscription(ctx, with(recurring, change))
			return err
		}
	}
	request := func(change func(*PaymentRequestParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.RequestPayment(ctx, with(askedFor, change))
			return err
		}
	}
	record := func(change func(*ChargeCreateParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Create(ctx, with(recorded, change))
			return err
		}
	}
	update := func(params *ChargeUpdateParams) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Update(ctx, "ch_7Q", params)
			return err
		}
	}
	list := func(params *ChargeListParams) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.List(ctx, params)
			return err
		}
	}
	preview := func(params *ChargePreviewParams) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Preview(ctx, params)
			return err
		}
	}
	customer := func(change func(*CustomerCreateParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Customers.Create(ctx, with(newCustomer, change))
			return err
		}
	}
	rename := func(id string) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Customers.Update(ctx, "cus_ada", &CustomerUpdateParams{CustomerID: &id})
			return err
		}
	}
	subscribe := func(change func(*SubscriptionCreateParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Subscriptions.Create(ctx, with(subscribed, change))
			return err
		}
	}
	offer := func(change func(*ProductCreateParams)) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Products.Create(ctx, with(offered, change))
			return err
		}
	}
	activity := func(params *ActivityListParams) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Logs.Activity(ctx, params)
			return err
		}
	}
	hook := func(params *WebhookCreateParams) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Webhooks.Create(ctx, params)
			return err
		}
	}
	agent := func(change func(*AgentCreateParams)) call {
		return func(ctx context.Context, desk *Client) error {
			return desk.Agents.Create(ctx, with(invited, change))
		}
	}
	get := func(id string) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Get(ctx, id)
			return err
		}
	}
	refund := func(amount Amount) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.Refund(ctx, "ch_7Q", &RefundParams{Amount: amount})
			return err
		}
	}
	capture := func(amount Amount) call {
		return func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.Capture(ctx, "ch_7Q", &CaptureParams{Amount: amount})
			return err
		}
	}

	for _, c := range []struct {
		name, param string
		call        call
	}{
		{"charge without params", "customer[id]", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.CreateCharge(ctx, nil)
			return err
		}},
		{"charge without customer", "customer[id]", charge(func(p *GatewayChargeParams) { p.CustomerID = "" })},
		{"charge without amount", "amount", charge(func(p *GatewayChargeParams) { p.Amount = noAmount })},
		{"charge of nothing", "amount", charge(func(p *GatewayChargeParams) { p.Amount = zero })},
		{"charge below zero", "amount", charge(func(p *GatewayChargeParams) { p.Amount = negative })},
		{"charge of a tenth of a cent", "amount", charge(func(p *GatewayChargeParams) { p.Amount = tooFine })},
		{"charge of half a yen", "amount", charge(func(p *GatewayChargeParams) { p.Currency, p.Amount = JPY, MustAmount("100.5") })},
		{"charge of too fine dinars", "amount", charge(func(p *GatewayChargeParams) { p.Currency, p.Amount = "KWD", MustAmount("1.2345") })},
		{"charge of too fine retired money", "amount", charge(func(p *GatewayChargeParams) { p.Currency, p.Amount = "BYR", MustAmount("1.5") })},
		{"charge without currency", "currency", charge(func(p *GatewayChargeParams) { p.Currency = "" })},
		{"charge in small letters", "currency", charge(func(p *GatewayChargeParams) { p.Currency = "usd" })},
		{"charge in four letters", "currency", charge(func(p *GatewayChargeParams) { p.Currency = "USDT" })},
		{"charge with a sign", "currency", charge(func(p *GatewayChargeParams) { p.Currency = "€" })},
		{"metadata key too long", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{strings.Repeat("é", 33): "x"} })},
		{"metadata value too long", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{"x": long} })},
		{"metadata key with a bracket", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{"a[b": "x"} })},
		{"metadata key with a closing bracket", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{"a]": "x"} })},
		{"metadata key blank", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{" ": "x"} })},
		{"metadata key with a zero byte", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{"a\x00": "x"} })},
		{"metadata key empty", "metadata", charge(func(p *GatewayChargeParams) { p.Metadata = Metadata{"": "x"} })},
		{"subscription without params", "customer[id]", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.CreateSubscription(ctx, nil)
			return err
		}},
		{"subscription below zero", "amount", subscription(func(p *GatewaySubscriptionParams) { p.Amount = negative })},
		{"subscription without interval", "product[interval]", subscription(func(p *GatewaySubscriptionParams) { p.Product.Interval = "" })},
		{"subscription each fortnight", "product[interval]", subscription(func(p *GatewaySubscriptionParams) { p.Product.Interval = "fortnight" })},
		{"subscription every no months", "product[interval_count]", subscription(func(p *GatewaySubscriptionParams) { p.Product.IntervalCount = new(0) })},
		{"subscription of no units", "quantity", subscription(func(p *GatewaySubscriptionParams) { p.Quantity = new(0) })},
		{"negative trial", "product[trial_period_days]", subscription(func(p *GatewaySubscriptionParams) { p.Product.TrialPeriodDays = new(-1) })},
		{"negative cycles", "product[billing_cycles_total]", subscription(func(p *GatewaySubscriptionParams) { p.Product.BillingCyclesTotal = new(-1) })},
		{"set up too finely", "product[setup_amount]", subscription(func(p *GatewaySubscriptionParams) { p.Product.SetupAmount = &tooFine })},
		{"set up without amount", "product[setup_amount]", subscription(func(p *GatewaySubscriptionParams) { p.Product.SetupAmount = &noAmount })},
		{"request without params", "currency", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.RequestPayment(ctx, nil)
			return err
		}},
		{"request of nothing", "amount", request(func(p *PaymentRequestParams) { p.Amount = zero })},
		{"request to nobody", "contact", request(func(p *PaymentRequestParams) { p.Contact = new("") })},
		{"lines that don't add up", "lines", request(func(p *PaymentRequestParams) {
			p.Lines = PaymentLines{{Amount: new(MustAmount("17.00")), Quantity: new(2)}, {Amount: new(MustAmount("0.01"))}}
		})},
		{"line of half a cent", "lines[1][amount]", request(func(p *PaymentRequestParams) { p.Lines = PaymentLines{{}, {Amount: &tooFine}} })},
		{"line in half yen", "lines[0][amount]", request(func(p *PaymentRequestParams) {
			p.Lines = PaymentLines{{Amount: new(MustAmount("34.5")), Currency: new(JPY)}}
		})},
		{"line of bad money", "lines[0][currency]", request(func(p *PaymentRequestParams) { p.Lines = PaymentLines{{Currency: new(Currency("us"))}} })},
		{"line of a bad interval", "lines[0][interval]", request(func(p *PaymentRequestParams) { p.Lines = PaymentLines{{Interval: new(IntervalNone)}} })},
		{"line of no units", "lines[0][quantity]", request(func(p *PaymentRequestParams) { p.Lines = PaymentLines{{Quantity: new(0)}} })},
		{"refund without params", "amount", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.Refund(ctx, "ch_7Q", nil)
			return err
		}},
		{"refund without amount", "amount", refund(noAmount)},
		{"refund of nothing", "amount", refund(zero)},
		{"refund of 0", "amount", refund(MustAmount("0"))},
		{"refund below zero", "amount", refund(negative)},
		{"refund of no charge", "charge_id", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.RefundInFull(ctx, "", nil)
			return err
		}},
		{"capture without params", "amount", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.Capture(ctx, "ch_7Q", nil)
			return err
		}},
		{"capture without amount", "amount", capture(noAmount)},
		{"capture of nothing", "amount", capture(zero)},
		{"capture below zero", "amount", capture(negative)},
		{"void of no charge", "charge_id", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.VoidAuthorization(ctx, "")
			return err
		}},
		{"plan without id", "plans[0][id]", func(ctx context.Context, desk *Client) error {
			_, err := desk.Gateway.UpdatePlans(ctx, "sub_9K", &UpdatePlansParams{Plans: Plans{{ID: new("")}}})
			return err
		}},
		{"record without params", "currency", func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Create(ctx, nil)
			return err
		}},
		{"record without customer", "customer[id]", record(func(p *ChargeCreateParams) { p.Customer.ID = "" })},
		{"record without amount", "amount", record(func(p *ChargeCreateParams) { p.Amount = noAmount })},
		{"record below zero", "amount", record(func(p *ChargeCreateParams) { p.Amount = negative })},
		{"record with an empty transaction", "transaction_id", record(func(p *ChargeCreateParams) { p.TransactionID = new("") })},
		{"record refunded too finely", "amount_refunded", record(func(p *ChargeCreateParams) { p.AmountRefunded = &tooFine })},
		{"record with a bad line", "lines[0][tax_paid]", record(func(p *ChargeCreateParams) { p.Lines = ChargeLines{{TaxPaid: &negative}} })},
		{"update to bad money", "currency", update(&ChargeUpdateParams{Currency: new(Currency("dollars"))})},
		{"update below zero", "amount", update(&ChargeUpdateParams{Amount: &negative})},
		{"update to no customer", "customer[id]", update(&ChargeUpdateParams{Customer: &ChargeCustomerUpdate{ID: new("")}})},
		{"empty id", "charge_id", get("")},
		{"id of a dot", "charge_id", get(".")},
		{"id of two dots", "charge_id", get("..")},
		{"id preview", "charge_id", get("preview")},
		{"id with a control character", "charge_id", get("ch\n7Q")},
		{"page of no rows", "count", list(&ChargeListParams{Count: new(0)})},
		{"page of 501 rows", "count", list(&ChargeListParams{Count: new(501)})},
		{"negative offset", "offset", list(&ChargeListParams{Offset: new(-1)})},
		{"offset beyond the cap", "offset", list(&ChargeListParams{Offset: new(50_001)})},
		{"range of no time", "occurred[max]", list(&ChargeListParams{Occurred: &TimeRange{Max: new(Time{})}})},
		{"range upside down", "occurred[max]", list(&ChargeListParams{Occurred: &TimeRange{Min: new(NewTime(newYear)), Max: new(NewTime(newYear.AddDate(0, 0, -1)))}})},
		{"e-mail to nowhere", "email", func(ctx context.Context, desk *Client) error {
			return desk.Charges.SendEmail(ctx, "ch_7Q", &ChargeEmailParams{Email: new("nowhere")})
		}},
		{"preview of nothing", "currency", preview(nil)},
		{"preview without amount", "amount", preview(&ChargePreviewParams{Currency: new(USD)})},
		{"preview of an empty charge id", "charge_id", preview(&ChargePreviewParams{ChargeID: new("")})},
		{"items of no charge", "charge_id", func(ctx context.Context, desk *Client) error {
			_, err := desk.Charges.Items(ctx, "")
			return err
		}},
		{"customer without id", "customer_id", customer(func(p *CustomerCreateParams) { p.CustomerID = "" })},
		{"customer grouped", "customer_id", customer(func(p *CustomerCreateParams) { p.CustomerID = "grouped" })},
		{"customer history", "customer_id", customer(func(p *CustomerCreateParams) { p.CustomerID = "history" })},
		{"customer with a long description", "description", customer(func(p *CustomerCreateParams) { p.Description = &long })},
		{"customer with a long address", "billing_address", customer(func(p *CustomerCreateParams) { p.BillingAddress = &long })},
		{"customer with a long shipping address", "shipping_address", customer(func(p *CustomerCreateParams) { p.ShippingAddress = &long })},
		{"customer with long invoice details", "invoice_details", customer(func(p *CustomerCreateParams) { p.InvoiceDetails = &long })},
		{"rename to nothing", "customer_id", rename("")},
		{"rename to grouped", "customer_id", rename("grouped")},
		{"read of grouped", "customer_id", func(ctx context.Context, desk *Client) error {
			_, err := desk.Customers.Get(ctx, "grouped")
			return err
		}},
		{"delete without mode", "delete_all", func(ctx context.Context, desk *Client) error {
			return desk.Customers.Delete(ctx, "cus_ada", "")
		}},
		{"delete in mode 3", "delete_all", func(ctx context.Context, desk *Client) error {
			return desk.Customers.Delete(ctx, "cus_ada", "3")
		}},
		{"customers beyond the cap", "offset", func(ctx context.Context, desk *Client) error {
			_, err := desk.Customers.List(ctx, &CustomerListParams{Offset: new(50_001)})
			return err
		}},
		{"subscription record without id", "subscription_id", subscribe(func(p *SubscriptionCreateParams) { p.SubscriptionID = "" })},
		{"subscription record of a bad interval", "interval", subscribe(func(p *SubscriptionCreateParams) { p.Interval = new(Interval("hour")) })},
		{"subscription record of a bad item", "items[0][amount]", subscribe(func(p *SubscriptionCreateParams) {
			p.Currency, p.Items = new(USD), SubscriptionItems{{Amount: &tooFine}}
		})},
		{"subscriptions beyond the cap", "offset", func(ctx context.Context, desk *Client) error {
			_, err := desk.Subscriptions.List(ctx, &SubscriptionListParams{Offset: new(10_001)})
			return err
		}},
		{"product without id", "product_id", offer(func(p *ProductCreateParams) { p.ProductID = "" })},
		{"product with a long description", "description", offer(func(p *ProductCreateParams) { p.Description = &long })},
		{"product of a bad interval", "interval", offer(func(p *ProductCreateParams) { p.Interval = new(Interval("hour")) })},
		{"product with a negative trial", "trial_period_days", offer(func(p *ProductCreateParams) { p.TrialPeriodDays = new(-1) })},
		{"products beyond the cap", "offset", func(ctx context.Context, desk *Client) error {
			_, err := desk.Products.List(ctx, &ProductListParams{Offset: new(10_001)})
			return err
		}},
		{"log of an id without its type", "object_type", activity(&ActivityListParams{ObjectID: new("ch_7Q")})},
		{"log of an action without a type", "object_type", activity(&ActivityListParams{ActionType: new("refund")})},
		{"log of an id with an empty type", "object_type", activity(&ActivityListParams{ObjectType: new(ObjectType("")), ObjectID: new("ch_7Q")})},
		{"log beyond the cap", "offset", activity(&ActivityListParams{Offset: new(10_001)})},
		{"cancellations of no rows", "count", func(ctx context.Context, desk *Client) error {
			_, err := desk.Logs.Cancellations(ctx, &CancellationListParams{Count: new(0)})
			return err
		}},
		{"webhook without URL", "url", hook(nil)},
		{"webhook to a path", "url", hook(&WebhookCreateParams{URL: "/chargedesk"})},
		{"webhook of an empty kind", "notifications[1]", hook(&WebhookCreateParams{URL: "https://shop.example/x", Notifications: EventTypes{EventChargeNew, ""}})},
		{"webhook notifications as an id", "webhook_id", func(ctx context.Context, desk *Client) error {
			return desk.Webhooks.Delete(ctx, "notifications")
		}},
		{"agent without name", "name", agent(func(p *AgentCreateParams) { p.Name = "" })},
		{"agent without e-mail", "email", agent(func(p *AgentCreateParams) { p.Email = "" })},
		{"agent with a bad e-mail", "email", agent(func(p *AgentCreateParams) { p.Email = "Grace <grace@example.com>" })},
		{"agent without role", "role", agent(func(p *AgentCreateParams) { p.Role = "" })},
		{"nobody as an agent", "agent_email", func(ctx context.Context, desk *Client) error { return desk.Agents.Delete(ctx, "") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := c.call(t.Context(), silent(t))
			bad, ok := errors.AsType[*ValidationError](err)
			require.True(t, ok, "%v", err)
			require.Equal(t, c.param, bad.Param)
		})
	}
}
