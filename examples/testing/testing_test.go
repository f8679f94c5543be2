// Package testing_test is the code of README.md beside it: how to test a program
// that uses the library. A test of the project compares the two.
package testing_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestACustomerGetsTheMoneyBack(t *testing.T) {
	desk := chargedesktest.NewTestServer(t)
	charge := desk.SeedCharge("34.00", "USD")

	refunded, err := desk.Client().Gateway.Refund(t.Context(), charge.ChargeID, &chargedesk.RefundParams{
		Amount: chargedesk.MustAmount("21.00"),
	})

	require.NoError(t, err)
	require.Equal(t, chargedesk.ChargePartiallyRefunded, refunded.Status)
	require.Equal(t, "amount=21.00", string(desk.Last().Body))
}

func TestWhatHappensWhenThingsGoWrong(t *testing.T) {
	for name, test := range map[string]struct {
		fault   chargedesktest.Fault
		want    error
		refunds int
	}{
		"the answer is lost":   {chargedesktest.DropAnswer, chargedesk.ErrOutcomeUnknown, 1},
		"the request is lost":  {chargedesktest.DropBefore, chargedesk.ErrOutcomeUnknown, 0},
		"the gateway is down":  {chargedesktest.AnswerHTML(502), chargedesk.ErrOutcomeUnknown, 0},
		"the key is withdrawn": {chargedesktest.Answer(401, `{"error": {"message": "no such key"}}`), chargedesk.ErrUnauthorized, 0},
	} {
		t.Run(name, func(t *testing.T) {
			desk := chargedesktest.NewTestServer(t)
			charge := desk.SeedCharge("34.00", "USD")
			desk.FailNext(test.fault)

			_, err := desk.Client().Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)

			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.refunds, desk.Refunds(charge.ChargeID))
		})
	}
}

func TestAMinuteOfWaitingTakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		desk.FailNext(chargedesktest.TooManyRequests("60"))
		began := time.Now()

		_, err := desk.Client().Charges.List(t.Context(), nil)

		require.NoError(t, err)
		require.GreaterOrEqual(t, time.Since(began), time.Minute)
	})
}

func TestAnAnswerThatComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		desk.FailNext(chargedesktest.DelayAnswer(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()

		_, err := desk.Client().Gateway.RefundInFull(ctx, charge.ChargeID, nil)

		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}

const token = "not-a-secret-0123456789abcdef"

func TestAnEventArrivesWithTheChargeAsItIs(t *testing.T) {
	desk := chargedesktest.NewTestServer(t)
	var got []*chargedesk.Delivery
	handler, err := chargedesk.WebhookHandler(desk.Client(), chargedesk.WebhookConfig{Token: token},
		func(_ context.Context, delivery *chargedesk.Delivery) error {
			got = append(got, delivery)
			return nil
		})
	require.NoError(t, err)
	shop := httptest.NewServer(handler)
	defer shop.Close()
	charge := desk.SeedCharge("34.00", "USD")
	_, err = desk.Client().Webhooks.Create(t.Context(), &chargedesk.WebhookCreateParams{
		URL:           shop.URL + "/" + token,
		Notifications: chargedesk.EventTypes{chargedesk.EventChargeRefunded},
	})
	require.NoError(t, err)

	_, err = desk.Client().Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, desk.DeliverDue(t.Context()))

	require.Len(t, got, 1)
	require.Equal(t, chargedesk.ChargeRefunded, got[0].Charge.Status)
}

func TestADisputeIsAnsweredAndWon(t *testing.T) {
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("order-facts", "order_id")
	id := hound.SeedDisputeFor("txn_047a", 3400, "usd", "fraudulent")

	dispute, err := hound.Client().Disputes.Submit(t.Context(), id, &chargehound.DisputeSubmitParams{
		Template: new("order-facts"),
		Fields:   chargehound.Fields{"order_id": chargehound.Text("ord_1042")},
	})
	require.NoError(t, err)
	require.Equal(t, chargehound.SubmissionDone, dispute.Submission())

	require.NoError(t, hound.Resolve(id, "won"))
	dispute, err = hound.Client().Disputes.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, chargehound.StateWon, dispute.State)
}
