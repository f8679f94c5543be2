package chargedesktest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStateIsReadWithoutARequest(t *testing.T) {
	t.Parallel()
	d := open(t)
	seeded := d.SeedCharge("5", "USD")
	d.post("/gateway/charges/"+seeded.ChargeID+"/refund", "amount=2")
	d.ClearRequests()
	charge, ok := d.Charge(seeded.ChargeID)
	require.True(t, ok)
	seeded.Status, seeded.AmountRefunded = "partially refunded", "2.00"
	require.Equal(t, seeded, charge)
	_, ok = d.Charge("none")
	require.False(t, ok)
	require.Empty(t, d.Requests())
}
