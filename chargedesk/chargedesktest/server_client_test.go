package chargedesktest_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func TestALostAnswerOfARefundIsUnknownToTheClient(t *testing.T) {
	t.Parallel()
	for _, inMemory := range []bool{false, true} {
		opts := []chargedesktest.Option{}
		if inMemory {
			opts = append(opts, chargedesktest.InMemory())
		}
		d := open(t, opts...)
		charge := d.SeedCharge("34.00", "USD")
		d.FailNext(chargedesktest.DropResponse)

		_, err := d.Client().Gateway.Refund(t.Context(), charge.ChargeID, &chargedesk.RefundParams{Amount: chargedesk.MustAmount("21.00")})

		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Equal(t, 1, d.Refunds(charge.ChargeID))
		require.Len(t, d.Requests(), 1)
	}
}

func TestTheClientReadsWhatTheServerKeeps(t *testing.T) {
	t.Parallel()
	for _, types := range []chargedesktest.JSONTypes{chargedesktest.LiveTypes, chargedesktest.DocsTypes} {
		d := open(t, chargedesktest.WithJSONTypes(types))
		seeded := d.SeedCharge("34.00", "USD")
		client := d.Client(chargedesk.WithUserAgent("shop/1"))
		charge, err := client.Charges.Get(t.Context(), seeded.ChargeID)
		require.NoError(t, err)
		require.Equal(t, seeded.CustomerID, charge.CustomerID)
		require.True(t, noon.Equal(charge.Occurred.Time))
		require.Contains(t, d.LastRequest().Header.Get("User-Agent"), "shop/1")

		_, err = client.Charges.Get(t.Context(), "ch_none")
		require.ErrorIs(t, err, chargedesk.ErrNotFound)
		rejection, ok := errors.AsType[*chargedesk.Error](err)
		require.True(t, ok)
		require.NotEmpty(t, rejection.Message)
	}
}

func TestAClientOfAnUnlimitedServerHasNoLimiter(t *testing.T) {
	t.Parallel()
	d := open(t)
	client := d.Client()
	for range 100 {
		_, err := client.Products.List(t.Context(), nil)
		require.NoError(t, err)
	}
	require.Panics(t, func() { d.Client(chargedesk.WithBaseURL("nowhere")) })
}
