package chargedesk_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// Without a transaction id ChargeDesk matches nothing, so a second call records a
// second charge.
func TestARecordWithoutATransactionIDIsOnceOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		fake.FailNext(chargedesktest.DropResponse)
		_, err := fake.Client().Charges.Create(t.Context(), &recorded)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.Len(t, fake.Requests(), 1)
	})
}

func TestADeleteSentAgainOfWhatIsGoneIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		desk, charge := fake.Client(), fake.SeedCharge("34.00", "USD").ChargeID
		fake.FailNext(chargedesktest.DropResponse)
		var response chargedesk.Response
		require.NoError(t, desk.Charges.Delete(t.Context(), charge, chargedesk.WithResponse(&response)))
		require.Equal(t, http.StatusNotFound, response.StatusCode, "the response is there to see")
		require.Equal(t, 2, response.Attempts)
		require.ErrorIs(t, desk.Charges.Delete(t.Context(), charge), chargedesk.ErrNotFound, "a first one that finds nothing fails")
	})
}

func TestTheDefaultsAreNotTakenForGranted(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	desk := fake.Client()
	_, err := desk.Charges.Update(t.Context(), fake.SeedPaymentRequest("34.00", "USD").ChargeID, &chargedesk.ChargeUpdateParams{})
	require.NoError(t, err)
	require.Empty(t, fake.LastRequest().Body, "an update sends only what it was given")
	_, err = desk.Charges.Create(t.Context(), &recorded)
	require.NoError(t, err)
	form, err := url.ParseQuery(string(fake.LastRequest().Body))
	require.NoError(t, err)
	require.NotContains(t, form, "occurred", "now is ChargeDesk's to say")
}

func TestAnObjectMayBeAskedForInAnotherWay(t *testing.T) {
	t.Parallel()
	desk := replying(t, 200, `{"charge_id":"ch_7Q","transaction_id":"tx_1","customer_id":"ada@example.com"}`)
	for _, id := range []string{"ch_7Q", "tx_1"} {
		_, err := desk.Charges.Get(t.Context(), id)
		require.NoError(t, err, "it is not documented whether a transaction id works")
	}
	_, err := desk.Customers.Get(t.Context(), "Ada@Example.com")
	require.NoError(t, err, "ChargeDesk may not tell capitals from small letters")
}
