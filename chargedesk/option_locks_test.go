package chargedesk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestCallOptionsCannotChangeWhatACallDoes(t *testing.T) {
	t.Parallel()
	ctx, desk := t.Context(), silent(t)
	const who = "customer customer[id] amount currency quantity product product[interval] subscription lines lines[0][amount] contact link_only using"
	for _, c := range []struct {
		locked string
		call   func(opt chargedesk.CallOption) error
	}{
		{who, func(opt chargedesk.CallOption) error { return drop(desk.Gateway.CreateCharge(ctx, &onCard, opt)) }},
		{who, func(opt chargedesk.CallOption) error {
			return drop(desk.Gateway.CreateSubscription(ctx, &recurring, opt))
		}},
		{who, func(opt chargedesk.CallOption) error { return drop(desk.Gateway.RequestPayment(ctx, &askedFor, opt)) }},
		{"amount", func(opt chargedesk.CallOption) error {
			return drop(desk.Gateway.Refund(ctx, "ch_7Q", &chargedesk.RefundParams{Amount: dollars}, opt))
		}},
		{"amount", func(opt chargedesk.CallOption) error { return drop(desk.Gateway.RefundInFull(ctx, "ch_7Q", nil, opt)) }},
		{"amount", func(opt chargedesk.CallOption) error {
			return drop(desk.Gateway.Capture(ctx, "ch_7Q", &chargedesk.CaptureParams{Amount: dollars}, opt))
		}},
		{"amount", func(opt chargedesk.CallOption) error { return drop(desk.Gateway.CaptureInFull(ctx, "ch_7Q", opt)) }},
		{"amount", func(opt chargedesk.CallOption) error { return drop(desk.Gateway.VoidAuthorization(ctx, "ch_7Q", opt)) }},
		{"plans plans[0][id] trial_end period_end prorate invoice", func(opt chargedesk.CallOption) error { return drop(desk.Gateway.UpdatePlans(ctx, "sub_9K", nil, opt)) }},
		{"transaction_id duplicate", func(opt chargedesk.CallOption) error { return drop(desk.Charges.Create(ctx, &recorded, opt)) }},
		{"customer_id duplicate", func(opt chargedesk.CallOption) error { return drop(desk.Customers.Create(ctx, &newCustomer, opt)) }},
		{"customer_id", func(opt chargedesk.CallOption) error { return drop(desk.Customers.Update(ctx, "cus_ada", nil, opt)) }},
		{"delete_all", func(opt chargedesk.CallOption) error {
			return desk.Customers.Delete(ctx, "cus_ada", chargedesk.DeleteModeCustomerOnly, opt)
		}},
		{"product_id duplicate", func(opt chargedesk.CallOption) error { return drop(desk.Products.Create(ctx, &offered, opt)) }},
		{"product_id", func(opt chargedesk.CallOption) error { return drop(desk.Products.Update(ctx, "prod_loom", nil, opt)) }},
		{"subscription_id duplicate", func(opt chargedesk.CallOption) error { return drop(desk.Subscriptions.Create(ctx, &subscribed, opt)) }},
		{"subscription_id", func(opt chargedesk.CallOption) error { return drop(desk.Subscriptions.Update(ctx, "sub_9K", nil, opt)) }},
	} {
		for name := range strings.FieldsSeq(c.locked) {
			for _, opt := range []chargedesk.CallOption{chargedesk.WithParam(name, "1"), chargedesk.WithQuery(name, "1")} {
				requireFault(t, name, c.call(opt))
			}
			for _, disguised := range []string{" " + name, "  " + name, name + "\x00", name + "\x00x", "\t" + name, name + "[]", name + "[x]"} {
				for _, opt := range []chargedesk.CallOption{chargedesk.WithParam(disguised, "1"), chargedesk.WithQuery(disguised, "1")} {
					_, ok := errors.AsType[*chargedesk.ValidationError](c.call(opt))
					require.True(t, ok, "%q, which PHP takes for %s", disguised, name)
				}
			}
		}
	}
}
