package chargehoundtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestACreatedDisputeIsStoredWhole(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := newCaller(t, chargehoundtest.WithClock(clock.read))
	c.server.AddTemplate("goods", "order_id", "tracking", "photo_url")

	a := c.post("/disputes", full)

	require.Equal(t, 201, a.status, a.raw)
	require.JSONEq(t, `{
		"id":"dp_7Q","object":"dispute","livemode":false,"url":"/v1/disputes/dp_7Q","state":"warning_needs_response",
		"reason":"product_not_received","kind":"pre_arbitration","source":"api","processor":"adyen","charge":"ch_K31",
		"customer":"cus_ada","customer_name":null,"customer_email":null,"customer_purchase_ip":null,"address_zip":null,
		"address_line1_check":"pass","address_zip_check":"unchecked","cvc_check":"checked","statement_descriptor":null,
		"amount":9999900000,"currency":"eur","fee":0,"reversal_amount":7340,"reversal_total":8440,
		"reversal_currency":"usd","is_charge_refundable":true,"charged_at":"2026-01-09T07:14:02",
		"disputed_at":"2026-02-01T10:00:00","due_by":"2099-02-20T10:00:00","submitted_at":null,"closed_at":null,
		"created":"2026-02-02T08:30:00","updated":null,"submitted_count":2,"template":"goods",
		"fields":{"order_id":"ord_1042","parcels":2,"big":12345678901234567890},
		"missing_fields":{"tracking":{"required":true},"photo_url":{"required":true}},
		"products":[{"name":"Desk lamp","quantity":"2 pcs","amount":0},{"name":"Bulb","quantity":4,"amount":300,"url":"https://example.com/bulb"}],
		"correspondence":[{"to":"ada@example.com","from":"shop@example.com","subject":"Your lamp","body":"On its way","sent":"1 Feb"}],
		"past_payments":[{"id":"ch_1","amount":100,"currency":"EUR","charged_at":1568831857},{"id":"ch_2","amount":200,"currency":"eur","charged_at":"2025-01-01"}],
		"reference_url":"https://example.com/ord_1042","account_id":"acct_5","account":"default"}`, a.raw)
	require.Contains(t, a.raw, "12345678901234567890", "exact")
	require.Equal(t, a.raw, c.get("/disputes/dp_7Q").raw)
}

func TestABareCreateGetsDefaults(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	a := c.post("/disputes", newDispute("dp/7 Q", `"past_payments":null,"fee":null,"submit":null,"customer":null,`))
	require.Equal(t, 201, a.status, a.raw)
	require.Equal(t, "stripe", a.text("processor"))
	require.Equal(t, "/v1/disputes/dp%2F7%20Q", a.text("url"))
	require.Nil(t, a.body["template"])
	require.Nil(t, a.body["fee"])
	require.Equal(t, []any{}, a.body["past_payments"])
	require.NotContains(t, a.body, "kind")
	require.Equal(t, "dp/7 Q", c.get("/disputes/dp%2F7%20Q").text("id"), "an id with a slash")
}

func TestTheQuerySubmitsToo(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.AddTemplate("goods")
	require.Equal(t, "submitted", c.post("/disputes?submit=true", newDispute("dp_1", `"template":"goods",`)).text("state"))
	require.Equal(t, "needs_response", c.post("/disputes?submit=false", newDispute("dp_2", "")).text("state"))
	require.Equal(t, "invalid_request", c.post("/disputes?submit=1", newDispute("dp_3", "")).errorType())
	require.Equal(t, "invalid_request", c.put("/disputes/dp_2?submit=true", `{}`).errorType(), "documented for create only")
}

func TestCreateRejectsWhatIsMissingOrWrong(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	wrong := map[string]string{
		"id": `""`, "charge": `null`, "reason": `"customer_initiated"`, "charged_at": `"yesterday"`, "disputed_at": `1568831857`,
		"due_by": `""`, "currency": `"EURO"`, "amount": `73.40`, "processor": `"paypal"`, "state": `"won"`, "kind": `"fraud"`,
		"reversal_currency": `"1"`, "fee": `"12"`, "is_charge_refundable": `"yes"`, "cvc_check": `"passed"`,
		"user_id": `"acct_5"`, "external_charge": `"ch_1"`, "customer_name": `"Ada"`, "account": `"eu"`, "colour": `1`, "submit": `"true"`,
	}
	for name, value := range wrong {
		a := c.post("/disputes", with(t, name, value))
		require.Equal(t, 400, a.status, name)
		require.Equal(t, "invalid_request", a.errorType(), name)
		require.Contains(t, a.message(), name, name)
	}
	for _, name := range []string{"id", "charge", "reason", "charged_at", "disputed_at", "due_by", "currency", "amount"} {
		t.Run(name, func(t *testing.T) {
			c := c.with(t)
			a := c.post("/disputes", with(t, name, ""))
			require.Equal(t, "invalid_request", a.errorType(), name)
			require.Contains(t, a.message(), name)
		})
	}
	require.Empty(t, idsOf(c.get("/disputes")), "nothing was created")
}

// with returns the body of a create with one field changed, or left out.
func with(t *testing.T, name, value string) string {
	t.Helper()
	fields := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal([]byte(newDispute("dp_7Q", "")), &fields))
	if fields[name] = json.RawMessage(value); value == "" {
		delete(fields, name)
	}
	body, err := json.Marshal(fields)
	require.NoError(t, err)
	return string(body)
}

func TestADuplicateCreateIsRejectedOrReturnsWhatIsThere(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.post("/disputes", newDispute("dp_7Q", ""))
	require.Equal(t, "invalid_request", c.post("/disputes", newDispute("dp_7Q", "")).errorType())

	lenient := newCaller(t, chargehoundtest.WithLenience())
	lenient.post("/disputes", newDispute("dp_7Q", ""))
	again := lenient.post("/disputes", strings.Replace(newDispute("dp_7Q", `"colour":1,`), "7340", "1", 1))
	require.Equal(t, 200, again.status)
	require.Equal(t, "7340", number(again, "amount"), "unchanged")
}
