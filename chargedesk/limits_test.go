package chargedesk_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestAllRejectsBadInputOnce(t *testing.T) {
	t.Parallel()
	desk, bad := silent(t), new(501)
	ctx := t.Context()
	for name, all := range map[string]func(func(any, error) bool){
		"charges":       anyRows(desk.Charges.All(ctx, &chargedesk.ChargeListParams{Count: bad})),
		"customers":     anyRows(desk.Customers.All(ctx, &chargedesk.CustomerListParams{Count: bad})),
		"subscriptions": anyRows(desk.Subscriptions.All(ctx, &chargedesk.SubscriptionListParams{Count: bad})),
		"products":      anyRows(desk.Products.All(ctx, &chargedesk.ProductListParams{Count: bad})),
		"activity":      anyRows(desk.Logs.AllActivity(ctx, &chargedesk.ActivityListParams{Count: bad})),
		"cancellations": anyRows(desk.Logs.AllCancellations(ctx, &chargedesk.CancellationListParams{Count: bad})),
		"offset":        anyRows(desk.Charges.All(ctx, &chargedesk.ChargeListParams{Offset: new(50_001)})),
	} {
		times := 0
		for _, err := range all {
			times++
			_, ok := errors.AsType[*chargedesk.ValidationError](err)
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

func TestReasonsDoNotRepeatTheValue(t *testing.T) {
	t.Parallel()
	_, err := silent(t).Gateway.CreateCharge(t.Context(), with(onCard, func(p *chargedesk.GatewayChargeParams) { p.Metadata = chargedesk.Metadata{"x": "canary" + long} }))
	require.NotContains(t, err.Error(), "canary")
	require.NotContains(t, err.Error(), "34")
}

func TestMoreThanAThousandVariablesAreRejected(t *testing.T) {
	t.Parallel()
	lines := make([]chargedesk.ChargeLineParams, 999)
	for i := range lines {
		lines[i].Description = new("x")
	}
	_, err := silent(t).Charges.Create(t.Context(), with(recorded, func(p *chargedesk.ChargeCreateParams) { p.Lines = lines }))
	bad, ok := errors.AsType[*chargedesk.ValidationError](err)
	require.True(t, ok, "%v", err)
	require.Contains(t, bad.Reason, "1000")

	for method, params := range map[string]url.Values{"POST": {"a[]": make([]string, 1001)}, "GET": {"a[]": make([]string, 999), "b": {"1", "2"}}} {
		err := silent(t).Do(t.Context(), method, "/x", params, nil)
		bad, ok := errors.AsType[*chargedesk.ValidationError](err)
		require.True(t, ok, "%s: each value is one: %v", method, err)
		require.Contains(t, bad.Reason, "1000")
	}
	var opts []chargedesk.CallOption
	for i := range 1001 {
		opts = append(opts, chargedesk.WithQuery(fmt.Sprint("a", i), "x"))
	}
	_, err = silent(t).Charges.Get(t.Context(), "ch_7Q", opts...)
	require.ErrorAs(t, err, new(*chargedesk.ValidationError), "in a query too")
	require.NoError(t, replying(t, 200, "{}").Do(t.Context(), "POST", "/x", url.Values{"a[]": make([]string, 1000)}, nil))
}
