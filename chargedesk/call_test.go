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
