package chargedesk_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// calls that must not be sent twice, and those that may, each against a fake
// that has one of everything.
type scene struct {
	fake                                                  *chargedesktest.Server
	charge, authorized, request, subscription, customerID string
}

func newScene() scene {
	fake := chargedesktest.NewServer(chargedesktest.InMemory(), chargedesktest.WithoutRateLimit())
	return scene{
		fake: fake, charge: fake.SeedCharge("34.00", "USD").ChargeID, authorized: fake.SeedAuthorizedCharge("34.00", "USD").ChargeID,
		request: fake.SeedPaymentRequest("34.00", "USD").ChargeID, subscription: fake.SeedSubscription("cus_ada", "7.50", "EUR"),
		customerID: fake.SeedCustomer("Ada Loom"),
	}
}

type sceneCall = func(ctx context.Context, s scene, desk *chargedesk.Client) error

func drop[T any](_ T, err error) error { return err }

var onceCalls = map[string]sceneCall{
	"CreateCharge": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.CreateCharge(ctx, &chargedesk.GatewayChargeParams{CustomerID: s.customerID, Amount: dollars, Currency: chargedesk.CurrencyUSD}))
	},
	"CreateSubscription": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.CreateSubscription(ctx, &chargedesk.GatewaySubscriptionParams{
			CustomerID: s.customerID, Amount: dollars, Currency: chargedesk.CurrencyUSD, Product: chargedesk.SubscriptionProductParams{Interval: chargedesk.IntervalMonth},
		}))
	},
	"RequestPayment": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD}))
	},
	"RequestPayment to a contact": func(ctx context.Context, _ scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD, Contact: new("ada@example.com")}))
	},
	"RequestPayment of a customer": func(ctx context.Context, _ scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.RequestPayment(ctx, &chargedesk.PaymentRequestParams{Amount: dollars, Currency: chargedesk.CurrencyUSD, Contact: new("ada@example.com"), CustomerID: new("cus_ada")}))
	},
	"Refund": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.Refund(ctx, s.charge, &chargedesk.RefundParams{Amount: dollars}))
	},
	"RefundInFull": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.RefundInFull(ctx, s.charge, nil))
	},
	"Capture": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.Capture(ctx, s.authorized, &chargedesk.CaptureParams{Amount: dollars}))
	},
	"CaptureInFull": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.CaptureInFull(ctx, s.authorized))
	},
	"VoidAuthorization": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.VoidAuthorization(ctx, s.authorized))
	},
	"CancelPaymentRequest": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.CancelPaymentRequest(ctx, s.request))
	},
	"CancelSubscription": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.CancelSubscription(ctx, s.subscription, nil))
	},
	"UpdatePlans": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Gateway.UpdatePlans(ctx, s.subscription, nil))
	},
	"Charges.Create without Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Create(ctx, with(recorded, func(p *chargedesk.ChargeCreateParams) { p.TransactionID = new("tx_new") })))
	},
	"Charges.Create without TransactionID": func(ctx context.Context, _ scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Create(ctx, &recorded))
	},
	"Charges.SendEmail": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return desk.Charges.SendEmail(ctx, s.charge, nil)
	},
	"Customers.Create without Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Customers.Create(ctx, &chargedesk.CustomerCreateParams{CustomerID: "cus_new"}))
	},
	"Customers.Update that renames": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Customers.Update(ctx, s.customerID, &chargedesk.CustomerUpdateParams{CustomerID: new("cus_new")}))
	},
	"Subscriptions.Create without Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_new"}))
	},
	"Subscriptions.Update that renames": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Subscriptions.Update(ctx, s.subscription, &chargedesk.SubscriptionUpdateParams{SubscriptionID: new("sub_new")}))
	},
	"Products.Create without Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Products.Create(ctx, &chargedesk.ProductCreateParams{ProductID: "prod_new"}))
	},
	"Products.Update that renames": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Products.Update(ctx, s.fake.SeedProduct("Loom", "34.00", "USD"), &chargedesk.ProductUpdateParams{ProductID: new("prod_new")}))
	},
	"Webhooks.Create": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Webhooks.Create(ctx, &chargedesk.WebhookCreateParams{URL: "https://shop.example/x", All: new(true)}))
	},
	"Agents.Create": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return desk.Agents.Create(ctx, &chargedesk.AgentCreateParams{Name: "Grace", Email: "grace@example.com", Role: chargedesk.AgentRoleAdmin})
	},
}

var repeatableCalls = map[string]sceneCall{
	"Charges.Create with TransactionID and Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Create(ctx, with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.TransactionID, p.UpdateIfExists = new("tx_new"), true
		})))
	},
	"Charges.Update": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Update(ctx, s.charge, &chargedesk.ChargeUpdateParams{Description: new("x")}))
	},
	"Charges.Delete": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return desk.Charges.Delete(ctx, s.charge)
	},
	"Charges.Get": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Get(ctx, s.charge))
	},
	"Charges.Preview": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Charges.Preview(ctx, &chargedesk.ChargePreviewParams{ChargeID: &s.charge}))
	},
	"Customers.Create with Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Customers.Create(ctx, &chargedesk.CustomerCreateParams{CustomerID: "cus_new", UpdateIfExists: true}))
	},
	"Customers.Update": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Customers.Update(ctx, s.customerID, &chargedesk.CustomerUpdateParams{CustomerID: &s.customerID, Name: new("x")}))
	},
	"Customers.Delete": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return desk.Customers.Delete(ctx, s.customerID, chargedesk.DeleteModeCustomerOnly)
	},
	"Subscriptions.Create with Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Subscriptions.Create(ctx, &chargedesk.SubscriptionCreateParams{SubscriptionID: "sub_new", UpdateIfExists: true}))
	},
	"Products.Create with Duplicate": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return drop(desk.Products.Create(ctx, &chargedesk.ProductCreateParams{ProductID: "prod_new", UpdateIfExists: true}))
	},
	"Webhooks.Delete": func(ctx context.Context, s scene, desk *chargedesk.Client) error {
		return desk.Webhooks.Delete(ctx, s.fake.SeedWebhook("https://shop.example/x"))
	},
}

// sentWithALostAnswer makes a call whose first answer is lost, and counts the requests.
func sentWithALostAnswer(t *testing.T, call sceneCall) (sent int, err error) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		defer s.fake.Close()
		s.fake.FailNext(chargedesktest.DropResponse)
		err = call(t.Context(), s, s.fake.Client())
		sent = len(s.fake.Requests())
	})
	return sent, err
}

func TestACallWithALostAnswerIsRepeatedOnlyWhereThatDoesNoHarm(t *testing.T) {
	t.Parallel()
	for name, call := range onceCalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent, err := sentWithALostAnswer(t, call)
			require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
			require.Equal(t, 1, sent, "requests")
		})
	}
	for name, call := range repeatableCalls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent, err := sentWithALostAnswer(t, call)
			require.NoError(t, err)
			require.Equal(t, 2, sent, "requests")
		})
	}
}

func TestAnUnknownOutcomeNamesWhatToLookUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ call, reference string }{
		{"Refund", "charge"}, {"CreateCharge", "customer"}, {"Charges.Create without Duplicate", "tx_new"}, {"Charges.Create without TransactionID", "cus_ada"},
		{"RequestPayment to a contact", "ada@example.com"}, {"RequestPayment of a customer", "cus_ada"}, {"Customers.Create without Duplicate", "cus_new"},
		{"Subscriptions.Create without Duplicate", "sub_new"}, {"Products.Create without Duplicate", "prod_new"}, {"Agents.Create", "grace@example.com"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene()
			defer s.fake.Close()
			s.fake.FailNext(chargedesktest.DropResponse)
			failure, ok := errors.AsType[*chargedesk.Error](onceCalls[c.call](t.Context(), s, s.fake.Client()))
			require.True(t, ok, c.call)
			want := c.reference
			switch want {
			case "charge":
				want = s.charge
			case "customer":
				want = s.customerID
			}
			require.Equal(t, want, failure.ObjectID, c.call)
			require.NotContains(t, failure.Error(), want)
		})
	}
}

func TestARepeatedDeleteOfWhatIsGoneIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScene()
		defer s.fake.Close()
		desk := s.fake.Client()
		s.fake.FailNext(chargedesktest.DropResponse)
		var response chargedesk.Response
		require.NoError(t, desk.Charges.Delete(t.Context(), s.charge, chargedesk.WithResponse(&response)))
		require.Equal(t, http.StatusNotFound, response.StatusCode, "the answer is there to see")
		require.Equal(t, 2, response.Attempts)
		require.ErrorIs(t, desk.Charges.Delete(t.Context(), s.charge), chargedesk.ErrNotFound, "a first one that finds nothing fails")
	})
}

func TestParamsAreNotChanged(t *testing.T) {
	t.Parallel()
	desk := answering(t, func(*http.Request) (*http.Response, error) { return nil, errors.New("nobody is there") })
	params := with(recurring, func(p *chargedesk.GatewaySubscriptionParams) { p.Quantity = new(chargedesk.NewNumber(1)) })
	_, err := desk.Gateway.CreateSubscription(t.Context(), params)
	require.Error(t, err)
	require.Equal(t, chargedesk.NewNumber(1), *params.Quantity)
}

func TestTheDefaultsAreNotTakenForGranted(t *testing.T) {
	t.Parallel()
	s := newScene()
	defer s.fake.Close()
	desk := s.fake.Client()
	_, err := desk.Charges.Update(t.Context(), s.request, &chargedesk.ChargeUpdateParams{})
	require.NoError(t, err)
	require.Empty(t, s.fake.LastRequest().Body, "an update sends only what it was given")
	_, err = desk.Charges.Create(t.Context(), &recorded)
	require.NoError(t, err)
	form, err := url.ParseQuery(string(s.fake.LastRequest().Body))
	require.NoError(t, err)
	require.NotContains(t, form, "occurred", "now is ChargeDesk's to say")
}

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
