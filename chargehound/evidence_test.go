package chargehound_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestFieldsGoBackAsTheyCame(t *testing.T) {
	t.Parallel()
	const fields = `{"a":1.50,"b":1e3,"c":12345678901234567890,"d":null,"e":{"x":[1,true]},"f":"text","g":-0}`
	var sent string
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			body, _ := io.ReadAll(r.Body)
			sent = string(body)
		}
		saying(200, `{"id": "dp_7Q", "fields": `+fields+`}`)(w, r)
	})
	dispute, err := client.Disputes.Get(t.Context(), "dp_7Q")
	require.NoError(t, err)
	_, err = client.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Fields: dispute.Fields})
	require.NoError(t, err)
	require.Equal(t, `{"fields":`+fields+`}`, sent)
	_, err = client.Disputes.Update(t.Context(), "dp_7Q", &chargehound.DisputeUpdateParams{Fields: dispute.Fields}, chargehound.WithParam("note", 1))
	require.NoError(t, err)
	require.Equal(t, `{"fields":`+fields+`,"note":1}`, sent)
	require.True(t, json.Valid([]byte(sent)))
}

func TestFieldsOfEveryKind(t *testing.T) {
	t.Parallel()
	written, err := json.Marshal(evidence())
	require.NoError(t, err)
	require.JSONEq(t, `{"order_id": "ord_1042 <1st> & \"last\"\nline two", "shipped": 1767945600, "delivered": "around noon of 12 January",
		"parcels": 2, "paid": 9999900000, "product_url": "https://shop.example.com/lamp?c=1&d=2", "support_email": "desk@example.com"}`, string(written))

	text, ok := chargehound.TextField("2").Text()
	require.True(t, ok)
	require.Equal(t, "2", text)
	_, ok = chargehound.TextField("2").Int64()
	require.False(t, ok, "text is no number")
	_, ok = chargehound.NumberField(2).Text()
	require.False(t, ok, "a number is no text")
	require.True(t, chargehound.Field{}.IsNull())
	require.False(t, chargehound.URLField("nowhere").IsNull(), "rejected is not null")
}

func TestFieldOfAWrongKindIsRejectedBeforeTraffic(t *testing.T) {
	t.Parallel()
	client := newClient(t, "http://127.0.0.1:1")
	var fromVendor chargehound.Field
	require.NoError(t, json.Unmarshal([]byte(`{"nested": true}`), &fromVendor))
	for name, bad := range map[string]chargehound.Field{
		"relative":      chargehound.URLField("/lamp"),
		"no scheme":     chargehound.URLField("shop.example.com/lamp"),
		"ftp":           chargehound.URLField("ftp://shop.example.com/lamp"),
		"no host":       chargehound.URLField("https://"),
		"empty address": chargehound.URLField(""),
		"no at":         chargehound.EmailField("desk.example.com"),
		"with a name":   chargehound.EmailField("Desk <desk@example.com>"),
		"no mail":       chargehound.EmailField(""),
		"no time":       chargehound.DateField(time.Time{}),
		"not UTF-8":     chargehound.TextField("\xff"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client.Disputes.Submit(t.Context(), "dp_7Q", &chargehound.DisputeSubmitParams{
				Fields: chargehound.Fields{"a": chargehound.TextField("fine"), "bad": bad, "vendor": fromVendor},
			})
			invalid := requireInvalid(t, err, "fields.bad")
			require.NotContains(t, invalid.Reason, "shop.example.com", name)
		})
	}
	_, err := json.Marshal(chargehound.EmailField("nobody"))
	require.ErrorAs(t, err, new(*chargehound.ValidationError))
}
