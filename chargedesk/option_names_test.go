package chargedesk_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// requireRejected wants err to be bad input, found before anything was sent.
func requireRejected(t *testing.T, err error, about ...any) *chargedesk.ValidationError {
	t.Helper()
	bad, ok := errors.AsType[*chargedesk.ValidationError](err)
	require.True(t, ok, "%v: %v", about, err)
	return bad
}

func TestNamesThatPHPReadsAsOthersAreRejected(t *testing.T) {
	t.Parallel()
	desk := silent(t)
	for _, name := range []string{
		"customer.id", "customer id", "customer[id", "customer_id[", "link.only", "link only", "product[interval]x", "product[interval]x[y]",
		"product[interval]]", "product[[interval]]", "a]b", "amount\x00", "amount[\x00]", " amount", "", "[amount]", "amount ", "%61mount", "größe",
	} {
		for _, opt := range []chargedesk.CallOption{chargedesk.WithParam(name, "1"), chargedesk.WithQuery(name, "1")} {
			requireRejected(t, drop(desk.Customers.Update(t.Context(), "cus_ada", nil, opt)), name)
			requireRejected(t, drop(desk.Gateway.CreateCharge(t.Context(), &onCard, opt)), name)
		}
	}
}

func TestNamesThatPHPTakesAsTheyAreAreSent(t *testing.T) {
	t.Parallel()
	desk := replying(t, 200, `{"customer_id":"cus_ada"}`)
	for _, name := range []string{"new", "with-hyphen", "with_2", "a[b]", "a[0][b c]", "a[]", "metadata[größe.x]"} {
		for _, opt := range []chargedesk.CallOption{chargedesk.WithParam(name, "1"), chargedesk.WithQuery(name, "1")} {
			require.NoError(t, drop(desk.Customers.Update(t.Context(), "cus_ada", nil, opt)), name)
		}
	}
}

// lastOf ends a loop at its first error.
func lastOf[T any](all func(func(*T, error) bool)) (failure error) {
	for _, err := range all {
		failure = err
	}
	return failure
}

func TestOptionsCannotChangeAWalk(t *testing.T) {
	t.Parallel()
	desk, ctx := silent(t), t.Context()
	for name, all := range map[string]func(chargedesk.CallOption) error{
		"occurred[max]": func(opt chargedesk.CallOption) error {
			return errors.Join(lastOf(desk.Charges.All(ctx, nil, opt)), lastOf(desk.Logs.AllActivity(ctx, nil, opt)), lastOf(desk.Logs.AllCancellations(ctx, nil, opt)))
		},
		"first_seen[max]": func(opt chargedesk.CallOption) error { return lastOf(desk.Customers.All(ctx, nil, opt)) },
		"created[max]":    func(opt chargedesk.CallOption) error { return lastOf(desk.Subscriptions.All(ctx, nil, opt)) },
		"count":           func(opt chargedesk.CallOption) error { return lastOf(desk.Products.All(ctx, nil, opt)) },
	} {
		for _, own := range []string{name, "count", "offset", "count[]"} {
			for _, opt := range []chargedesk.CallOption{chargedesk.WithParam(own, "50"), chargedesk.WithQuery(own, "50")} {
				requireRejected(t, all(opt), own)
			}
		}
	}
	page := replying(t, 200, `{"data":[]}`)
	require.NoError(t, drop(page.Charges.List(ctx, nil, chargedesk.WithParam("count", "50"))), "one page is the caller's own")
	require.NoError(t, lastOf(page.Charges.All(ctx, nil, chargedesk.WithParam("new", "1"))))
}

func TestWithRepeatableIsForDoAlone(t *testing.T) {
	t.Parallel()
	desk, ctx := silent(t), t.Context()
	for i, err := range []error{
		drop(desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{Amount: dollars}, chargedesk.WithRepeatable())),
		drop(desk.Gateway.CreateCharge(ctx, &onCard, chargedesk.WithRepeatable())),
		drop(desk.Charges.Get(ctx, "ch_7Q", chargedesk.WithRepeatable())),
		desk.Charges.SendEmail(ctx, "ch_7Q", nil, chargedesk.WithRepeatable()),
		desk.Charges.Delete(ctx, "ch_7Q", chargedesk.WithRepeatable()),
		lastOf(desk.Charges.All(ctx, nil, chargedesk.WithRepeatable())),
	} {
		require.Equal(t, "WithRepeatable", requireRejected(t, err, i).Param)
	}
}
