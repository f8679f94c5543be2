package chargehoundtest_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
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

func TestAFormSaysTheSameAsJSON(t *testing.T) {
	t.Parallel()
	inJSON, inForm := newCaller(t, chargehoundtest.WithClock(newClock().read)), newCaller(t, chargehoundtest.WithClock(newClock().read))
	for _, c := range []caller{inJSON, inForm} {
		c.server.AddTemplate("goods")
		c.server.SetFieldKind("parcels", chargehoundtest.KindNumber)
		c.server.SetFieldKind("big", chargehoundtest.KindNumber)
	}
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(full), &members))
	form := url.Values{
		"fields[order_id]": {"ord_1042"}, "fields[parcels]": {"2"}, "fields[big]": {"12345678901234567890"},
	}
	delete(members, "fields")
	for name, value := range members {
		written := string(value)
		var text string
		if json.Unmarshal(value, &text) == nil {
			written = text
		}
		form.Set(name, written)
	}

	want := inJSON.post("/disputes", full)
	got := inForm.form("/disputes", form.Encode())

	require.Equal(t, 201, got.status, got.raw)
	require.Equal(t, want.raw, got.raw)
	require.Equal(t, 200, inForm.form("/disputes/dp_7Q", "fields[order_id]=ord_1043").status, "POST updates too")
	require.Equal(t, "submitted", inForm.form("/disputes/dp_7Q/submit", "force=true").text("state"))
}

func TestFormsHaveTheirOwnMistakes(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")
	for body, errorType := range map[string]string{
		"submit=1":                    "invalid_request",
		"template[x]=goods":           "invalid_request",
		"products[0][name]=Desk+lamp": "invalid_products",
		"products=lamp":               "invalid_products",
		"correspondence=%7B%7D":       "invalid_correspondence",
		"fields=order":                "invalid_fields",
		"fields[a][b]=1":              "invalid_fields",
		"fields[a]=%ZZ":               "invalid_request",
	} {
		a := c.form("/disputes/"+id, body)
		require.Equal(t, 400, a.status, body)
		require.Equal(t, errorType, a.errorType(), body)
	}
}

func TestCreateRefusesWhatIsMissingOrWrong(t *testing.T) {
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
		a := c.post("/disputes", with(t, name, ""))
		require.Equal(t, "invalid_request", a.errorType(), name)
		require.Contains(t, a.message(), name)
	}
	require.Empty(t, idsOf(c.get("/disputes")), "nothing was created")
}

// with is a create with one member changed, or left out.
func with(t *testing.T, name, value string) string {
	t.Helper()
	members := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal([]byte(newDispute("dp_7Q", "")), &members))
	if members[name] = json.RawMessage(value); value == "" {
		delete(members, name)
	}
	body, err := json.Marshal(members)
	require.NoError(t, err)
	return string(body)
}

func TestOnlyASubmitNamesTheConnectedAccount(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.SeedDisputeWith(chargehoundtest.Dispute{ID: "dp_7Q", Template: "goods"})
	for _, version := range versions {
		for _, a := range []answer{c.in(version).put("/disputes/dp_7Q", `{"account":"eu"}`), c.in(version).post("/disputes/dp_7Q", `{"account":"eu","submit":true}`)} {
			require.Equal(t, 400, a.status)
			require.Equal(t, "invalid_request", a.errorType())
			require.Contains(t, a.message(), "account")
		}
	}
	require.Equal(t, "eu", c.post("/disputes/dp_7Q/submit", `{"account":"eu"}`).text("account"))
}

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

func TestADuplicateCreateIsRefusedOrReturnsWhatIsThere(t *testing.T) {
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

func TestTheNamesOf2016AreTakenInTheirVersionOnly(t *testing.T) {
	t.Parallel()
	body := `{"external_identifier":"dp_7Q","external_charge":"ch_K31","external_customer":"cus_ada","user_id":"acct_5",
		"reason":"general","charged_at":"2026-01-09T07:14:02","disputed_at":"2026-02-01T10:00:00",
		"due_by":"2099-02-20T10:00:00","currency":"eur","amount":1}`
	update := `{"customer_name":"Ada","customer_email":"ada@example.com","user_id":"acct_6"}`
	for _, version := range versions {
		c := newCaller(t, chargehoundtest.WithAPIVersion(version))
		a := c.post("/disputes", body)
		if version != "2016-03-05" {
			require.Equal(t, "invalid_request", a.errorType(), version)
			c.post("/disputes", newDispute("dp_7Q", ""))
			require.Equal(t, "invalid_request", c.put("/disputes/dp_7Q", update).errorType())
			continue
		}
		require.Equal(t, 201, a.status, a.raw)
		require.Equal(t, []string{"dp_7Q", "ch_K31", "cus_ada", "acct_5"},
			[]string{a.text("id"), a.text("charge"), a.text("customer"), a.text("account_id")})
		a = c.put("/disputes/dp_7Q", update)
		require.Equal(t, []string{"Ada", "ada@example.com", "acct_6"},
			[]string{a.text("customer_name"), a.text("customer_email"), a.text("account_id")})
		require.Equal(t, "invalid_request", c.put("/disputes/dp_7Q", `{"customer_email":"ada"}`).errorType())
	}
}

func TestVersionsAreKnownOrRefused(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for _, version := range []string{"2023-03-10", "1999-01-01", "latest"} {
		a := c.in(version).get("/disputes")
		require.Equal(t, 400, a.status)
		require.Equal(t, "invalid_request", a.errorType())
	}
	for _, version := range append(versions, "") {
		require.Equal(t, 200, c.in(version).get("/disputes").status)
	}
}

func TestPersonalData(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	ada := `{"name":"Ada","email":"ada@example.com","notification_email":"privacy@example.com"}`
	for _, verb := range []string{"retrieve", "remove"} {
		a := c.post("/personal-data/"+verb, ada)
		require.Equal(t, 200, a.status, a.raw)
		require.Equal(t, "/v1/personal-data/"+verb, a.text("url"))
		require.Equal(t, false, a.body["livemode"])
		require.NotContains(t, a.body, "object")
		require.NotEmpty(t, a.body["success"].(map[string]any)["message"])
		require.Equal(t, 200, c.form("/personal-data/"+verb, "name=Ada&email=ada%40example.com&notification_email=p%40example.com").status)
		for _, bad := range []string{
			``, `{"name":"Ada"}`, `{"email":"ada@example.com"}`, `{"name":"Ada","email":"ada"}`, `{"name":1,"email":"ada@example.com"}`,
			`{"name":"Ada","email":"ada@example.com","notification_email":"ada"}`, strings.Replace(ada, "{", `{"colour":1,`, 1),
		} {
			require.Equal(t, "invalid_request", c.post("/personal-data/"+verb, bad).errorType(), bad)
		}
	}
	withoutNotice := `{"name":"Ada","email":"ada@example.com"}`
	require.Equal(t, 400, c.post("/personal-data/retrieve", withoutNotice).status)
	require.Equal(t, 200, c.post("/personal-data/remove", withoutNotice).status)
}
