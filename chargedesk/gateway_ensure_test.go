package chargedesk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestEnsureRefundedRefundsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults  []chargedesktest.Fault
		refunds int
	}{
		"no fault":               {nil, 1},
		"the response is lost":   {[]chargedesktest.Fault{{}, chargedesktest.DropResponse}, 1},
		"the request is lost":    {[]chargedesktest.Fault{{}, chargedesktest.DropBefore}, 1},
		"the gateway is down":    {[]chargedesktest.Fault{{}, chargedesktest.RespondHTML(502)}, 1},
		"a 429 before the money": {[]chargedesktest.Fault{{}, chargedesktest.TooManyRequests("30")}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
				charge := desk.SeedCharge("34.00", "USD")
				desk.FailNext(test.faults...)
				client := desk.Client()

				var err error
				var got *chargedesk.Charge
				for range 3 {
					got, err = client.Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
					if err == nil {
						break
					}
					require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
				}
				require.NoError(t, err)
				require.Equal(t, "21.00", got.AmountRefunded.String())
				require.Equal(t, test.refunds, desk.Refunds(charge.ChargeID))
			})
		})
	}
}

func TestEnsureRefundedByManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		client := desk.Client()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				_, err := client.Gateway.EnsureRefunded(ctx, charge.ChargeID, chargedesk.MustAmount("21.00"), nil)
				require.NoError(t, err)
			})
		}
		group.Wait()
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}
