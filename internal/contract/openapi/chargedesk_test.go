package openapi

import (
	"context"
	"iter"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestChargeDeskSpeaksAsDescribed(t *testing.T) {
	t.Parallel()
	covered := coverage{}
	for name, types := range map[string]chargedesktest.JSONTypes{"types of live accounts": chargedesktest.LiveTypes, "types of the documentation": chargedesktest.DocsTypes} {
		t.Run(name, func(t *testing.T) {
			server := chargedesktest.NewTestServer(t, chargedesktest.WithJSONTypes(types), chargedesktest.WithoutRateLimit())
			witness := &Witness{Description: load(t, "chargedesk")}
			w := &deskWalk{server: server, witness: witness, client: server.Client(chargedesk.WithMiddleware(witness.Wrap), chargedesk.WithRetry(chargedesk.RetryPolicy{}))}
			covered.add(walk(t, witness, w.steps(t), func() (all []received) {
				for _, r := range server.Requests() {
					all = append(all, received{r.Method, r.Path, r.RawQuery, r.Header, r.Body})
				}
				return all
			}))
		})
	}
	covered.atLeast(t, load(t, "chargedesk"), 40)
}

type deskWalk struct {
	server  *chargedesktest.Server
	witness *Witness
	client  *chargedesk.Client
}

func (w *deskWalk) steps(t *testing.T) []step {
	ctx := t.Context()
	var steps []step
	for _, chapter := range [][]step{w.create(ctx), w.gateway(ctx), w.charges(ctx), w.subscriptions(ctx), w.customers(ctx), w.products(ctx), w.rest(ctx), w.failures(t, ctx)} {
		steps = append(steps, chapter...)
	}
	return steps
}

// What rich parameters refer to.
const (
	deskProduct      = "A & B/ü=product_id"
	deskCustomer     = "A & B/ü=customer_id"
	deskSubscription = "A & B/ü=subscription_id"
)

func (w *deskWalk) create(ctx context.Context) []step {
	return []step{
		{"products.create", func() error { return second(w.client.Products.Create(ctx, rich[chargedesk.ProductCreateParams]())) }, nil},
		{"customers.create", func() error { return second(w.client.Customers.Create(ctx, rich[chargedesk.CustomerCreateParams]())) }, nil},
		{"subscriptions.create", func() error {
			return second(w.client.Subscriptions.Create(ctx, rich[chargedesk.SubscriptionCreateParams]()))
		}, nil},
	}
}

func (w *deskWalk) gateway(ctx context.Context) []step {
	gateway := w.client.Gateway
	payer := w.server.SeedCharge("34.00", "USD").CustomerID
	subscription := w.server.SeedSubscription(payer, "7.50", "USD")
	authorized := func() string { return w.server.SeedAuthorizedCharge("34.00", "USD").ChargeID }
	paid := func() string { return w.server.SeedCharge("34.00", "USD").ChargeID }
	return []step{
		{"gateway.createCharge", func() error {
			return second(gateway.CreateCharge(ctx, rich(func(p *chargedesk.GatewayChargeParams) { p.CustomerID = payer })))
		}, nil},
		{"gateway.createSubscription", func() error {
			return second(gateway.CreateSubscription(ctx, rich(func(p *chargedesk.GatewaySubscriptionParams) { p.CustomerID = payer })))
		}, nil},
		{"gateway.requestPayment", func() error {
			return second(gateway.RequestPayment(ctx, rich(func(p *chargedesk.PaymentRequestParams) { p.CustomerID, p.Amount = &payer, linesTotal })))
		}, nil},
		{"gateway.requestPayment", func() error {
			return second(gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{Amount: chargedesk.MustAmount("5"), Currency: "JPY"}))
		}, nil},
		{"gateway.refund", func() error { return second(gateway.Refund(ctx, paid(), rich[chargedesk.RefundParams]())) }, nil},
		{"gateway.refundInFull", func() error { return second(gateway.RefundInFull(ctx, paid(), rich[chargedesk.RefundInFullParams]())) }, nil},
		{"gateway.refundInFull", func() error { return second(gateway.RefundInFull(ctx, paid(), nil)) }, nil},
		{"gateway.capture", func() error { return second(gateway.Capture(ctx, authorized(), rich[chargedesk.CaptureParams]())) }, nil},
		{"gateway.captureInFull", func() error { return second(gateway.CaptureInFull(ctx, authorized())) }, nil},
		{"gateway.voidAuthorization", func() error { return second(gateway.VoidAuthorization(ctx, authorized())) }, nil},
		{"gateway.cancelPaymentRequest", func() error {
			return second(gateway.CancelPaymentRequest(ctx, w.server.SeedPaymentRequest("34.00", "USD").ChargeID))
		}, nil},
		{"gateway.updatePlans", func() error {
			return second(gateway.UpdatePlans(ctx, subscription, rich(func(p *chargedesk.UpdatePlansParams) { p.PeriodEnd = nil })))
		}, nil},
		{"gateway.updatePlans", func() error {
			return second(gateway.UpdatePlans(ctx, subscription, rich[chargedesk.UpdatePlansParams]()))
		}, chargedesk.ErrBadRequest},
		{"gateway.cancelSubscription", func() error {
			return second(gateway.CancelSubscription(ctx, subscription, rich[chargedesk.CancelSubscriptionParams]()))
		}, nil},
	}
}

// linesTotal is what the lines of rich parameters add up to: two of two pieces each.
var linesTotal = chargedesk.MustAmount("49.36")

func (w *deskWalk) charges(ctx context.Context) []step {
	charges, id := w.client.Charges, ""
	return []step{
		{"charges.create", func() error {
			charge, err := charges.Create(ctx, rich(func(p *chargedesk.ChargeCreateParams) {
				p.Amount, p.ProductID, p.SubscriptionID = linesTotal, new(deskProduct), new(deskSubscription)
			}))
			if err == nil {
				id = string(charge.ChargeID)
			}
			return err
		}, nil},
		{"charges.create", func() error {
			return second(charges.Create(ctx, rich(func(p *chargedesk.ChargeCreateParams) {
				p.Lines, p.Metadata, p.ProductID, p.SubscriptionID = []chargedesk.ChargeLineParams{}, chargedesk.Metadata{}, nil, nil
			})))
		}, nil},
		{"charges.list", func() error { return second(charges.List(ctx, rich[chargedesk.ChargeListParams]())) }, nil},
		{"charges.list", func() error { return drain(charges.All(ctx, nil)) }, nil},
		{"charges.get", func() error { return second(charges.Get(ctx, id)) }, nil},
		{"charges.update", func() error {
			return second(charges.Update(ctx, id, rich(func(p *chargedesk.ChargeUpdateParams) {
				p.Amount, p.ProductID, p.SubscriptionID = &linesTotal, new(deskProduct), new(deskSubscription)
			})))
		}, nil},
		{"charges.sendEmail", func() error { return charges.SendEmail(ctx, id, rich[chargedesk.ChargeEmailParams]()) }, nil},
		{"charges.sendEmail", func() error { return charges.SendEmail(ctx, id, nil) }, nil},
		{"charges.items", func() error { return second(charges.Items(ctx, id)) }, nil},
		{"charges.preview", func() error {
			return second(charges.Preview(ctx, rich(func(p *chargedesk.ChargePreviewParams) { p.ChargeID = &id })))
		}, nil},
		{"charges.delete", func() error { return charges.Delete(ctx, id) }, nil},
		{"charges.get", func() error { return second(charges.Get(ctx, "none/of these?")) }, chargedesk.ErrNotFound},
	}
}

func (w *deskWalk) customers(ctx context.Context) []step {
	customers, id := w.client.Customers, deskCustomer
	return []step{
		{"customers.list", func() error { return second(customers.List(ctx, rich[chargedesk.CustomerListParams]())) }, nil},
		{"customers.list", func() error { return drain(customers.All(ctx, nil)) }, nil},
		{"customers.get", func() error { return second(customers.Get(ctx, id)) }, nil},
		{"customers.update", func() error {
			return second(customers.Update(ctx, id, rich(func(p *chargedesk.CustomerUpdateParams) { p.CustomerID, p.Country = nil, new("") })))
		}, nil},
		{"customers.search", func() error { return second(customers.Search(ctx, rich[chargedesk.CustomerSearchParams]())) }, nil},
		{"customers.search", func() error {
			return second(customers.Search(ctx, &chargedesk.CustomerSearchParams{CustomerID: &id}))
		}, nil},
		{"customers.delete", func() error { return customers.Delete(ctx, id, chargedesk.DeleteModeCustomerOnly) }, nil},
		{"customers.delete", func() error {
			return customers.Delete(ctx, w.server.SeedCustomer("Bo"), chargedesk.DeleteModeAnonymize)
		}, nil},
		{"customers.delete", func() error {
			return customers.Delete(ctx, w.server.SeedCustomer("Cy"), chargedesk.DeleteModeEverything)
		}, nil},
	}
}

func (w *deskWalk) subscriptions(ctx context.Context) []step {
	subscriptions := w.client.Subscriptions
	return []step{
		{"subscriptions.list", func() error { return second(subscriptions.List(ctx, rich[chargedesk.SubscriptionListParams]())) }, nil},
		{"subscriptions.list", func() error { return drain(subscriptions.All(ctx, nil)) }, nil},
		{"subscriptions.get", func() error { return second(subscriptions.Get(ctx, deskSubscription)) }, nil},
		{"subscriptions.update", func() error {
			return second(subscriptions.Update(ctx, deskSubscription, rich(func(p *chargedesk.SubscriptionUpdateParams) { p.SubscriptionID = nil })))
		}, nil},
	}
}

func (w *deskWalk) products(ctx context.Context) []step {
	products := w.client.Products
	return []step{
		{"products.list", func() error { return second(products.List(ctx, rich[chargedesk.ProductListParams]())) }, nil},
		{"products.list", func() error { return drain(products.All(ctx, nil)) }, nil},
		{"products.get", func() error { return second(products.Get(ctx, deskProduct)) }, nil},
		{"products.update", func() error {
			return second(products.Update(ctx, deskProduct, rich(func(p *chargedesk.ProductUpdateParams) { p.ProductID = nil })))
		}, nil},
	}
}

func (w *deskWalk) rest(ctx context.Context) []step {
	hook := ""
	return []step{
		{"webhooks.create", func() error {
			created, err := w.client.Webhooks.Create(ctx, rich(func(p *chargedesk.WebhookCreateParams) { p.All = nil }))
			if err == nil {
				hook = string(created.WebhookID)
			}
			return err
		}, nil},
		{"webhooks.create", func() error {
			return second(w.client.Webhooks.Create(ctx, rich(func(p *chargedesk.WebhookCreateParams) { p.Notifications = nil })))
		}, nil},
		{"webhooks.listEventTypes", func() error { return second(w.client.Webhooks.ListEventTypes(ctx)) }, nil},
		{"webhooks.delete", func() error { return w.client.Webhooks.Delete(ctx, hook) }, nil},
		{"agents.create", func() error { return w.client.Agents.Create(ctx, rich[chargedesk.AgentCreateParams]()) }, nil},
		{"agents.delete", func() error { return w.client.Agents.Delete(ctx, "ada@example.com") }, nil},
		{"logs.listActivity", func() error {
			return second(w.client.Logs.ListActivity(ctx, rich[chargedesk.ActivityListParams]()))
		}, nil},
		{"logs.listActivity", func() error { w.server.SeedActivity(3); return drain(w.client.Logs.AllActivity(ctx, nil)) }, nil},
		{"logs.listCancellations", func() error {
			return second(w.client.Logs.ListCancellations(ctx, rich[chargedesk.CancellationListParams]()))
		}, nil},
		{"logs.listCancellations", func() error { w.server.SeedCancellations(3); return drain(w.client.Logs.AllCancellations(ctx, nil)) }, nil},
	}
}

func (w *deskWalk) failures(t *testing.T, ctx context.Context) []step {
	get := func(client *chargedesk.Client) error { return second(client.Charges.Get(ctx, "ch_7Q")) }
	return []step{
		{"gateway.refund", func() error {
			return second(w.client.Gateway.Refund(ctx, w.server.SeedCharge("1.00", "USD").ChargeID, rich[chargedesk.RefundParams]()))
		}, chargedesk.ErrBadRequest},
		{"charges.get", func() error {
			stranger, err := chargedesk.New("sk_wrong", chargedesk.WithBaseURL(w.server.URL), chargedesk.WithHTTPClient(w.server.HTTPClient()), chargedesk.WithMiddleware(w.witness.Wrap))
			require.NoError(t, err)
			return get(stranger)
		}, chargedesk.ErrUnauthorized},
		{"charges.get", func() error {
			w.server.FailNext(chargedesktest.RespondHTML(http.StatusBadGateway))
			return get(w.client)
		}, chargedesk.ErrServer},
		{"charges.get", func() error {
			w.server.BlockFor(time.Minute)
			return get(w.client)
		}, chargedesk.ErrRateLimited},
	}
}

func drain[T any](rows iter.Seq2[*T, error]) error {
	for _, err := range rows {
		if err != nil {
			return err
		}
	}
	return nil
}
