package chargedesk_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// about is an object of any kind with this id.
func about(id string) string {
	text, _ := json.Marshal(map[string]string{"charge_id": id, "customer_id": id, "subscription_id": id, "product_id": id})
	return string(text)
}

func TestDoTakesAResponseAboutAnyObject(t *testing.T) {
	t.Parallel()
	var charge chargedesk.Charge
	require.NoError(t, replying(t, 200, about("ch_8R")).Do(t.Context(), http.MethodGet, "/charges/ch_7Q", nil, &charge), "whose path only the caller knows")
	require.Equal(t, "ch_8R", charge.ChargeID)
}

func TestADoSentAgainThatIsRejectedMayHaveBeenDone(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	charge := fake.SeedCharge("34.00", "USD")
	path := "/gateway/charges/" + charge.ChargeID + "/refund"
	fake.FailNext(chargedesktest.DropResponse, chargedesktest.Respond(200, `{"error":{"message":"Was refunded before."}}`))
	err := fake.Client().Do(t.Context(), http.MethodPost, path, nil, nil, chargedesk.WithRepeatable())
	failure, ok := errors.AsType[*chargedesk.Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, 2, failure.Attempts)
	require.Equal(t, 1, fake.Refunds(charge.ChargeID))
	require.Equal(t, chargedesk.OutcomeFailed, failure.Outcome)

	err = replying(t, 200, "{").Do(t.Context(), http.MethodPost, path, nil, new(chargedesk.Charge), chargedesk.WithRepeatable())
	_, ok = errors.AsType[*chargedesk.DecodeError](err)
	require.True(t, ok, "%v", err)
	require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "it may be sent again")
}

// A type of the caller's own is read as a result is, and has nothing of a response that
// it can't hold.
func TestDoReadsTypesOfTheCallersOwn(t *testing.T) {
	t.Parallel()
	type own struct {
		ID     string            `json:"charge_id"`
		Amount chargedesk.Amount `json:"amount"`
		Count  int               `json:"count"`
		Status string
	}
	do := func(body string) (got own, err error) {
		err = replying(t, 200, body).Do(t.Context(), http.MethodGet, "/charges/ch_7Q", nil, &got)
		return got, err
	}
	got, err := do(`{"charge_id":7,"amount":"34.00","count":"2","status":"paid","new":true}`)
	require.NoError(t, err)
	require.Equal(t, own{ID: "7", Amount: chargedesk.MustAmount("34.00"), Count: 2}, got)

	got, err = do(`{"charge_id":"7","count":"two"}`)
	_, unread := errors.AsType[*chargedesk.DecodeError](err)
	require.True(t, unread, err)
	require.ErrorContains(t, err, "count can't be read")
	require.Zero(t, got)
}
