package chargedesktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestWebhooksOfUnknownEventsAreRejected(t *testing.T) {
	t.Parallel()
	s := chargedesktest.NewTestServer(t)
	for _, name := range []string{"charge_refund", "", "2021-09-15"} {
		t.Run(name, func(t *testing.T) {
			require.PanicsWithValue(t, `chargedesktest.DeliverWebhooksTo: there is no event "`+name+`"`, func() {
				s.DeliverWebhooksTo("https://shop.example.com/hook", "charge_refunded", name)
			})
		})
	}
	s.DeliverWebhooksTo("https://shop.example.com/hook", "charge_refunded")
}
