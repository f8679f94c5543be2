package chargedesk_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// What the methods do with a charge of each status: the request they send, or why
// they send none.
func TestEnsureByTheStatusOfTheCharge(t *testing.T) {
	t.Parallel()
	const (
		capture    = "capture amount=21.00"
		release    = "capture amount=0"
		cancel     = "void"
		reached    = "reached"
		busy       = "busy"
		outOfReach = "out of reach"
	)
	for status, want := range map[chargedesk.ChargeStatus]struct{ captured, voided string }{
		chargedesk.ChargeStatusAuthorized:          {capture, release},
		chargedesk.ChargeStatusPaid:                {reached, outOfReach},
		chargedesk.ChargeStatusPartiallyRefunded:   {reached, outOfReach},
		chargedesk.ChargeStatusRefunded:            {reached, outOfReach},
		chargedesk.ChargeStatusDisputed:            {reached, outOfReach},
		chargedesk.ChargeStatusPending:             {busy, cancel},
		chargedesk.ChargeStatusVoid:                {outOfReach, reached},
		chargedesk.ChargeStatusInvoiceCanceled:     {outOfReach, reached},
		chargedesk.ChargeStatusFailed:              {outOfReach, outOfReach},
		chargedesk.ChargeStatusInvoiced:            {capture, cancel},
		chargedesk.ChargeStatusOpen:                {capture, cancel},
		chargedesk.ChargeStatusDraft:               {capture, cancel},
		chargedesk.ChargeStatusUnpaid:              {capture, cancel},
		chargedesk.ChargeStatusPastDue:             {capture, cancel},
		chargedesk.ChargeStatusSubscriptionPending: {capture, outOfReach},
		chargedesk.ChargeStatusTrial:               {capture, outOfReach},
		"of tomorrow":                              {capture, outOfReach},
		"":                                         {capture, outOfReach},
	} {
		t.Run(string(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for method, want := range map[string]string{"EnsureCaptured": want.captured, "EnsureVoided": want.voided} {
					vendor := &oneObject{shows: fmt.Sprintf(`{"charge_id": "ch_7Q", "status": %q}`, status)}
					gateway := vendor.client(t).Gateway
					call := func() (*chargedesk.Charge, error) { return gateway.EnsureVoided(t.Context(), "ch_7Q") }
					if method == "EnsureCaptured" {
						call = func() (*chargedesk.Charge, error) {
							return gateway.EnsureCaptured(t.Context(), "ch_7Q", chargedesk.MustAmount("21.00"))
						}
					}
					charge, err := call()
					require.NotNil(t, charge, "also beside an error")
					require.Equal(t, status, charge.Status)
					switch want {
					case reached:
						require.NoError(t, err)
						require.Empty(t, vendor.writes)
					case busy:
						require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
						require.Empty(t, vendor.writes)
					case outOfReach:
						require.ErrorIs(t, err, chargedesk.ErrOutOfReach)
						require.ErrorIs(t, err, chargedesk.ErrNotSent)
						require.Empty(t, vendor.writes)
					default:
						require.NoError(t, err, "a 2xx is the target, whatever it shows")
						_, err = call()
						require.NoError(t, err)
						require.Equal(t, []string{want}, vendor.writes, "nothing is sent again for a 2xx, although reads don't show it: %s", method)
					}
				}
			})
		})
	}
}

func TestEnsureSubscriptionCanceledByTheStatus(t *testing.T) {
	t.Parallel()
	for status, writes := range map[chargedesk.SubscriptionStatus][]string{
		chargedesk.SubscriptionStatusCanceled: nil,
		"cancelled":                           nil,
		"active":                              {"cancel log_reason=moved"},
		"pending_cancel":                      {"cancel log_reason=moved"},
		"of tomorrow":                         {"cancel log_reason=moved"},
	} {
		t.Run(string(status), func(t *testing.T) {
			vendor := &oneObject{shows: fmt.Sprintf(`{"subscription_id": "sub_7Q", "status": %q}`, status)}
			gateway := vendor.client(t).Gateway
			for range 2 {
				subscription, err := gateway.EnsureSubscriptionCanceled(t.Context(), "sub_7Q", &chargedesk.CancelSubscriptionParams{Reason: new("moved")})
				require.NoError(t, err)
				require.Equal(t, status, subscription.Status)
			}
			require.Equal(t, writes, vendor.writes)
		})
	}
}
