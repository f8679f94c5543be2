package chargehoundtest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestEvidenceIsCheckedByKind(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")
	for _, kind := range []chargehoundtest.FieldKind{"text", "date", "number", "amount", "url", "email"} {
		c.server.SetFieldKind("a_"+string(kind), kind)
	}
	const long = `12345678901234567890123`
	good := map[string][]string{
		"note":        {`"x"`, `""`, `1`, `-1`, long},
		"a_text":      {`"two\nlines"`},
		"a_date":      {`"2 Feb 2026"`, `1568831857`},
		"a_number":    {`0`, `-3`, long},
		"a_amount":    {`7340`},
		"a_url":       {`"https://example.com/x?y=1"`, `"http://example.com"`},
		"a_email":     {`"ada@example.com"`},
		"product_url": {`"https://example.com"`},
		"buyer_email": {`"ada@example.com"`},
	}
	bad := map[string][]string{
		"note":        {`1.5`, `1e3`, `true`, `null`, `{}`, `["x"]`},
		"a_text":      {`1`},
		"a_number":    {`"1"`, `1.0`},
		"a_amount":    {`"73.40"`, `73.4`},
		"a_url":       {`"example.com"`, `"/x"`, `"ftp://example.com"`, `"https://"`, `1`},
		"a_email":     {`"ada"`, `"Ada <ada@example.com>"`, `1`},
		"product_url": {`"lamp"`},
		"buyer_email": {`"ada"`},
	}
	for name, values := range good {
		for _, value := range values {
			a := c.put("/disputes/"+id, `{"fields":{"`+name+`":`+value+`}}`)
			require.Equal(t, 200, a.status, name+value+a.raw)
			require.Contains(t, a.raw, `"`+name+`":`+value)
		}
	}
	for name, values := range bad {
		for _, value := range values {
			a := c.put("/disputes/"+id, `{"fields":{"`+name+`":`+value+`}}`)
			require.Equal(t, 400, a.status, name+value)
			require.Equal(t, "invalid_fields", a.errorType(), name+value)
			require.Contains(t, a.message(), name)
		}
	}
	require.Equal(t, "invalid_fields", c.put("/disputes/"+id, `{"fields":[]}`).errorType())
}

func TestItemsAreCheckedAndKeptAsSent(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")
	product := `{"name":"Lamp","quantity":1,"amount":0}`
	mail := `{"to":"a@example.com","from":"b@example.com","subject":"s","body":"b"}`
	payment := `{"id":"ch_0","amount":1,"currency":"usd","charged_at":1}`
	lists := []struct {
		name, errorType, item string
		good, bad             []string // replacements in item
	}{
		{"products", "invalid_products", product,
			[]string{`"quantity":1→"quantity":"64oz"`, `"amount":0→"amount":0,"sku":"L1","image":"https://example.com/l.png"`, `"amount":0→"amount":-5,"shipping_carrier":"dhl","shipping_tracking_number":"1"`},
			[]string{`"name":"Lamp",→`, `"quantity":1,→`, `,"amount":0→`, `"quantity":1→"quantity":1.5`, `"quantity":1→"quantity":null`, `"amount":0→"amount":"0"`, `"amount":0→"amount":0.5`, `"Lamp"→7`, `"amount":0→"amount":0,"url":"lamp"`, `"amount":0→"amount":0,"colour":"red"`}},
		{"correspondence", "invalid_correspondence", mail,
			[]string{`"body":"b"→"body":"b","sent":"1 Feb","caption":"c"`},
			[]string{`"to":"a@example.com",→`, `"from":"b@example.com",→`, `"subject":"s",→`, `,"body":"b"→`, `"s"→1`, `"body":"b"→"body":"b","sent":1`, `"body":"b"→"body":"b","cc":"x"`}},
		{"past_payments", "invalid_past_payments", payment,
			[]string{`"charged_at":1→"charged_at":"2019-09-10 11:10:22PM UTC"`, `"charged_at":1→"charged_at":1,"device_id":"d","item_description":"i","user_id":"u","ip_address":"::1","shipping_address":"s"`},
			[]string{`"id":"ch_0",→`, `"amount":1,→`, `"currency":"usd",→`, `,"charged_at":1→`, `"usd"→"us"`, `"charged_at":1→"charged_at":1.5`, `"amount":1→"amount":"1"`}},
	}
	for _, list := range lists {
		send := func(items string) answer { return c.put("/disputes/"+id, `{"`+list.name+`":`+items+`}`) }
		for _, change := range append(list.good, "→") {
			item := changed(list.item, change)
			a := send(`[ ` + item + ` ]`)
			require.Equal(t, 200, a.status, item+a.raw)
			require.Contains(t, a.raw, `"`+list.name+`":[`+item+`]`)
		}
		for _, change := range list.bad {
			a := send(`[` + list.item + `,` + changed(list.item, change) + `]`)
			require.Equal(t, 400, a.status, change)
			require.Equal(t, list.errorType, a.errorType(), change)
			require.Contains(t, a.message(), list.name+"[1]")
		}
		for _, items := range []string{`{}`, `"x"`, `[1]`, `[null]`} {
			require.Equal(t, list.errorType, send(items).errorType(), items)
		}
		require.Equal(t, []any{}, send(`[]`).body[list.name], "an empty list clears")
		many := strings.Repeat(list.item+",", 10)
		require.Equal(t, 200, send(`[`+strings.TrimSuffix(many, ",")+`]`).status)
		more := send(`[` + many + list.item + `]`)
		require.Equal(t, list.name == "past_payments", more.errorType() == "invalid_past_payments", "only past payments are limited to ten")
	}
}

func changed(item, change string) string {
	from, to, _ := strings.Cut(change, "→")
	if from == "" {
		return item
	}
	return strings.Replace(item, from, to, 1)
}

func TestFieldsAreMergedOrReplaced(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		opts        []chargehoundtest.Option
		want, empty map[string]any
	}{
		{nil, map[string]any{"a": "1", "b": "3", "c": "4"}, map[string]any{"a": "1", "b": "3", "c": "4"}},
		{[]chargehoundtest.Option{chargehoundtest.WithReplacedFields()}, map[string]any{"b": "3", "c": "4"}, map[string]any{}},
	} {
		c := newCaller(t, tc.opts...)
		id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Fields: map[string]any{"a": "1", "b": "2"}})
		require.Equal(t, tc.want, c.put("/disputes/"+id, `{"fields":{"b":"3","c":"4"}}`).body["fields"])
		require.Equal(t, tc.want, c.put("/disputes/"+id, `{"reference_url":"x"}`).body["fields"], "not sent: kept")
		require.Equal(t, tc.empty, c.put("/disputes/"+id, `{"fields":{}}`).body["fields"])
	}
}

func TestNullAndEmptyTextsClear(t *testing.T) {
	t.Parallel()
	for _, nothing := range []string{`null`, `""`} {
		c := newCaller(t)
		id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", ReferenceURL: "https://example.com", AccountID: "acct_5", Charge: "ch_1"})
		a := c.put("/disputes/"+id, `{"template":`+nothing+`,"reference_url":`+nothing+`,"account_id":`+nothing+`,"charge":`+nothing+`}`)
		require.Equal(t, 200, a.status)
		for _, name := range []string{"template", "reference_url", "account_id"} {
			require.Contains(t, a.body, name)
			require.Nil(t, a.body[name])
		}
		require.Equal(t, "ch_1", a.text("charge"), "a dispute always has a charge")
	}
}

func TestAnUpdateStaysWhenItsSubmitFails(t *testing.T) {
	t.Parallel()
	for _, version := range versions {
		for _, submit := range []func(caller, string, string) answer{
			func(c caller, id, members string) answer {
				return c.put("/disputes/"+id, `{`+members+`,"submit":true}`)
			},
			func(c caller, id, members string) answer { return c.post("/disputes/"+id+"/submit", `{`+members+`}`) },
		} {
			t.Run(version, func(t *testing.T) {
				t.Parallel()
				failSubmit(newCaller(t).in(version), submit)
			})
		}
	}
}

func failSubmit(c caller, submit func(c caller, id, members string) answer) {
	t := c.t
	c.server.AddTemplate("goods", "order_id", "tracking")
	id := c.server.SeedDispute("ch_1", 100, "usd", "general")

	a := submit(c, id, `"template":"goods","fields":{"order_id":"ord_1042"}`)

	require.Equal(t, "missing_fields", a.errorType())
	require.Contains(t, a.message(), "tracking")
	stored := c.get("/disputes/" + id)
	require.Equal(t, map[string]any{"order_id": "ord_1042"}, stored.body["fields"])
	require.Equal(t, map[string]any{"tracking": map[string]any{"required": true}}, stored.body["missing_fields"])
	require.NotNil(t, stored.body["updated"])

	refused := c.put("/disputes/"+id, `{"fields":{"note":"x","link_url":"y"}}`)
	require.Equal(t, "invalid_fields", refused.errorType())
	require.Equal(t, stored.raw, c.get("/disputes/"+id).raw, "a refused update saves nothing")
}

func TestRulesSeeTheDispute(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.ReviewWhen(func(d chargehoundtest.Dispute) bool { return d.Amount > 10_000 })
	c.server.AcceptWhen(func(d chargehoundtest.Dispute) bool { return d.Fields["parcels"] == int64(0) })
	small := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_000, Template: "goods"})
	large := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_001, Template: "goods"})
	require.Equal(t, "needs_response", c.state(small))
	require.Equal(t, "requires_review", c.state(large))

	require.Equal(t, "accepted", c.put("/disputes/"+small, `{"fields":{"parcels":0}}`).text("state"))
	require.Equal(t, 202, c.post("/disputes/"+large+"/submit", `{"fields":{"order_id":"ord_1042"}}`).status)
	kept, _ := c.server.Dispute(large)
	require.Equal(t, map[string]any{"order_id": "ord_1042"}, kept.Fields, "the data of a held submit is kept")

	given := c.server.SeedDisputeWith(chargehoundtest.Dispute{Amount: 10_001, Fields: map[string]any{"parcels": 0}})
	require.Equal(t, "accepted", c.state(given), "what is given up needs no review")

	c.server.RequireReview("dp_late")
	require.Equal(t, "requires_review", c.post("/disputes", newDispute("dp_late", "")).text("state"))
}

func TestSubmittingCounts(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	c.server.AddTemplate("goods")
	c.post("/disputes", newDispute("dp_7Q", `"template":"goods","submitted_count":2,`))
	a := c.post("/disputes/dp_7Q/submit", `{"account":"eu","account_id":"acct_5","charge":"ch_9","reference_url":"https://example.com/9","submit":true}`)
	require.Equal(t, 201, a.status, a.raw)
	require.Equal(t, "3", number(a, "submitted_count"))
	require.Equal(t, []string{"eu", "acct_5", "ch_9", "https://example.com/9"},
		[]string{a.text("account"), a.text("account_id"), a.text("charge"), a.text("reference_url")})
	d, found := c.server.Dispute("dp_7Q")
	require.True(t, found)
	require.Equal(t, 1, d.Submissions, "by this server")
	_, found = c.server.Dispute("dp_none")
	require.False(t, found)
}
