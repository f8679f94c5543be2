package chargedesk_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// PHP has no types: what is missing may be false, "", [] or null, a list may be
// an object, and a number a text.
func TestACallThatMovedMoneyIsReadInAnyShapeThatPHPMayGiveIt(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"subscription":{"subscription_id":"sub_9K"},"charge":[]}`, `{"subscription":{"subscription_id":"sub_9K"},"charge":false}`,
		`{"subscription":{"subscription_id":"sub_9K"},"charge":""}`, `{"subscription":{"subscription_id":"sub_9K"},"pay_link":false}`,
	} {
		made, err := replying(t, 200, body).Gateway.CreateSubscription(t.Context(), &recurring)
		require.NoError(t, err, body)
		require.Equal(t, &chargedesk.PaymentResult{Subscription: &chargedesk.Subscription{SubscriptionID: "sub_9K"}}, made, body)
	}
	for _, body := range []string{
		`{"charge":{"charge_id":"ch_7Q"},"subscription":[]}`, `{"charge":{"charge_id":"ch_7Q"},"subscription":false}`, `{"charge":{"charge_id":"ch_7Q"},"pay_link":false}`,
	} {
		made, err := replying(t, 200, body).Gateway.CreateCharge(t.Context(), &onCard)
		require.NoError(t, err, body)
		require.Equal(t, &chargedesk.PaymentResult{Charge: &chargedesk.Charge{ChargeID: "ch_7Q"}}, made, body)
	}
	for members, want := range map[string]chargedesk.Charge{
		`"gateway_url":false`:                         {},
		`"sent_receipt":1767261600`:                   {SentReceipt: "1767261600"},
		`"last_4_digits":1234`:                        {Last4Digits: "1234"},
		`"customer_id":55,"transaction_id":991`:       {CustomerID: "55", TransactionID: "991"},
		`"methods_active":{"1":"email"}`:              {MethodsActive: []string{"email"}},
		`"methods_active":"","logs":{},"refunded":[]`: {Logs: []json.RawMessage{}, Extra: map[string]json.RawMessage{"refunded": []byte("[]")}},
		`"metadata":false,"added_tax":false`:          {},
		`"metadata":"","email_last_sent":false`:       {},
		`"is_paid":2`:                                 {IsPaid: true},
	} {
		want.ChargeID = "ch_7Q"
		charge, err := replying(t, 200, `{"charge_id":"ch_7Q",`+members+`}`).Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
		require.NoError(t, err, members)
		require.Equal(t, &want, charge, members)
	}
}

func TestWhatAnAmountIsIsNotGuessed(t *testing.T) {
	t.Parallel()
	for _, members := range []string{`"added_tax":"n/a"`, `"amount":"1,234.56"`, `"amount":true`, `"amount":[]`, `"amount":{}`, `"occurred":"yesterday"`, `"customer_id":{}`, `"is_paid":[]`} {
		_, err := replying(t, 200, `{"charge_id":"ch_7Q",`+members+`}`).Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
		_, ok := errors.AsType[*chargedesk.DecodeError](err)
		require.True(t, ok, "%s: %v", members, err)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
	}
}

func TestSearchesItemsAndListsAreReadInAnyShapeToo(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for _, body := range []string{`{"match":[]}`, `{"match":false}`, `{"match":"","customers":false}`, `false`} {
		found, err := replying(t, 200, body).Customers.Search(ctx, nil)
		require.NoError(t, err, body)
		require.Equal(t, &chargedesk.CustomerSearchResult{}, found, body)
	}
	found, err := replying(t, 200, `{"search":123,"customers":{"cus_1":{}}}`).Customers.Search(ctx, nil)
	require.NoError(t, err)
	require.Len(t, found.Customers, 1)
	require.JSONEq(t, `{"cus_1":{}}`, string(found.Customers[0]))

	items, err := replying(t, 200, `{"data":{"items":{"1":{"ord":1,"product_id":12,"description":false}},"taxes":{"vat":1}}}`).Charges.Items(ctx, "ch_7Q")
	require.NoError(t, err)
	require.Equal(t, []*chargedesk.ChargeItem{{Ord: 1, ProductID: "12"}}, items.Items)
	require.JSONEq(t, `{"vat":1}`, string(items.Taxes[0]))

	page, err := replying(t, 200, `{"data":{"1":{"customer_id":"cus_ada","edited":"2","unsubscribe_receipts":"1767261600","subscriptions":{"0":{"subscription_id":"sub_9K"}}}}}`).Customers.List(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []*chargedesk.Customer{{CustomerID: "cus_ada", Edited: true, UnsubscribeReceipts: true, Subscriptions: []*chargedesk.Subscription{{SubscriptionID: "sub_9K"}}}}, page.Data)

	log, err := replying(t, 200, `{"data":[{"object_id":12,"sub_description":false,"action_params":false}]}`).Logs.ListActivity(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []*chargedesk.Activity{{ObjectID: "12", ActionParams: []byte("false")}}, log.Data)
}

func TestAYesIsAnythingButANo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]chargedesk.Flag{
		`true`: true, `1`: true, `"1"`: true, `"2"`: true, `7`: true, `"yes"`: true, `"1767261600"`: true, `"Visa"`: true,
		`false`: false, `0`: false, `"0"`: false, `""`: false, `null`: false, `"false"`: false, `"0.00"`: false, `"No"`: false, `"off"`: false,
	} {
		got := !want
		require.NoError(t, lenient.Decode([]byte(text), &got), text)
		require.Equal(t, want, got, text)
	}
}

func TestATimeFarAwayIsNoReasonToRefuseAPage(t *testing.T) {
	t.Parallel()
	page, err := replying(t, 200, `{"data":[{"subscription_id":"sub_9K","trial_end":999999999999999999,"first_seen":"1767261600000","ended_at":-5}]}`).Subscriptions.List(t.Context(), nil)
	require.NoError(t, err)
	text, err := page.Data[0].TrialEnd.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, "999999999999999999", string(text))
	require.Equal(t, int64(1767261600000), page.Data[0].FirstSeen.Unix())
	require.True(t, page.Data[0].TrialEnd.After(page.Data[0].FirstSeen.Time))
	require.EqualValues(t, -5, page.Data[0].EndedAt.Unix())
	require.Error(t, lenient.Decode([]byte(`9223372036854775807`), new(chargedesk.Time)))
}
