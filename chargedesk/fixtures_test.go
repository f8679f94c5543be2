package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

var (
	long       = strings.Repeat("é", 256)
	dollars    = chargedesk.MustAmount("34.00")
	noAmount   = chargedesk.Amount{}
	negative   = chargedesk.MustAmount("-0.01")
	zero       = chargedesk.MustAmount("0.00")
	unsendable = decimal.New(1, 1_000_000)
	onCard     = chargedesk.GatewayChargeParams{CustomerID: "cus_ada", Amount: dollars, Currency: chargedesk.CurrencyUSD}
	recurring  = chargedesk.GatewaySubscriptionParams{
		CustomerID: "cus_ada", Amount: dollars, Currency: chargedesk.CurrencyUSD, Product: chargedesk.SubscriptionProductParams{Interval: chargedesk.IntervalMonth},
	}
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

// give makes the call that params are for.
func give(ctx context.Context, desk *chargedesk.Client, params any) error {
	switch p := params.(type) {
	case *chargedesk.GatewayChargeParams:
		return drop(desk.Gateway.CreateCharge(ctx, p))
	case *chargedesk.GatewaySubscriptionParams:
		return drop(desk.Gateway.CreateSubscription(ctx, p))
	case *chargedesk.PaymentRequestParams:
		return drop(desk.Gateway.RequestPayment(ctx, p))
	case *chargedesk.RefundParams:
		return drop(desk.Gateway.Refund(ctx, "ch_7Q", p))
	case *chargedesk.RefundInFullParams:
		return drop(desk.Gateway.RefundInFull(ctx, "ch_7Q", p))
	case *chargedesk.CaptureParams:
		return drop(desk.Gateway.Capture(ctx, "ch_7Q", p))
	case *chargedesk.CancelSubscriptionParams:
		return drop(desk.Gateway.CancelSubscription(ctx, "sub_9K", p))
	case *chargedesk.UpdatePlansParams:
		return drop(desk.Gateway.UpdatePlans(ctx, "sub_9K", p))
	case *chargedesk.ChargeCreateParams:
		return drop(desk.Charges.Create(ctx, p))
	case *chargedesk.ChargeUpdateParams:
		return drop(desk.Charges.Update(ctx, "ch_7Q", p))
	case *chargedesk.ChargeListParams:
		return drop(desk.Charges.List(ctx, p))
	case *chargedesk.ChargeEmailParams:
		return desk.Charges.SendEmail(ctx, "ch_7Q", p)
	case *chargedesk.ChargePreviewParams:
		return drop(desk.Charges.Preview(ctx, p))
	case *chargedesk.CustomerCreateParams:
		return drop(desk.Customers.Create(ctx, p))
	case *chargedesk.CustomerUpdateParams:
		return drop(desk.Customers.Update(ctx, "cus_ada", p))
	case *chargedesk.CustomerListParams:
		return drop(desk.Customers.List(ctx, p))
	case *chargedesk.CustomerSearchParams:
		return drop(desk.Customers.Search(ctx, p))
	case *chargedesk.SubscriptionCreateParams:
		return drop(desk.Subscriptions.Create(ctx, p))
	case *chargedesk.SubscriptionUpdateParams:
		return drop(desk.Subscriptions.Update(ctx, "sub_9K", p))
	case *chargedesk.SubscriptionListParams:
		return drop(desk.Subscriptions.List(ctx, p))
	case *chargedesk.ProductCreateParams:
		return drop(desk.Products.Create(ctx, p))
	case *chargedesk.ProductUpdateParams:
		return drop(desk.Products.Update(ctx, "prod_loom", p))
	case *chargedesk.ProductListParams:
		return drop(desk.Products.List(ctx, p))
	case *chargedesk.WebhookCreateParams:
		return drop(desk.Webhooks.Create(ctx, p))
	case *chargedesk.AgentCreateParams:
		return desk.Agents.Create(ctx, p)
	case *chargedesk.ActivityListParams:
		return drop(desk.Logs.ListActivity(ctx, p))
	case *chargedesk.CancellationListParams:
		return drop(desk.Logs.ListCancellations(ctx, p))
	}
	return fmt.Errorf("no call takes %T", params)
}

// formOf returns the form that the call of these params sends.
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

func requireFault(t *testing.T, param string, err error) {
	t.Helper()
	fault, ok := errors.AsType[*chargedesk.ValidationError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, param, fault.Param)
}

// requireSent wants the call to be sent.
func requireSent(t *testing.T, params any) {
	t.Helper()
	sent := 0
	desk := answering(t, func(*http.Request) (*http.Response, error) { sent++; return nil, errors.New("sent") })
	require.Error(t, give(t.Context(), desk, params))
	require.Equal(t, 1, sent, "%+v", params)
}
