package chargedesk_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestAnErrorFieldInASuccessIsAnError(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct{ message, param string }{
		`{"error":{"message":"No such card.","incorrect_parameter":"customer[id]"}}`: {"No such card.", "customer[id]"},
		`{"error":{"message":"No such card."},"charge":{"status":"failed"}}`:         {"No such card.", ""},
		`{"error":"No such card."}`:   {"No such card.", ""},
		`{"error":true}`:              {"true", ""},
		`{"error":{"code":7}}`:        {"", ""},
		`{"error":["No such card."]}`: {"", ""},
	} {
		_, err := replying(t, 200, body).Gateway.CreateCharge(t.Context(), &onCard)
		failure, ok := errors.AsType[*chargedesk.Error](err)
		require.True(t, ok, "%s: %v", body, err)
		require.Equal(t, want.message, failure.Message, body)
		require.Equal(t, want.param, failure.Param, body)
		require.Equal(t, chargedesk.OutcomeRejected, failure.Outcome, body)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, body)

		require.Error(t, replying(t, 200, body).Charges.Delete(t.Context(), "ch_7Q"), "where no response is read")
	}
	for _, body := range []string{`{"error":null,"pay_link":"x"}`, `{"error":false,"pay_link":"x"}`, `{"error":"","pay_link":"x"}`, `{"error":{},"pay_link":"x"}`,
		`{"error":[],"pay_link":"x"}`,
		`{"error":0,"pay_link":"x"}`, `{"error":"0","pay_link":"x"}`, `{"error":"false","pay_link":"x"}`, `{"charge":{"charge_id":"ch_7Q","description":"\"error\""}}`} {
		_, err := replying(t, 200, body).Gateway.RequestPayment(t.Context(), &askedFor)
		require.NoError(t, err, body)
	}
}

func TestAnErrorBesideWhatWasMadeIsAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for _, made := range []string{
		`"charge":{"charge_id":"ch_7Q"}`, `"subscription":{"subscription_id":9}`, `"charge_id":"ch_7Q"`, `"customer_id":"cus_ada"`, `"subscription_id":"sub_9K"`,
		`"product_id":"prod_1"`,
	} {
		body := `{"error":{"message":"receipt mail failed"},` + made + `}`
		_, err := replying(t, 200, body).Gateway.CreateCharge(t.Context(), &onCard)
		failure, ok := errors.AsType[*chargedesk.Error](err)
		require.True(t, ok, "%s: %v", body, err)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, body)
		require.NotEqual(t, chargedesk.OutcomeRejected, failure.Outcome, body)

		_, err = replying(t, 200, body).Charges.Get(t.Context(), "ch_7Q")
		require.Error(t, err)
		require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "a read has no outcome")
	}
}

func TestADeleteThatSaysNoIsNotDone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`false`, `0`, `{"deleted":false}`, `{"success":false}`, `{"success":0}`, `{"success":"0","deleted":true}`} {
		desk := replying(t, 200, body)
		require.Error(t, desk.Charges.Delete(t.Context(), "ch_7Q"), body)
		require.Error(t, desk.Customers.Delete(t.Context(), "cus_ada", chargedesk.DeleteModeCustomerOnly), body)
		require.ErrorIs(t, desk.Charges.SendEmail(t.Context(), "ch_7Q", nil), chargedesk.ErrOutcomeUnknown, body)
	}
}

func TestARejectedAttemptDeletesNothing(t *testing.T) {
	t.Parallel()
	sent := 0
	desk, err := chargedesk.New("sk_test_fake", chargedesk.WithLimiter(nil),
		chargedesk.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			response := replyTo(r, `{"error":{"message":"x"}}`)
			if response.StatusCode = 404; sent == 0 {
				response.StatusCode = 429
				response.Header.Set("Retry-After", "0")
			}
			sent++
			return response, nil
		})}))
	require.NoError(t, err)
	require.ErrorIs(t, desk.Charges.Delete(t.Context(), "ch_never"), chargedesk.ErrNotFound)
	require.Equal(t, 2, sent)
}

func TestAnyUndocumentedSuccessWillDoButNoPageOfHTML(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " \n", "{}", "[]", "null", `{"success":true}`, `"gone"`} {
		for _, status := range []int{200, 201, 204} {
			require.NoError(t, replying(t, status, body).Charges.Delete(t.Context(), "ch_7Q"), "%d %s", status, body)
		}
	}
	err := replying(t, 200, "<html>Sign in to the hotel's network</html>").Charges.Delete(t.Context(), "ch_7Q")
	_, ok := errors.AsType[*chargedesk.DecodeError](err)
	require.True(t, ok, "%v", err)
}

func TestAListWithoutRowsIsNotAnEmptyList(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"count":20,"offset":0}`, `{"data":null}`, `[]`, ``} {
		desk := replying(t, 200, body)
		for name, list := range map[string]func() error{
			"charges":       func() error { return drop(desk.Charges.List(t.Context(), nil)) },
			"customers":     func() error { return drop(desk.Customers.List(t.Context(), nil)) },
			"subscriptions": func() error { return drop(desk.Subscriptions.List(t.Context(), nil)) },
			"products":      func() error { return drop(desk.Products.List(t.Context(), nil)) },
			"activity":      func() error { return drop(desk.Logs.ListActivity(t.Context(), nil)) },
			"cancellations": func() error { return drop(desk.Logs.ListCancellations(t.Context(), nil)) },
			"items":         func() error { return drop(desk.Charges.Items(t.Context(), "ch_7Q")) },
		} {
			if name == "items" && body == "[]" {
				continue // a list of no items
			}
			_, ok := errors.AsType[*chargedesk.DecodeError](list())
			require.True(t, ok, "%s of %s", name, body)
		}
	}
	page, err := replying(t, 200, `{"data":[]}`).Charges.List(t.Context(), nil)
	require.NoError(t, err)
	require.Empty(t, page.Data)
}

func TestItemsAreReadInEveryShapeSeen(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"items":[{"ord":0,"amount":12}],"taxes":[]}`,
		`{"success":true,"data":{"items":[{"ord":"0","amount":"12"}],"taxes":[]}}`,
		`{"data":[{"ord":0,"amount":12}]}`,
		`[{"ord":0,"amount":12}]`,
	} {
		items, err := replying(t, 200, body).Charges.Items(t.Context(), "ch_7Q")
		require.NoError(t, err, body)
		require.Len(t, items.Items, 1, body)
		require.Equal(t, "12", items.Items[0].Amount.String(), body)
		require.NotContains(t, items.Extra, "data", body)
	}
	for _, body := range []string{`{"data":{}}`, `{"data":"x"}`, `{"items":"x"}`, `{"items":null}`} {
		require.Error(t, drop(replying(t, 200, body).Charges.Items(t.Context(), "ch_7Q")), body)
	}
}

func TestNobodyFoundIsNoError(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`null`, `[]`, `{}`, `{"customers":[],"match":null}`} {
		found, err := replying(t, 200, body).Customers.Search(t.Context(), &chargedesk.CustomerSearchParams{Query: new("nobody")})
		require.NoError(t, err, body)
		require.Empty(t, found.Customers, body)
	}
}

func TestParamsMayBeNilWhereNothingIsRequired(t *testing.T) {
	t.Parallel()
	desk, ctx := replying(t, 200, `{"data":[],"items":[],"charge_id":"x","customer_id":"x","subscription_id":"x","product_id":"x"}`), t.Context()
	for i, err := range []error{
		drop(desk.Gateway.RefundInFull(ctx, "x", nil)), drop(desk.Gateway.CancelSubscription(ctx, "x", nil)), drop(desk.Gateway.UpdatePlans(ctx, "x", nil)),
		drop(desk.Charges.List(ctx, nil)), drop(desk.Charges.Update(ctx, "x", nil)), desk.Charges.SendEmail(ctx, "x", nil),
		drop(desk.Customers.List(ctx, nil)), drop(desk.Customers.Update(ctx, "x", nil)), drop(desk.Customers.Search(ctx, nil)),
		drop(desk.Subscriptions.List(ctx, nil)), drop(desk.Subscriptions.Update(ctx, "x", nil)),
		drop(desk.Products.List(ctx, nil)), drop(desk.Products.Update(ctx, "x", nil)),
		drop(desk.Logs.ListActivity(ctx, nil)), drop(desk.Logs.ListCancellations(ctx, nil)),
	} {
		require.NoError(t, err, i)
	}
}

func TestWhatACallMadeMustBeInItsResponse(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	charge := func(desk *chargedesk.Client) error { return drop(desk.Gateway.CreateCharge(ctx, &onCard)) }
	subscription := func(desk *chargedesk.Client) error { return drop(desk.Gateway.CreateSubscription(ctx, &recurring)) }
	request := func(desk *chargedesk.Client) error { return drop(desk.Gateway.RequestPayment(ctx, &askedFor)) }
	for _, c := range []struct {
		call func(*chargedesk.Client) error
		body string
	}{
		{charge, `{"pay_link":"https://desk.example/pay/7Q"}`}, {charge, `{"charge":{}}`}, {charge, `{"charge":null}`}, {charge, `{"charge":[]}`},
		{charge, `{"charge":{"charge_id":""}}`},
		{charge, `{"subscription":{"subscription_id":"sub_9K"}}`}, {charge, `{"charge":{"charge_id":"ch_7Q"},"subscription":{"status":"active"}}`},
		{subscription, `{"charge":{"charge_id":"ch_7Q"}}`}, {subscription, `{"subscription":{}}`},
		{subscription, `{"subscription":{"subscription_id":"sub_9K"},"charge":{"amount":"34.00"}}`},
		{request, `{}`}, {request, `{"charge":{"amount":"34.00"},"pay_link":"https://desk.example/pay/7Q"}`}, {request, `{"pay_link":""}`},
	} {
		err := c.call(replying(t, 200, c.body))
		_, ok := errors.AsType[*chargedesk.DecodeError](err)
		require.True(t, ok, "%s: %v", c.body, err)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, c.body)
	}
	for _, body := range []string{`{"pay_link":"https://desk.example/pay/7Q"}`, `{"charge":{"charge_id":"ch_7Q"}}`, `{"subscription":{"subscription_id":"sub_9K"}}`} {
		require.NoError(t, request(replying(t, 200, body)), body)
	}
}
