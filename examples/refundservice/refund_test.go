package refundservice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/examples/refundservice"
)

func TestARefundHappensOnceWhateverIsLost(t *testing.T) {
	for name, test := range map[string]struct {
		fault   chargedesktest.Fault
		refunds int
	}{
		"nothing is lost":       {chargedesktest.NoFault, 1},
		"the answer is lost":    {chargedesktest.DropResponse, 1},
		"the request is lost":   {chargedesktest.DropBefore, 0},
		"the desk is too busy":  {chargedesktest.TooManyRequests("0"), 1},
		"a gateway breaks down": {chargedesktest.RespondHTML(502), 0},
	} {
		t.Run(name, func(t *testing.T) {
			desk := chargedesktest.NewTestServer(t)
			charge := desk.SeedCharge("34.00", "USD")
			desk.FailNext(test.fault)

			service := &refundservice.Refunder{Desk: desk.Client()}
			refunded, err := service.Refund(t.Context(), charge.ChargeID)

			require.Equal(t, test.refunds, desk.Refunds(charge.ChargeID), "times the desk refunded")
			if test.refunds == 0 {
				require.ErrorIs(t, err, refundservice.ErrLookAgain)
				require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "34.00", refunded.AmountRefunded.String())
		})
	}
}
