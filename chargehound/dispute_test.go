package chargehound_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// fields are what the documentation's samples and table have.
const members = `id object livemode url state reason kind source processor charge customer customer_name customer_email
	customer_purchase_ip address_zip address_line1_check address_zip_check cvc_check statement_descriptor amount currency
	fee reversal_amount reversal_total reversal_currency is_charge_refundable charged_at disputed_at due_by submitted_at
	closed_at created updated submitted_count template fields missing_fields products correspondence past_payments
	reference_url account_id account file_url`

const disputeJSON = `{
	"id": "dp_7Q", "object": "dispute", "livemode": true, "url": "/v1/disputes/dp_7Q", "state": "won", "reason": "fraudulent",
	"kind": "retrieval", "source": "amex", "processor": "checkout", "charge": "ch_7Q", "customer": "cus_ada",
	"customer_name": "Ada", "customer_email": "ada@example.com", "customer_purchase_ip": "192.0.2.17", "address_zip": "10115",
	"address_line1_check": "pass", "address_zip_check": "fail", "cvc_check": "checked", "statement_descriptor": "LAMPS",
	"amount": 9999900000, "currency": "eur", "fee": 1100, "reversal_amount": 9999900000, "reversal_total": 9999901100,
	"reversal_currency": "usd", "is_charge_refundable": true, "charged_at": "2026-01-09T07:14:02", "disputed_at": "2026-02-01T10:00:00",
	"due_by": "2026-02-20T10:00:00", "submitted_at": "2026-02-03T10:00:00", "closed_at": "2026-03-01T10:00:00",
	"created": "2026-02-01T10:05:11", "updated": "2026-03-01T10:00:01", "submitted_count": 1, "template": "goods",
	"fields": {"order_id": "ord_1042", "ledger": 12345678901234567890, "ratio": 1.50, "deep": {"a": [1, null]}, "gone": null},
	"missing_fields": {"b": {"required": true}, "a": {"required": true, "x": 1}, "c": {"required": false}, "d": null},
	"products": [{"name": "Tea", "quantity": "64oz", "amount": 0, "gift": true}, {"name": "Cup", "quantity": 10, "amount": 400}],
	"correspondence": [{"to": "a@example.com", "from": "b@example.com", "subject": "s", "body": "b", "sent": "2019-03-31 09:00:22PM UTC"}],
	"past_payments": [{"id": "ch_1", "amount": 20000, "currency": "usd", "charged_at": 1568831857},
		{"id": "ch_2", "amount": 1, "currency": "usd", "charged_at": "2019-09-10 11:10:22PM UTC"}],
	"reference_url": "https://desk.example.com/7Q", "account_id": "acct_9K", "account": "default", "file_url": "https://files.example.com/7Q.pdf"}`

func getDispute(t *testing.T, status int, body string) *chargehound.Dispute {
	t.Helper()
	dispute, err := answering(t, saying(status, body)).Disputes.Get(t.Context(), "dp_7Q")
	require.NoError(t, err)
	return dispute
}

func TestEveryFieldOfADisputeHasAFieldAndComesBackAsItWas(t *testing.T) {
	t.Parallel()
	dispute := getDispute(t, 200, disputeJSON)
	require.Empty(t, dispute.Extra)

	fields := map[string]reflect.Value{}
	value := reflect.ValueOf(dispute).Elem()
	for i := range value.NumField() {
		name, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		fields[name] = value.Field(i)
	}
	documented := strings.Fields(members)
	require.Len(t, documented, 44, "42 of the samples, kind, and file_url of before 2018")
	for _, member := range documented {
		require.Contains(t, fields, member)
		require.False(t, fields[member].IsZero(), "%s was not read", member)
	}

	written, err := lenient.Inline(dispute)
	require.NoError(t, err)
	var was, is map[string]any
	require.NoError(t, json.Unmarshal([]byte(disputeJSON), &was))
	require.NoError(t, json.Unmarshal(written, &is))
	for _, member := range documented {
		require.Equal(t, was[member], is[member], member)
	}
}

func TestDisputeIsReadToTheDigit(t *testing.T) {
	t.Parallel()
	dispute := getDispute(t, 200, disputeJSON)

	require.Equal(t, int64(9999900000), dispute.Amount)
	require.Equal(t, int64(9999901100), *dispute.ReversalTotal)
	require.Equal(t, "12345678901234567890", dispute.Fields["ledger"].String())
	_, fits := dispute.Fields["ledger"].Int64()
	require.False(t, fits)
	require.Equal(t, "1.50", dispute.Fields["ratio"].String())
	require.Equal(t, `{"a":[1,null]}`, dispute.Fields["deep"].String())
	require.True(t, dispute.Fields["gone"].IsNull())
	require.Equal(t, []string{"a", "b"}, dispute.MissingFields.Required())
	require.Equal(t, time.Date(2026, 1, 9, 7, 14, 2, 0, time.UTC), dispute.ChargedAt.Time)

	require.Equal(t, "64oz", dispute.Products[0].Quantity.String())
	require.JSONEq(t, "true", string(dispute.Products[0].Extra["gift"]))
	n, ok := dispute.Products[1].Quantity.Int64()
	require.True(t, ok)
	require.Equal(t, int64(10), n)

	for i, want := range []time.Time{time.Unix(1568831857, 0).UTC(), time.Date(2019, 9, 10, 23, 10, 22, 0, time.UTC)} {
		paid, ok := dispute.PastPayments[i].ChargedAt.Time()
		require.True(t, ok)
		require.Equal(t, want, paid)
	}
}

func TestNullIsToldFromEmpty(t *testing.T) {
	t.Parallel()
	empty := getDispute(t, 200, `{"id": "dp_7Q", "customer": "", "fee": 0, "template": "", "fields": {}, "products": [], "submitted_at": ""}`)
	require.Equal(t, new(""), empty.Customer)
	require.Equal(t, new(int64(0)), empty.Fee)
	require.Equal(t, new(""), empty.Template)
	require.NotNil(t, empty.Fields)
	require.NotNil(t, empty.Products)

	null := getDispute(t, 200, `{"id": "dp_7Q", "customer": null, "fee": null, "template": null, "fields": null, "products": null,
		"submitted_at": null, "kind": null, "cvc_check": null}`)
	require.Nil(t, null.Customer)
	require.Nil(t, null.Fee)
	require.Nil(t, null.Template)
	require.Nil(t, null.Fields)
	require.True(t, null.SubmittedAt.IsZero())
	require.Empty(t, null.CVCCheck)
}

func TestAllVersionsAreReadIntoTheSameFields(t *testing.T) {
	t.Parallel()
	const latest = `{"id": "dp_7Q", "state": "won", "charge": "ch_7Q", "customer": "cus_ada", "account_id": "acct_9K"}`

	want := getDispute(t, 200, latest)
	for name, body := range map[string]string{
		"old names only":      `{"external_identifier": "dp_7Q", "state": "won", "external_charge": "ch_7Q", "external_customer": "cus_ada", "user_id": "acct_9K"}`,
		"both":                `{"id": "dp_7Q", "external_identifier": "dp_7Q", "state": "won", "charge": "ch_7Q", "external_charge": "ch_7Q", "customer": "cus_ada", "external_customer": "cus_ada", "account_id": "acct_9K", "user_id": "acct_9K"}`,
		"old account id only": `{"id": "dp_7Q", "state": "won", "charge": "ch_7Q", "customer": "cus_ada", "user_id": "acct_9K"}`,
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, want, getDispute(t, 200, body), name)
		})
	}

	differing := getDispute(t, 200, `{"id": "dp_7Q", "charge": "ch_7Q", "external_charge": "ch_other", "user_id": null}`)
	require.Equal(t, "ch_7Q", differing.Charge)
	require.Equal(t, chargehound.Extra{"external_charge": json.RawMessage(`"ch_other"`)}, differing.Extra, "nothing is lost")
	require.Nil(t, differing.AccountID)
}
