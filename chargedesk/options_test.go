package chargedesk_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestTheDefaultClientIsNeverShutOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		charge := fake.SeedCharge("34.00", "USD")
		desk := fake.Client()
		for range 150 {
			_, err := desk.Charges.Get(t.Context(), charge.ChargeID)
			require.NoError(t, err)
		}
		require.Zero(t, fake.RejectedRequests())
		require.Len(t, fake.Requests(), 150)
	})
}
