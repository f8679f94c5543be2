package chargedesk_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// aboutOne are the calls whose path names the object that they answer with.
var aboutOne = map[string]func(ctx context.Context, desk *chargedesk.Client, id string) (any, error){
	"Gateway.Refund": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.Refund(ctx, id, &chargedesk.RefundParams{Amount: dollars})
	},
	"Gateway.RefundInFull": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.RefundInFull(ctx, id, nil)
	},
	"Gateway.Capture": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.Capture(ctx, id, &chargedesk.CaptureParams{Amount: dollars})
	},
	"Gateway.CaptureInFull": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.CaptureInFull(ctx, id)
	},
	"Gateway.VoidAuthorization": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.VoidAuthorization(ctx, id)
	},
	"Gateway.CancelPaymentRequest": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.CancelPaymentRequest(ctx, id)
	},
	"Gateway.CancelSubscription": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.CancelSubscription(ctx, id, nil)
	},
	"Gateway.UpdatePlans": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Gateway.UpdatePlans(ctx, id, &chargedesk.UpdatePlansParams{Prorate: new(true)})
	},
	"Charges.Get": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Charges.Get(ctx, id)
	},
	"Charges.Update": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Charges.Update(ctx, id, nil)
	},
	"Customers.Get": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Customers.Get(ctx, id)
	},
	"Customers.Update": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Customers.Update(ctx, id, nil)
	},
	"Subscriptions.Get": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Subscriptions.Get(ctx, id)
	},
	"Subscriptions.Update": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Subscriptions.Update(ctx, id, nil)
	},
	"Products.Get": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Products.Get(ctx, id)
	},
	"Products.Update": func(ctx context.Context, desk *chargedesk.Client, id string) (any, error) {
		return desk.Products.Update(ctx, id, nil)
	},
}

func about(id string) string {
	text, _ := json.Marshal(map[string]string{"charge_id": id, "customer_id": id, "subscription_id": id, "product_id": id})
	return string(text)
}

func TestAnAnswerAboutAnotherObjectIsNotTaken(t *testing.T) {
	t.Parallel()
	for name, call := range aboutOne {
		_, err := call(t.Context(), replying(t, 200, about("one_7Q")), "one_7Q")
		require.NoError(t, err, name)
		result, err := call(t.Context(), replying(t, 200, about("one_8R")), "one_7Q")
		require.Nil(t, result, name)
		other, ok := errors.AsType[*chargedesk.DecodeError](err)
		require.True(t, ok, "%s: %v", name, err)
		require.Equal(t, "one_7Q", other.ObjectID, name)
		require.Equal(t, name[:7] == "Gateway", errors.Is(err, chargedesk.ErrOutcomeUnknown), name)
		require.NotContains(t, err.Error(), "one_", name)
	}
	var charge chargedesk.Charge
	require.NoError(t, replying(t, 200, about("ch_8R")).Do(t.Context(), http.MethodGet, "/charges/ch_7Q", nil, &charge), "whose path only the caller knows")
	require.Equal(t, "ch_8R", charge.ChargeID)
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

func TestARenamedObjectHasItsNewID(t *testing.T) {
	t.Parallel()
	for id, fits := range map[string]bool{"new": true, "old": true, "other": false} {
		desk := replying(t, 200, about(id))
		_, customer := desk.Customers.Update(t.Context(), "old", &chargedesk.CustomerUpdateParams{CustomerID: new("new")})
		_, subscription := desk.Subscriptions.Update(t.Context(), "old", &chargedesk.SubscriptionUpdateParams{SubscriptionID: new("new")})
		_, product := desk.Products.Update(t.Context(), "old", &chargedesk.ProductUpdateParams{ProductID: new("new")})
		for _, err := range []error{customer, subscription, product} {
			require.Equal(t, fits, err == nil, "%s: %v", id, err)
			require.Equal(t, !fits, errors.Is(err, chargedesk.ErrOutcomeUnknown), id)
		}
	}
}

func TestARepeatedDoThatIsRefusedMayHaveBeenDone(t *testing.T) {
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
	require.NotEqual(t, chargedesk.OutcomeRejected, failure.Outcome)

	err = replying(t, 200, "{").Do(t.Context(), http.MethodPost, path, nil, new(chargedesk.Charge), chargedesk.WithRepeatable())
	_, ok = errors.AsType[*chargedesk.DecodeError](err)
	require.True(t, ok, "%v", err)
	require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "it may be sent again")
}
