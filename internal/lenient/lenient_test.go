package lenient_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// loose has a field of every kind that the vendors' results have.
type loose struct {
	Text   string                     `json:"text"`
	Null   *string                    `json:"null"`
	Number int                        `json:"number"`
	Flag   bool                       `json:"flag"`
	Texts  []string                   `json:"texts"`
	Raw    json.RawMessage            `json:"raw"`
	Raws   []json.RawMessage          `json:"raws"`
	Inner  *loose                     `json:"inner"`
	Inners []*loose                   `json:"inners"`
	Pairs  map[string]string          `json:"pairs"`
	Extra  map[string]json.RawMessage `json:",embed,inline"`
}

func TestValuesOfAnotherKindAreReadForWhatTheyMean(t *testing.T) {
	t.Parallel()
	raw := func(texts ...string) []json.RawMessage {
		list := []json.RawMessage{}
		for _, text := range texts {
			list = append(list, json.RawMessage(text))
		}
		return list
	}
	for text, want := range map[string]loose{
		`{"text":1710820148}`:                   {Text: "1710820148"},
		`{"text":true}`:                         {Text: "true"},
		`{"text":false,"null":false}`:           {},
		`{"number":false}`:                      {},
		`{"texts":{"1":"b","0":"a"}}`:           {Texts: []string{"b", "a"}},
		`{"texts":{"x":"a","y":7}}`:             {Texts: []string{"a", "7"}},
		`{"texts":{}}`:                          {Texts: []string{}},
		`{"texts":"","inners":false}`:           {},
		`{"raws":{"3":{"a":1}}}`:                {Raws: raw(`{"a":1}`)},
		`{"raws":{"vat":1}}`:                    {Raws: raw(`{"vat":1}`)},
		`{"raws":{}}`:                           {Raws: raw()},
		`{"raws":[false],"inner":[]}`:           {Raws: raw(`false`)},
		`{"raw":false,"inner":""}`:              {Raw: json.RawMessage(`false`)},
		`{"inner":[ ]}`:                         {},
		`{"inner":{"inner":false,"text":5}}`:    {Inner: &loose{Text: "5"}},
		`{"inners":{"1":{"text":"x"}}}`:         {Inners: []*loose{{Text: "x"}}},
		`{"inners":[{"text":9},false]}`:         {Inners: []*loose{{Text: "9"}, nil}},
		`{"pairs":"","inner":false}`:            {},
		`{"pairs":[],"number":7}`:               {Number: 7},
		`{"pairs":false}`:                       {},
		`{"new":{"a":false},"inner":false}`:     {Extra: map[string]json.RawMessage{"new": json.RawMessage(`{"a":false}`)}},
		`{"text":"x","null":"y","inner":false}`: {Text: "x", Null: new("y")},
	} {
		var got loose
		require.NoError(t, lenient.DecodeLenient([]byte(text), &got), text)
		require.Equal(t, want, got, text)
	}
}

func TestWhatNothingExplainsStaysAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"text":{}}`, `{"text":[]}`, `{"number":"x"}`, `{"number":[]}`, `{"flag":"x"}`, `{"flag":7}`, `{"texts":"x"}`, `{"texts":7}`, `{"texts":{"1":{}}}`,
		`{"inner":"x"}`, `{"inner":[1]}`, `{"inner":7}`, `{"pairs":"x"}`, `{"pairs":[1]}`, `{"inners":{"1":7}}`, `{"inner":false,"inner":false}`,
		`{"texts":{"1":"a","1":"b"}}`, `{"inner":false`, `{"inner":false} x`, `[]`, `""`, `7`,
	} {
		require.Error(t, lenient.DecodeLenient([]byte(text), new(loose)), text)
	}
}

func FuzzDecodeLenient(f *testing.F) {
	f.Add([]byte(`{"text":1,"null":false,"number":"","flag":true,"texts":{"1":7},"raw":[],"raws":{"a":{}},"inner":{"inner":[]},"inners":{"2":false},"pairs":"","x":0}`))
	f.Add([]byte(`{"inner":[[]],"texts":{"1":{"2":[]}}}`))
	f.Add([]byte(`{"raws":{"0":1,"1":[2]},"text":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var strict, loosely loose
		err := lenient.DecodeLenient(data, &loosely)
		if lenient.Decode(data, &strict) == nil {
			require.NoError(t, err)
			require.Equal(t, strict, loosely)
		}
		if err == nil {
			text, err := lenient.Inline(loosely)
			require.NoError(t, err)
			require.NoError(t, lenient.Decode(text, new(loose)), "%s", text)
		}
	})
}
