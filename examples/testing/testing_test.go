// Package testing_test is the code of README.md beside it: how to test a program
// that uses the library. A test of the project compares the two.
package testing_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
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
	require.Equal(t, chargedesk.ChargeStatusPartiallyRefunded, refunded.Status)
	require.Equal(t, "amount=21.00", string(desk.LastRequest().Body))
	kept, _ := desk.Charge(charge.ChargeID)
	require.Equal(t, "21.00", kept.AmountRefunded)
	require.Equal(t, 1, desk.CountRequests(func(r chargedesktest.Request) bool { return r.Executed }))
}

func TestWhatHappensWhenThingsGoWrong(t *testing.T) {
	for name, test := range map[string]struct {
		fault   chargedesktest.Fault
		want    error
		refunds int
	}{
		"the response is lost": {chargedesktest.DropResponse, chargedesk.ErrOutcomeUnknown, 1},
		"the request is lost":  {chargedesktest.DropBefore, chargedesk.ErrOutcomeUnknown, 0},
		"the gateway is down":  {chargedesktest.RespondHTML(502), chargedesk.ErrOutcomeUnknown, 0},
		"the key is withdrawn": {chargedesktest.Respond(401, `{"error": {"message": "no such key"}}`), chargedesk.ErrUnauthorized, 0},
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

func TestAResponseThatComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory())
		charge := desk.SeedCharge("34.00", "USD")
		desk.FailNext(chargedesktest.DelayResponse(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()

		_, err := desk.Client().Gateway.RefundInFull(ctx, charge.ChargeID, nil)

		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 1, desk.Refunds(charge.ChargeID))
	})
}

func TestARequestThatIsCarriedOutTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := chargebacktest.NewTestServer(t, chargebacktest.InMemory())
		back.FailNext(chargebacktest.ExecuteLate(time.Hour))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()

		_, err := back.Client().Orders.Create(ctx, order("ord_1042"))
		require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)
		require.Equal(t, 0, back.Created("ord_1042"), "a look at the vendor finds nothing yet")

		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, 1, back.Created("ord_1042"))
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
		Notifications: []chargedesk.EventType{chargedesk.EventTypeChargeRefunded},
	})
	require.NoError(t, err)

	_, err = desk.Client().Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, desk.DeliverDue(t.Context()))

	require.Len(t, got, 1)
	require.Equal(t, chargedesk.ChargeStatusRefunded, got[0].Charge.Status)
}

// receiver takes webhooks without a network, inside a bubble.
type receiver func(w http.ResponseWriter, r *http.Request)

func (serve receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	serve(w, r)
	return w.Result(), nil
}

func TestAnEventThatFailedComesAgainAnHourLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var handler http.Handler
		shop := &http.Client{Transport: receiver(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) })}
		desk := chargedesktest.NewTestServer(t, chargedesktest.InMemory(), chargedesktest.WithWebhookClient(shop))
		began, tries := time.Now(), []time.Duration{}
		var err error
		handler, err = chargedesk.WebhookHandler(desk.Client(), chargedesk.WebhookConfig{Token: token},
			func(context.Context, *chargedesk.Delivery) error {
				if tries = append(tries, time.Since(began)); len(tries) == 1 {
					return errors.New("the database is down")
				}
				return nil
			})
		require.NoError(t, err)
		desk.DeliverWebhooksTo("https://shop.example.com/"+token, "charge_disputed")
		require.NoError(t, desk.DisputeCharge(desk.SeedCharge("34.00", "USD").ChargeID))

		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		desk.RunWebhooks(ctx)

		require.Equal(t, []time.Duration{0, time.Hour}, tries)
		require.True(t, desk.Deliveries()[0].Delivered)
	})
}

func TestALostOrderIsFoundAgain(t *testing.T) {
	back := chargebacktest.NewTestServer(t)
	back.FailNext(chargebacktest.DropResponse)

	_, err := back.Client().Orders.Create(t.Context(), order("ord_1042"))
	require.ErrorIs(t, err, chargeback.ErrOutcomeUnknown)

	found, err := back.Client().Orders.List(t.Context(), &chargeback.OrderListParams{
		Search: chargeback.SearchEqual{"order_id": "ord_1042"},
	})
	require.NoError(t, err)
	require.Len(t, found.Data, 1)
	require.Equal(t, 1, back.Received("ord_1042"), "times it came in")
}

func order(id string) *chargeback.OrderCreateParams {
	return &chargeback.OrderCreateParams{
		OrderID: id, OrderTS: chargeback.NewTime(time.Now()), OrderAmount: chargeback.MustAmount("180.06"),
		TransactionID: "txn_" + id, TransactionAmount: chargeback.MustAmount("180.06"),
		CRMName: new(chargebacktest.CRMName), MerchantName: chargebacktest.MerchantName,
	}
}

func TestADisputeIsSubmittedAndWon(t *testing.T) {
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("order-facts", "order_id")
	id := hound.SeedDispute("txn_047a", 3400, "usd", "fraudulent")

	dispute, err := hound.Client().Disputes.Submit(t.Context(), id, &chargehound.DisputeSubmitParams{
		Template: new("order-facts"),
		Fields:   chargehound.Fields{"order_id": chargehound.TextField("ord_1042")},
	})
	require.NoError(t, err)
	require.Equal(t, chargehound.SubmissionSubmitted, dispute.Submission())

	require.NoError(t, hound.Resolve(id, "won"))
	dispute, err = hound.Client().Disputes.Get(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, chargehound.DisputeStateWon, dispute.State)
}

// mock responds as a mocking library does that replaces http.DefaultTransport.
type mock struct{ requests int }

func (m *mock) RoundTrip(r *http.Request) (*http.Response, error) {
	m.requests++
	w := httptest.NewRecorder()
	w.WriteString(`{"charge_id": "ch_7Q", "amount": "34.00", "status": "refunded"}`)
	return w.Result(), nil
}

func TestAMockOfTheDefaultTransportCatchesNothing(t *testing.T) {
	desk := chargedesktest.NewTestServer(t)
	charge := desk.SeedCharge("34.00", "USD")
	m := &mock{}
	before := http.DefaultTransport
	http.DefaultTransport = m
	defer func() { http.DefaultTransport = before }()

	_, err := desk.Client().Gateway.RefundInFull(t.Context(), charge.ChargeID, nil)
	require.NoError(t, err)
	require.Equal(t, 0, m.requests)
	require.Equal(t, 1, desk.Refunds(charge.ChargeID), "with a real key this would have been real money")

	client, err := chargedesk.New("sk_test_mock", chargedesk.WithHTTPClient(&http.Client{Transport: m}))
	require.NoError(t, err)
	refunded, err := client.Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
	require.NoError(t, err)
	require.Equal(t, chargedesk.ChargeStatusRefunded, refunded.Status)
	require.Equal(t, 1, m.requests)
}

// refunder is what a program needs of the library, so that a test can replace it.
type refunder interface {
	EnsureRefunded(ctx context.Context, chargeID string, total chargedesk.Amount, params *chargedesk.EnsureRefundedParams, opts ...chargedesk.CallOption) (*chargedesk.Charge, error)
}

// failing is a refunder whose calls fail.
type failing struct{ err error }

func (f failing) EnsureRefunded(context.Context, string, chargedesk.Amount, *chargedesk.EnsureRefundedParams, ...chargedesk.CallOption) (*chargedesk.Charge, error) {
	return nil, f.err
}

// message returns what the clerk is told.
func message(ctx context.Context, gateway refunder, chargeID string) string {
	_, err := gateway.EnsureRefunded(ctx, chargeID, chargedesk.MustAmount("21.00"), nil)
	switch {
	case err == nil:
		return "refunded"
	case errors.Is(err, chargedesk.ErrOutcomeUnknown):
		return "not known yet, try again"
	default:
		return "not refunded"
	}
}

func TestErrorsMadeByHand(t *testing.T) {
	require.Equal(t, "not known yet, try again", message(t.Context(), failing{&chargedesk.Error{StatusCode: 502}}, "ch_7Q"))
	require.Equal(t, "not refunded", message(t.Context(), failing{&chargedesk.Error{StatusCode: 404}}, "ch_7Q"))
	require.Equal(t, "refunded", message(t.Context(), failing{nil}, "ch_7Q"))

	lost := chargedesktest.NewError(chargedesktest.DropResponse, func(c *chargedesk.Client) error {
		_, err := c.Gateway.RefundInFull(context.Background(), "ch_7Q", nil)
		return err
	})
	require.Equal(t, "not known yet, try again", message(t.Context(), failing{lost}, "ch_7Q"))
}

// submit is a program that creates its own client.
func submit(ctx context.Context, key string, opts ...chargehound.Option) error {
	hound, err := chargehound.New(key, opts...)
	if err != nil {
		return err
	}
	_, err = hound.Disputes.EnsureSubmitted(ctx, "dp_7Q", &chargehound.DisputeSubmitParams{
		Template: new("product_not_received"),
		Fields:   chargehound.Fields{"tracking_number": chargehound.TextField("TRK770210685")},
	})
	return err
}

func TestAProgramThatCreatesItsOwnClient(t *testing.T) {
	hound := chargehoundtest.NewTestServer(t)
	hound.AddTemplate("product_not_received", "tracking_number")
	hound.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q"})

	require.NoError(t, submit(t.Context(), chargehoundtest.Key, chargehound.WithBaseURL(hound.URL)))

	dispute, _ := hound.Dispute("dp_7Q")
	require.Equal(t, "submitted", dispute.State)
}
