package chargedesk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestAnIDThatWouldMeanAnotherCallIsRefused(t *testing.T) {
	t.Parallel()
	ctx, desk := t.Context(), silent(t)
	calls := map[string]func(id string) error{
		"Refund": func(id string) error {
			return drop(desk.Gateway.Refund(ctx, id, &chargedesk.RefundParams{Amount: dollars}))
		},
		"RefundInFull": func(id string) error { return drop(desk.Gateway.RefundInFull(ctx, id, nil)) },
		"Capture": func(id string) error {
			return drop(desk.Gateway.Capture(ctx, id, &chargedesk.CaptureParams{Amount: dollars}))
		},
		"CaptureInFull":        func(id string) error { return drop(desk.Gateway.CaptureInFull(ctx, id)) },
		"VoidAuthorization":    func(id string) error { return drop(desk.Gateway.VoidAuthorization(ctx, id)) },
		"CancelPaymentRequest": func(id string) error { return drop(desk.Gateway.CancelPaymentRequest(ctx, id)) },
		"CancelSubscription":   func(id string) error { return drop(desk.Gateway.CancelSubscription(ctx, id, nil)) },
		"UpdatePlans":          func(id string) error { return drop(desk.Gateway.UpdatePlans(ctx, id, nil)) },
		"Charges.Get":          func(id string) error { return drop(desk.Charges.Get(ctx, id)) },
		"Charges.Update":       func(id string) error { return drop(desk.Charges.Update(ctx, id, nil)) },
		"Charges.Delete":       func(id string) error { return desk.Charges.Delete(ctx, id) },
		"SendEmail":            func(id string) error { return desk.Charges.SendEmail(ctx, id, nil) },
		"Items":                func(id string) error { return drop(desk.Charges.Items(ctx, id)) },
		"Customers.Get":        func(id string) error { return drop(desk.Customers.Get(ctx, id)) },
		"Customers.Update":     func(id string) error { return drop(desk.Customers.Update(ctx, id, nil)) },
		"Customers.Delete":     func(id string) error { return desk.Customers.Delete(ctx, id, chargedesk.DeleteModeCustomerOnly) },
		"Subscriptions.Get":    func(id string) error { return drop(desk.Subscriptions.Get(ctx, id)) },
		"Subscriptions.Update": func(id string) error { return drop(desk.Subscriptions.Update(ctx, id, nil)) },
		"Products.Get":         func(id string) error { return drop(desk.Products.Get(ctx, id)) },
		"Products.Update":      func(id string) error { return drop(desk.Products.Update(ctx, id, nil)) },
		"Webhooks.Delete":      func(id string) error { return desk.Webhooks.Delete(ctx, id) },
		"Agents.Delete":        func(id string) error { return desk.Agents.Delete(ctx, id) },
	}
	for name, call := range calls {
		for _, id := range []string{"", ".", "..", "a\nb", "\xff", strings.Repeat("x", 256)} {
			_, ok := errors.AsType[*chargedesk.ValidationError](call(id))
			require.True(t, ok, "%s of %.10q", name, id)
		}
	}
	for name, words := range map[string]string{
		"Charges.Get": "preview", "Charges.Update": "preview", "Charges.Delete": "preview",
		"Customers.Get": "grouped history", "Customers.Update": "grouped history", "Customers.Delete": "grouped history", "Webhooks.Delete": "notifications",
	} {
		for id := range strings.FieldsSeq(words) {
			_, ok := errors.AsType[*chargedesk.ValidationError](calls[name](id))
			require.True(t, ok, "%s of %s", name, id)
		}
	}
}
