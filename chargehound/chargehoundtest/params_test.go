package chargehoundtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// full is a create with every parameter of the newest version.
const full = `{
	"id":"dp_7Q","charge":"ch_K31","reason":"product_not_received","charged_at":"2026-01-09T07:14:02",
	"disputed_at":"2026-02-01T12:00:00+02:00","due_by":"2099-02-20T10:00:00.75Z","currency":"EUR","amount":9999900000,
	"customer":"cus_ada","processor":"adyen","state":"warning_needs_response","kind":"pre_arbitration",
	"reversal_currency":"USD","fee":0,"reversal_amount":7340,"reversal_total":8440,"is_charge_refundable":true,
	"submitted_count":2,"address_line1_check":"pass","address_zip_check":"unchecked","cvc_check":"checked",
	"template":"goods","fields":{"order_id":"ord_1042","parcels":2,"big":12345678901234567890},
	"products":[{"name":"Desk lamp","quantity":"2 pcs","amount":0},{"name":"Bulb","quantity":4,"amount":300,"url":"https://example.com/bulb"}],
	"correspondence":[{"to":"ada@example.com","from":"shop@example.com","subject":"Your lamp","body":"On its way","sent":"1 Feb"}],
	"past_payments":[{"id":"ch_1","amount":100,"currency":"EUR","charged_at":1568831857},{"id":"ch_2","amount":200,"currency":"eur","charged_at":"2025-01-01"}],
	"reference_url":"https://example.com/ord_1042","account_id":"acct_5","force":false,"submit":false,"queue":false}`

func TestBodiesThatCantBeRead(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")
	for _, tc := range []struct{ contentType, body string }{
		{jsonType, `{`}, {jsonType, `[]`}, {jsonType, `"x"`}, {"", `{}`}, {"text/plain", `{}`}, {formType + "x", "a=b"},
	} {
		a := c.send("PUT", "/disputes/"+id, tc.contentType, tc.body)
		require.Equal(t, "invalid_request", a.errorType(), tc)
	}
	require.Equal(t, 200, c.send("PUT", "/disputes/"+id, jsonType+"; charset=utf-8", `{}`).status)
	require.Equal(t, 200, c.send("PUT", "/disputes/"+id, jsonType, `null`).status)
	require.Equal(t, 200, c.send("GET", "/disputes/"+id, "image/png", "").status, "any Content-Type on a GET")
	require.Equal(t, 200, c.send("POST", "/disputes/"+id+"/accept", "image/png", "").status)
}
