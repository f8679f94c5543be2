package chargedesk_test

import (
	"errors"
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

// drop returns the error of a call with a result.
func drop[T any](_ T, err error) error { return err }

func requireFault(t *testing.T, param string, err error) {
	t.Helper()
	fault, ok := errors.AsType[*chargedesk.ValidationError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, param, fault.Param)
}
