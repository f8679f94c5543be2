package chargehoundtest_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAFormSaysTheSameAsJSON(t *testing.T) {
	t.Parallel()
	inJSON, inForm := newCaller(t, chargehoundtest.WithClock(newClock().read)), newCaller(t, chargehoundtest.WithClock(newClock().read))
	for _, c := range []caller{inJSON, inForm} {
		c.server.AddTemplate("goods")
		c.server.SetFieldKind("parcels", chargehoundtest.KindNumber)
		c.server.SetFieldKind("big", chargehoundtest.KindNumber)
	}
	var fields map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(full), &fields))
	form := url.Values{
		"fields[order_id]": {"ord_1042"}, "fields[parcels]": {"2"}, "fields[big]": {"12345678901234567890"},
	}
	delete(fields, "fields")
	for name, value := range fields {
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
		t.Run(body, func(t *testing.T) {
			c := c.with(t)
			a := c.form("/disputes/"+id, body)
			require.Equal(t, 400, a.status, body)
			require.Equal(t, errorType, a.errorType(), body)
		})
	}
}
