package lenient_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestMoneyIsNeverGuessed(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"amount":"12,50"}`:                          "amount can't be read",
		`{"amount":[]}`:                               "amount can't be read",
		`{"amount":true}`:                             "amount can't be read",
		`{"amount":"1e99"}`:                           "amount can't be read: more than the allowed 18 as the exponent of a number",
		`{"amount":` + strings.Repeat(`1`, 65) + `}`:  "amount can't be read: more than the allowed 64 bytes of a number",
		"{\"amount\":\"\xff\"}":                       "amount can't be read",
		`{"refund":{}}`:                               "refund can't be read",
		`{"minor":""}`:                                "minor can't be read",
		`{"minor":false}`:                             "minor can't be read",
		`{"minor":12.5}`:                              "minor can't be read",
		`{"minor":9223372036854775808}`:               "minor can't be read",
		`{"fee":""}`:                                  "fee can't be read",
		`{"fee":false}`:                               "fee can't be read",
		`{"fee":"ada@example.com"}`:                   "fee can't be read",
		`{"lines":[{},{"price":{}}]}`:                 "price of /lines/1 can't be read",
		`{"children":{"7":{"price":"x"}}}`:            "price of /children/7 can't be read",
		`{"children":{"ada@x.test":{"price":"x"}}}`:   "price of /children/… can't be read",
		`{"amount":"1.50","amount":"1.51"}`:           "amount comes twice, with different values",
		`{"amount":null,"amount":0}`:                  "amount comes twice, with different values",
		`{"amount":"1.50","am\u006funt":"1.5"}`:       "amount comes twice, with different values",
		`{"minor":1,"minor":2}`:                       "minor comes twice, with different values",
		`{"id":"a","id":"b"}`:                         "id comes twice, with different values",
		`{"order_id":"a","order_id":null}`:            "order_id comes twice, with different values",
		`{"id":{},"id":"b"}`:                          "id comes twice, with different values",
		`{"child":{"line_id":"a","line_id":"b"}}`:     "line_id of /child comes twice, with different values",
		`{"new_id":"a","new_id":"b"}`:                 "… comes twice, with different values",
		`{"child":{"price":1},"child":{"price":"x"}}`: "price of /child can't be read",
	} {
		got := sample{Text: "of before"}
		odd, err := lenient.Read([]byte(data), &got)
		field := new(lenient.FieldError)
		require.ErrorAs(t, err, &field, data)
		require.EqualError(t, err, want, data)
		require.EqualError(t, lenient.Redacted(fmt.Errorf("outer: %w", err)), want, data)
		require.Empty(t, odd, data)
		require.Equal(t, sample{}, got, data)
	}
}

// values has a value of each kind, and of the kinds that PHP writes for none.
var values = []string{
	`null`, `true`, `false`, `0`, `12`, `-1.5`, `1e30`, `""`, `"x"`, `"12"`, `"1.5"`, `"2026-01-09"`, "\"\xff\"", `"\ud800"`, `[]`, `[1]`, `["x"]`, `[[]]`, `[{}]`, `[null]`, `{}`, `{"a":1}`, `{"0":{}}`, `{"a":{"b":[]}}`,
}

func TestOnlyMoneyCostsThePage(t *testing.T) {
	t.Parallel()
	ofMoney := map[string]bool{"amount": true, "refund": true, "minor": true, "fee": true}
	names := []string{
		"id", "order_id", "amount", "refund", "minor", "fee", "text", "currency", "maybe", "count", "small", "attempts", "paid", "has_more", "at", "ended",
		"metadata", "raw", "raws", "texts", "row", "child", "lines", "children", "fields", "Missing", "ratio", "Hidden", "Extra", "unknown",
	}
	failed := map[string]bool{}
	for _, name := range names {
		for _, value := range values {
			data := fmt.Sprintf(`{"%s":%s,"texts":["behind"]}`, name, value)
			if name == "texts" {
				data = fmt.Sprintf(`{"texts":["before"],"texts":%s}`, value)
			}
			var got sample
			odd, err := lenient.Read([]byte(data), &got)
			if failed[name] = failed[name] || err != nil; ofMoney[name] && err != nil {
				require.EqualError(t, err, strings.TrimSuffix(name+" can't be read: "+bound(err), ": "), data)
				continue
			}
			require.NoError(t, err, data)
			if name != "texts" {
				require.Equal(t, []string{"behind"}, got.Texts, data)
			}
			for _, o := range odd {
				require.True(t, strings.HasPrefix(string(o.At), "/"+name), "%s: %s", data, o.At)
			}
			if _, kept := got.Extra[name]; kept && name != "Hidden" && name != "Extra" && name != "unknown" {
				require.Equal(t, raw(value), got.Extra[name], data)
				require.NotEmpty(t, odd, data)
			}
		}
	}
	for _, name := range names {
		require.Equal(t, ofMoney[name], failed[name], name)
	}
}

func bound(err error) string {
	if lenient.LimitName(err) == "" {
		return ""
	}
	_, text, _ := strings.Cut(err.Error(), ": ")
	return text
}

func TestErrorsDoNotQuoteTheResponse(t *testing.T) {
	t.Parallel()
	const secret = "ada@example.com"
	for _, data := range []string{
		`{"amount":"` + secret + `"}`, `{"fee":"` + secret + `"}`, `{"lines":{"` + secret + `":{"price":"` + secret + `"}}}`, `{"` + secret + `_id":1,"` + secret + `_id":2}`,
		`"` + secret + `"`, `{"` + secret + `":x}`, `["` + secret + `"]`, `{"text":"` + secret,
	} {
		_, err := lenient.Read([]byte(data), new(sample))
		require.Error(t, err, data)
		require.NotContains(t, lenient.Redacted(err).Error(), secret)
	}
	_, odd := read(t, `{"at":"`+secret+`","count":"`+secret+`","fields":{"`+secret+`":[]},"metadata":"`+secret+`","lines":{"`+secret+`":"`+secret+`"},"`+secret+"\xff"+`":1}`)
	require.Len(t, odd, 6)
	for _, o := range odd {
		require.NotContains(t, string(o.At)+o.Reason.Error(), secret)
	}
}

func TestPlacesOfDeepValuesAreShort(t *testing.T) {
	t.Parallel()
	type deep struct {
		Text  string `json:"text"`
		Inner *deep  `json:"inner"`
		Extra extra  `json:"Extra,omitempty"`
	}
	var got deep
	odd, err := lenient.Read([]byte(strings.Repeat(`{"inner":`, 9000)+`{"text":{}}`+strings.Repeat(`}`, 9000)), &got)
	require.NoError(t, err)
	require.Len(t, odd, 1)
	require.Equal(t, strings.Repeat("/inner", 32)+"/…/text", string(odd[0].At))
}
