package chargehoundtest_test

import (
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

func TestNullAndEmptyStringsClear(t *testing.T) {
	t.Parallel()
	for _, nothing := range []string{`null`, `""`} {
		t.Run(nothing, func(t *testing.T) {
			c := newCaller(t)
			id := c.server.SeedDisputeWith(chargehoundtest.Dispute{Template: "goods", ReferenceURL: "https://example.com", AccountID: "acct_5", Charge: "ch_1"})
			a := c.put("/disputes/"+id, `{"template":`+nothing+`,"reference_url":`+nothing+`,"account_id":`+nothing+`,"charge":`+nothing+`}`)
			require.Equal(t, 200, a.status)
			for _, name := range []string{"template", "reference_url", "account_id"} {
				require.Contains(t, a.body, name)
				require.Nil(t, a.body[name])
			}
			require.Equal(t, "ch_1", a.text("charge"), "a dispute always has a charge")
		})
	}
}
