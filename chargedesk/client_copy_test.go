package chargedesk_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// A copy remembers what the Ensure methods of the client have sent, so that both
// together refund once.
func TestACopySharesTheMemoryOfEnsure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		second func(*testing.T, *chargedesktest.Server, *chargedesk.Client) *chargedesk.Client
		want   int
	}{
		"copy": {func(t *testing.T, _ *chargedesktest.Server, desk *chargedesk.Client) *chargedesk.Client {
			copied, err := desk.With(chargedesk.WithUserAgent("lumen-shop/2.1"))
			require.NoError(t, err)
			return copied
		}, 1},
		"another client, which can't know": {func(_ *testing.T, fake *chargedesktest.Server, _ *chargedesk.Client) *chargedesk.Client {
			return fake.Client()
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := chargedesktest.NewServer(chargedesktest.InMemory())
				defer fake.Close()
				charge := fake.SeedCharge("34.00", "USD")
				desk := fake.Client()
				fake.FailNext(chargedesktest.Delay(time.Second).Times(4))
				var both sync.WaitGroup
				for _, client := range []*chargedesk.Client{desk, c.second(t, fake, desk)} {
					both.Go(func() {
						_, err := client.Gateway.EnsureRefunded(t.Context(), charge.ChargeID, chargedesk.MustAmount("10.00"), nil)
						require.NoError(t, err)
					})
				}
				both.Wait()
				require.Equal(t, c.want, fake.Refunds(charge.ChargeID))
			})
		})
	}
}
