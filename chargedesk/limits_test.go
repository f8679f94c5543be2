package chargedesk_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/chargekit/chargekit-go/chargedesk"
)

func TestAllRefusesBadInputOnce(t *testing.T) {
	t.Parallel()
	desk, bad := silent(t), new(501)
	ctx := t.Context()
	for name, all := range map[string]func(func(any, error) bool){
		"charges":       anyRows(desk.Charges.All(ctx, &ChargeListParams{Count: bad})),
		"customers":     anyRows(desk.Customers.All(ctx, &CustomerListParams{Count: bad})),
		"subscriptions": anyRows(desk.Subscriptions.All(ctx, &SubscriptionListParams{Count: bad})),
		"products":      anyRows(desk.Products.All(ctx, &ProductListParams{Count: bad})),
		"activity":      anyRows(desk.Logs.AllActivity(ctx, &ActivityListParams{Count: bad})),
		"cancellations": anyRows(desk.Logs.AllCancellations(ctx, &CancellationListParams{Count: bad})),
		"offset":        anyRows(desk.Charges.All(ctx, &ChargeListParams{Offset: new(50_001)})),
	} {
		times := 0
		for _, err := range all {
			times++
			_, ok := errors.AsType[*ValidationError](err)
			require.True(t, ok, "%s: %v", name, err)
		}
		require.Equal(t, 1, times, name)
	}
}

func anyRows[T any](all func(func(*T, error) bool)) func(func(any, error) bool) {
	return func(yield func(any, error) bool) {
		all(func(row *T, err error) bool { return yield(row, err) })
	}
}

func TestWhatIsAllowedIsNotRefused(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]GatewayChargeParams{
		"zeros at the end":           {CustomerID: "cus_ada", Amount: MustAmount("100.00"), Currency: JPY},
		"an unknown currency":        {CustomerID: "cus_ada", Amount: MustAmount("1.23456"), Currency: "XCG"},
		"a currency without decimal": {CustomerID: "cus_ada", Amount: MustAmount("0.00001234"), Currency: "BTC"},
		"four decimals":              {CustomerID: "cus_ada", Amount: MustAmount("1.2345"), Currency: "CLF"},
		"long metadata":              {CustomerID: "cus_ada", Amount: dollars, Currency: USD, Metadata: Metadata{strings.Repeat("é", 32): strings.Repeat("é", 255)}},
	} {
		sent := 0
		desk := answering(t, func(*http.Request) (*http.Response, error) {
			sent++
			return nil, errors.New("sent")
		})
		_, err := desk.Gateway.CreateCharge(t.Context(), &params)
		require.Error(t, err, name)
		require.Equal(t, 1, sent, "%s: %v", name, err)
	}
}

func TestReasonsDoNotRepeatTheValue(t *testing.T) {
	t.Parallel()
	_, err := silent(t).Gateway.CreateCharge(t.Context(), with(onCard, func(p *GatewayChargeParams) { p.Metadata = Metadata{"x": "canary" + long} }))
	require.NotContains(t, err.Error(), "canary")
	require.NotContains(t, err.Error(), "34")
}

func TestMoreThanAThousandVariablesAreRefused(t *testing.T) {
	t.Parallel()
	lines := make(ChargeLines, 999)
	for i := range lines {
		lines[i].Description = new("x")
	}
	_, err := silent(t).Charges.Create(t.Context(), with(recorded, func(p *ChargeCreateParams) { p.Lines = lines }))
	bad, ok := errors.AsType[*ValidationError](err)
	require.True(t, ok, "%v", err)
	require.Contains(t, bad.Reason, "1000")
}
