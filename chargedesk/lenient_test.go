package chargedesk_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
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
		`"invoice_company":1767261600`:                {Extra: chargedesk.Extra{"invoice_company": []byte("1767261600")}},
		`"last_4_digits":1234`:                        {Last4Digits: "1234"},
		`"customer_id":55,"transaction_id":991`:       {CustomerID: "55", TransactionID: "991"},
		`"methods_active":{"1":"email"}`:              {MethodsActive: []string{"email"}},
		`"methods_active":"","logs":{},"refunded":[]`: {Logs: []json.RawMessage{}, Extra: chargedesk.Extra{"refunded": []byte("[]")}},
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
	for _, members := range []string{`"added_tax":"n/a"`, `"amount":"1,234.56"`, `"amount":true`, `"amount":[]`, `"amount":{}`} {
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

	page, err := replying(t, 200, `{"data":{"1":{"customer_id":"cus_ada","edited":"2","unsubscribe_receipts":"1767261600",`+
		`"subscriptions":{"0":{"subscription_id":"sub_9K"}}}}}`).Customers.List(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []*chargedesk.Customer{{CustomerID: "cus_ada", Edited: true, UnsubscribeReceipts: true,
		Subscriptions: []*chargedesk.Subscription{{SubscriptionID: "sub_9K"}}}}, page.Data)

	log, err := replying(t, 200, `{"data":[{"object_id":12,"sub_description":false,"action_params":false}]}`).Logs.ListActivity(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []*chargedesk.Activity{{ObjectID: "12", ActionParams: []byte("false")}}, log.Data)
}

func TestAYesIsAnythingButANo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`true`: true, `1`: true, `"1"`: true, `"2"`: true, `7`: true, `"yes"`: true, `"1767261600"`: true, `"Visa"`: true,
		`false`: false, `0`: false, `"0"`: false, `""`: false, `null`: false, `"false"`: false, `"0.00"`: false, `"No"`: false, `"off"`: false,
	} {
		charge, err := replying(t, 200, `{"charge_id":"ch_7Q","is_paid":`+text+`}`).Charges.Get(t.Context(), "ch_7Q")
		require.NoError(t, err, text)
		require.Equal(t, want, charge.IsPaid, text)
		require.Nil(t, charge.Extra, text)
	}
}

func TestAFieldThatCantBeReadIsInExtra(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"occurred": `"yesterday"`, "refunded_at": `999999999999999999`, "customer_id": `{}`, "is_paid": `[]`, "description": `{"text":"cards"}`,
		"metadata": `5`, "methods_active": `7`, "customer_name": "\"Gr\xfc\xdfe\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			charge, err := replying(t, 200, `{"charge_id":"ch_7Q","amount":"34.00","`+name+`":`+value+`}`).Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
			require.NoError(t, err)
			require.Equal(t, &chargedesk.Charge{ChargeID: "ch_7Q", Amount: dollars, Extra: chargedesk.Extra{name: []byte(value)}}, charge)
		})
	}
}

func TestQuantitiesAreDecimals(t *testing.T) {
	t.Parallel()
	page, err := replying(t, 200, `{"data":[{"subscription_id":"sub_1","quantity":"1.5","items":[{"quantity":0.25,`+
		`"percent":"33.3333333"}]},{"subscription_id":"sub_2","quantity":null}]}`).
		Subscriptions.List(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "1.5", page.Data[0].Quantity.String())
	require.Equal(t, "0.25", page.Data[0].Items[0].Quantity.String())
	require.Equal(t, "33.3333333", page.Data[0].Items[0].Percent.String())
	require.True(t, page.Data[1].Quantity.IsZero())
}

func TestAnOddRowHidesNoOther(t *testing.T) {
	t.Parallel()
	body := `{"data":[{"charge_id":"ch_1","occurred":3},5,{"charge_id":{"a":1},"occurred":2},null,{"charge_id":"ch_2","occurred":1}]}`
	page, err := replying(t, 200, body).Charges.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, page.Data, 5)
	require.Equal(t, chargedesk.Extra{"": []byte("5")}, page.Data[1].Extra)
	require.Equal(t, chargedesk.Extra{"charge_id": []byte(`{"a":1}`)}, page.Data[2].Extra)
	require.Equal(t, chargedesk.Extra{"": []byte("null")}, page.Data[3].Extra)

	var ids []string
	var failures []error
	for charge, err := range replying(t, 200, body).Charges.All(t.Context(), nil) {
		if err != nil {
			failures = append(failures, err)
			continue
		}
		ids = append(ids, charge.ChargeID)
	}
	require.Equal(t, []string{"ch_1", "ch_2"}, ids)
	require.Len(t, failures, 1)
	require.ErrorIs(t, failures[0], chargedesk.ErrListIncomplete)
	require.ErrorContains(t, failures[0], "rows that can't be read: 3 of 5")
}

func TestOddEntriesOfALogAreReported(t *testing.T) {
	t.Parallel()
	entries := 0
	var failure error
	for _, err := range replying(t, 200, `{"data":[{"object_id":"ch_1","occurred":3},"x",{"object_id":"ch_1","occurred":2}]}`).Logs.AllActivity(t.Context(), nil) {
		if failure = err; err == nil {
			entries++
		}
	}
	require.Equal(t, 2, entries)
	require.ErrorIs(t, failure, chargedesk.ErrListIncomplete)
}

func TestAnIDThatCantBeReadIsNoReasonToDoubtACall(t *testing.T) {
	t.Parallel()
	charge, err := replying(t, 200, `{"charge_id":["ch_7Q"],"amount":"34.00"}`).Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
	require.NoError(t, err)
	require.Equal(t, chargedesk.Extra{"charge_id": []byte(`["ch_7Q"]`)}, charge.Extra)
	for _, body := range []string{`{"charge":7}`, `{"charge":{"charge_id":{}}}`} {
		made, err := replying(t, 200, body).Gateway.CreateCharge(t.Context(), &onCard)
		require.NoError(t, err, body)
		require.NotNil(t, made, body)
	}
	for _, body := range []string{`{}`, `{"charge":null}`, `{"charge":{}}`} {
		_, err := replying(t, 200, body).Gateway.CreateCharge(t.Context(), &onCard)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, body)
	}
}

func TestUndocumentedResponsesMayBeAnything(t *testing.T) {
	t.Parallel()
	for body, done := range map[string]bool{
		``: true, `OK`: true, `deleted`: true, `{"deleted":true}`: true, `[]`: true, `"x"`: true, "\ufeff{}": true, `{"a":1,"a":2}`: true,
		`{"success":false}`: false, `{"deleted":"0"}`: false, `false`: false, `<html>`: false, `{"succ`: false,
	} {
		err := replying(t, 200, body).Charges.SendEmail(t.Context(), "ch_7Q", nil)
		require.Equal(t, done, err == nil, "%s: %v", body, err)
		require.Equal(t, !done, errors.Is(err, chargedesk.ErrOutcomeUnknown), body)
	}
}

func TestErrorsInOddResponsesAreSeen(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"\ufeff{\"error\":{\"message\":\"No.\"}}", "{\"error\":{\"message\":\"No.\"},\"note\":\"\xff\"}", `{"error":{"message":"No."},"error":null}`,
		`{"error":null,"error":{"message":"No."}}`, `{"error":"No."}`,
	} {
		_, err := replying(t, 200, body).Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
		failure, ok := errors.AsType[*chargedesk.Error](err)
		require.True(t, ok, "%q: %v", body, err)
		require.Equal(t, "No.", failure.Message, "%q", body)
	}
	_, err := replying(t, 200, "{\"error\":{\"message\":\"No mail.\"},\"charge_id\":\"ch_7Q\",\"note\":\"\xff\"}").Gateway.RefundInFull(t.Context(), "ch_7Q", nil)
	require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "it shows the charge")
}
