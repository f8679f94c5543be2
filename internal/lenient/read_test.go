package lenient_test

import (
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestReadTakesValuesForWhatTheyMean(t *testing.T) {
	t.Parallel()
	second := moment{time.Unix(1767261600, 0).UTC()}
	for data, want := range map[string]sample{
		`null`:                      {},
		`false`:                     {},
		`{}`:                        {},
		"\ufeff {\"text\":\"a\"}\n": {Text: "a"},

		`{"text":"a\u00e9\n"}`:                       {Text: "aé\n"},
		`{"text":12.50,"currency":7}`:                {Text: "12.50", Currency: "7"},
		`{"text":true,"currency":false}`:             {Text: "true"},
		`{"text":null,"currency":""}`:                {},
		`{"maybe":null}`:                             {},
		`{"maybe":false}`:                            {},
		`{"maybe":""}`:                               {Maybe: new("")},
		`{"maybe":5}`:                                {Maybe: new("5")},
		`{"id":7,"order_id":"o"}`:                    {ID: "7", OrderID: "o"},
		`{"te\u0078t":"escaped"}`:                    {Text: "escaped"},
		`{"count":"7","small":1e2}`:                  {Count: 7, Small: 100},
		`{"count":"","small":false}`:                 {},
		`{"count":null,"attempts":null}`:             {},
		`{"attempts":""}`:                            {},
		`{"attempts":false}`:                         {},
		`{"attempts":"5"}`:                           {Attempts: new(int64(5))},
		`{"count":9223372036854775807}`:              {Count: 9223372036854775807},
		`{"has_more":false}`:                         {HasMore: new(false)},
		`{"has_more":""}`:                            {},
		`{"has_more":"1"}`:                           {HasMore: new(true)},
		`{"amount":"34.00","refund":1.5}`:            {Amount: money(t, "34.00"), Refund: new(money(t, "1.5"))},
		`{"amount":"","refund":null}`:                {},
		`{"amount":false}`:                           {},
		`{"amount":0}`:                               {Amount: money(t, "0")},
		`{"minor":"1250","fee":0}`:                   {Minor: 1250, Fee: new(int64(0))},
		`{"minor":null,"fee":null}`:                  {},
		`{"at":1767261600}`:                          {At: second},
		`{"at":"1767261600"}`:                        {At: second},
		`{"at":"2026-01-01T10:00:00Z"}`:              {At: second},
		`{"at":0,"ended":null}`:                      {},
		`{"at":false,"ended":false}`:                 {},
		`{"ended":"2026-01-01T10:00:00Z"}`:           {Ended: &second},
		`{"metadata":{"a":"b","c":1,"d":{"e":[]}}}`:  {Metadata: pairs{"a": "b", "c": "1", "d": `{"e":[]}`}},
		`{"metadata":[]}`:                            {Metadata: pairs{}},
		`{"metadata":["a",null]}`:                    {Metadata: pairs{"0": "a", "1": ""}},
		`{"metadata":""}`:                            {},
		`{"metadata":false}`:                         {},
		`{"metadata":{"a":"b","a":"c"}}`:             {Metadata: pairs{"a": "c"}},
		`{"raw":{"a": false}}`:                       {Raw: raw(`{"a": false}`)},
		`{"raw":null}`:                               {Raw: raw(`null`)},
		`{"raws":[1,{"a":2}]}`:                       {Raws: []json.RawMessage{raw(`1`), raw(`{"a":2}`)}},
		`{"raws":{"0":1,"\u0031":2}}`:                {Raws: []json.RawMessage{raw(`1`), raw(`2`)}},
		`{"raws":{"vat":1,"2":2}}`:                   {Raws: []json.RawMessage{raw(`{"vat":1,"2":2}`)}},
		`{"raws":{}}`:                                {Raws: []json.RawMessage{}},
		`{"texts":[ "a" , 7 ,null,true]}`:            {Texts: []string{"a", "7", "", "true"}},
		`{"texts":{"1":"b","x":"a"}}`:                {Texts: []string{"b", "a"}},
		`{"texts":[]}`:                               {Texts: []string{}},
		`{"texts":""}`:                               {},
		`{"row":{"line_id":5},"child":{"note":"n"}}`: {Row: line{LineID: "5"}, Child: &line{Note: "n"}},
		`{"row":[],"child":[ ]}`:                     {},
		`{"row":"","child":""}`:                      {},
		`{"row":null,"child":false}`:                 {},
		`{"lines":{"3":{"note":"n"}},"children":[]}`: {Lines: []line{{Note: "n"}}, Children: []*line{}},
		`{"lines":false,"children":""}`:              {},
		`{"fields":{"a":1767261600}}`:                {Fields: map[string]moment{"a": second}},
		`{"fields":[],"Missing":""}`:                 {},
		`{"Missing":{"a":{}}}`:                       {Missing: map[string]json.RawMessage{"a": raw(`{}`)}},
		`{"ratio":1.5}`:                              {Ratio: 1.5},
		`{"new":{"a":1},"-":2}`:                      {Extra: extra{"new": raw(`{"a":1}`), "-": raw(`2`)}},
		`{"new":1,"new":2}`:                          {Extra: extra{"new": raw(`2`)}},
		`{"child":{"new": [1]}}`:                     {Child: &line{Extra: extra{"new": raw(`[1]`)}}},
		`{"text":"a","text":"b"}`:                    {Text: "b"},
		`{"text":{},"text":"b"}`:                     {Text: "b"},
		`{"child":{"note":"n"},"child":{}}`:          {Child: &line{}},
		`{"amount":"1.50","amount":1.50}`:            {Amount: money(t, "1.50")},
		`{"id":"7","id":7}`:                          {ID: "7"},
		`{"Extra":{"a":1}}`:                          {Extra: extra{"Extra": raw(`{"a":1}`)}},
	} {
		got, odd := read(t, data)
		if !strings.Contains(data, `"text":{}`) {
			require.Empty(t, odd, data)
		}
		require.Equal(t, want, got, data)
	}
}

func TestReadHasOneRuleForBooleans(t *testing.T) {
	t.Parallel()
	for _, no := range []string{`null`, `""`, `0`, `"0"`, `"0.00"`, `0.00`, `false`, `"false"`, `"No"`, `"OFF"`} {
		got, odd := read(t, `{"paid":`+no+`}`)
		require.False(t, got.Paid, no)
		require.Empty(t, odd, no)
	}
	for _, yes := range []string{`true`, `1`, `"1"`, `"true"`, `"yes"`, `1767261600`, `"2026-01-01"`, `-1`} {
		got, odd := read(t, `{"paid":`+yes+`}`)
		require.True(t, got.Paid, yes)
		require.Empty(t, odd, yes)
	}
}

func TestReadKeepsWhatItCanNotRead(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]struct {
		got sample
		odd []string
	}{
		`{"text": {"a":1} ,"count":1}`:                  {sample{Count: 1, Extra: extra{"text": raw(`{"a":1}`)}}, []string{"/text: a JSON object instead of a string"}},
		`{"count":1.5,"small":[]}`:                      {sample{Extra: extra{"count": raw(`1.5`), "small": raw(`[]`)}}, []string{"/count: can't be read", "/small: can't be read"}},
		`{"count":true}`:                                {sample{Extra: extra{"count": raw(`true`)}}, []string{"/count: can't be read"}},
		`{"attempts":"soon"}`:                           {sample{Extra: extra{"attempts": raw(`"soon"`)}}, []string{"/attempts: can't be read"}},
		`{"count":1e99}`:                                {sample{Extra: extra{"count": raw(`1e99`)}}, []string{"/count: more than the allowed 18 as the exponent of a number"}},
		`{"paid":{}}`:                                   {sample{Extra: extra{"paid": raw(`{}`)}}, []string{"/paid: can't be read"}},
		`{"at":"yesterday","ended":[]}`:                 {sample{Extra: extra{"at": raw(`"yesterday"`), "ended": raw(`[]`)}}, []string{"/at: can't be read", "/ended: can't be read"}},
		"{\"text\":\"a\xff\"}":                          {sample{Extra: extra{"text": raw("\"a\xff\"")}}, []string{"/text: invalid UTF-8"}},
		`{"text":"a\ud800","count":2}`:                  {sample{Count: 2, Extra: extra{"text": raw(`"a\ud800"`)}}, []string{"/text: invalid UTF-8"}},
		"{\"new\xff\":1}":                               {sample{Extra: extra{"new\ufffd": raw(`1`)}}, []string{"/…: a name with invalid UTF-8"}},
		"{\"metadata\":{\"ada@example.com\":\"\xff\"}}": {sample{Extra: extra{"metadata": raw("{\"ada@example.com\":\"\xff\"}")}}, []string{"/metadata: invalid UTF-8"}},
		"{\"metadata\":{\"\xff\":1}}":                   {sample{Extra: extra{"metadata": raw("{\"\xff\":1}")}}, []string{"/metadata: invalid UTF-8"}},
		`{"metadata":7}`:                                {sample{Extra: extra{"metadata": raw(`7`)}}, []string{"/metadata: a JSON number instead of an object or a list"}},
		`{"texts":["a",{},"b"],"count":3}`:              {sample{Count: 3, Extra: extra{"texts": raw(`["a",{},"b"]`)}}, []string{"/texts: a JSON object instead of a string"}},
		`{"texts":"a"}`:                                 {sample{Extra: extra{"texts": raw(`"a"`)}}, []string{"/texts: a JSON string instead of an object or a list"}},
		`{"fields":{"a":1,"b":{}}}`:                     {sample{Extra: extra{"fields": raw(`{"a":1,"b":{}}`)}}, []string{"/fields: can't be read"}},
		`{"fields":[1]}`:                                {sample{Extra: extra{"fields": raw(`[1]`)}}, []string{"/fields: a JSON list instead of an object or a list"}},
		`{"row":7,"child":[1]}`:                         {sample{Extra: extra{"row": raw(`7`), "child": raw(`[1]`)}}, []string{"/row: a JSON number instead of an object or a list", "/child: a JSON list instead of an object or a list"}},
		`{"row":{"note":{}},"child":{"note":[]}}`:       {sample{Row: line{Extra: extra{"note": raw(`{}`)}}, Child: &line{Extra: extra{"note": raw(`[]`)}}}, []string{"/row/note: a JSON object instead of a string", "/child/note: a JSON list instead of a string"}},
		`{"ratio":"x"}`:                                 {sample{Extra: extra{"ratio": raw(`"x"`)}}, []string{"/ratio: can't be read"}},
		`{"text":"b","text":{}}`:                        {sample{Extra: extra{"text": raw(`{}`)}}, []string{"/text: a JSON object instead of a string"}},
	} {
		got, odd := read(t, data)
		require.Equal(t, want.got, got, data)
		require.Equal(t, want.odd, places(odd), data)
	}
}

func TestReadKeepsThePageOfAnOddRow(t *testing.T) {
	t.Parallel()
	got, odd := read(t, `{"lines":[{"note":"a"},7],"children":[null,{"note":{}},false,[],{"note":"b"}]}`)
	require.Equal(t, []line{{Note: "a"}, {Extra: extra{"": raw(`7`)}}}, got.Lines)
	require.Equal(t, []*line{
		{Extra: extra{"": raw(`null`)}}, {Extra: extra{"note": raw(`{}`)}}, {Extra: extra{"": raw(`false`)}}, {Extra: extra{"": raw(`[]`)}}, {Note: "b"},
	}, got.Children)
	require.Equal(t, []string{
		"/lines/1: a JSON number instead of an object", "/children/0: a JSON null instead of an object", "/children/1/note: a JSON object instead of a string",
		"/children/2: a JSON false instead of an object", "/children/3: a JSON list instead of an object",
	}, places(odd))
}

func TestReadListsSoManyOddPlacesAndNoMore(t *testing.T) {
	t.Parallel()
	got, odd := read(t, `{"lines":[`+strings.Repeat(`7,`, 2*lenient.MaxOdd)+`8]}`)
	require.Len(t, odd, lenient.MaxOdd)
	require.Len(t, got.Lines, 2*lenient.MaxOdd+1)
	require.Equal(t, raw(`8`), got.Lines[2*lenient.MaxOdd].Extra[""])
}

func TestReadOfWhatIsNoResult(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		``: "it is empty", " \n": "it is empty", "\ufeff": "it is empty", `{"text":"a`: "it is cut off", `{"text":`: "it is cut off", `{}x`: "no JSON from byte 2 on", `<html>`: "no JSON from byte 0 on",
		`{"a":1,}`: "no JSON from byte 7 on", `{"a":01}`: "no JSON from byte 6 on", "{\"a\":\"\x01\"}": "no JSON from byte 6 on",
		`[]`: "it can't be read: a JSON list instead of an object or a list", `"x"`: "it can't be read: a JSON string instead of an object or a list",
		strings.Repeat(`{"inner":`, 20_000): "more than the allowed 10000 levels of nesting",
	} {
		got := sample{Text: "of before"}
		odd, err := lenient.Read([]byte(data), &got)
		require.EqualError(t, lenient.Redacted(err), want, "%.20s", data)
		require.Empty(t, odd)
		require.Equal(t, sample{}, got)
	}
	_, err := lenient.Read(nil, new(sample))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	bound := new(lenient.LimitError)
	_, err = lenient.Read([]byte(`[`+strings.Repeat(`{},`, lenient.MaxObjects)+`{}]`), new([]line))
	require.ErrorAs(t, err, &bound)
}

func TestReadOfOtherTypesThanStructs(t *testing.T) {
	t.Parallel()
	var lines []line
	odd, err := lenient.Read([]byte(`[{"note":"a"},7]`), &lines)
	require.NoError(t, err)
	require.Equal(t, []line{{Note: "a"}, {Extra: extra{"": raw(`7`)}}}, lines)
	require.Equal(t, []string{"/1: a JSON number instead of an object"}, places(odd))
	var names []currency
	_, err = lenient.Read([]byte(`["a",5]`), &names)
	require.NoError(t, err)
	require.Equal(t, []currency{"a", "5"}, names)
	var anything any
	_, err = lenient.Read([]byte(` 7 `), &anything)
	require.NoError(t, err)
	require.InDelta(t, 7, anything, 0)
}

// ownLine reads itself, and says no to an empty object.
type ownLine struct{ line }

var errNoLine = errors.New("has no line")

func (l *ownLine) UnmarshalJSON(data []byte) error {
	if string(data) == "{}" {
		return errNoLine
	}
	_, err := lenient.Read(data, &l.line)
	return err
}

func TestReadByATypesOwnMethod(t *testing.T) {
	t.Parallel()
	var own ownLine
	_, err := lenient.Read([]byte(`{"note":5}`), &own)
	require.NoError(t, err)
	require.Equal(t, "5", own.Note)
	_, err = lenient.Read([]byte(`{}`), &own)
	require.ErrorIs(t, err, errNoLine)
	var within struct {
		Own   ownLine `json:"own"`
		Extra extra   `json:"Extra,omitempty"`
	}
	odd, err := lenient.Read([]byte(`{"own":{}}`), &within)
	require.NoError(t, err)
	require.Equal(t, []string{"/own: can't be read"}, places(odd))
	require.Equal(t, extra{"own": raw(`{}`)}, within.Extra)
	_, err = lenient.Read([]byte(`{"own":{"price":[]}}`), &within)
	require.EqualError(t, err, "price of /own can't be read", "money inside stays an error")
}

// embeds has one field more than a line, and another one of its names.
type embeds struct {
	line
	Note *string `json:"note"`
	More bool    `json:"more"`
}

func TestReadOfEmbeddedStructs(t *testing.T) {
	t.Parallel()
	var got embeds
	odd, err := lenient.Read([]byte(`{"line_id":"l","note":"n","price":"1.5","more":1,"new":2}`), &got)
	require.NoError(t, err)
	require.Empty(t, odd)
	require.Equal(t, embeds{line: line{LineID: "l", Price: money(t, "1.5"), Extra: extra{"new": raw(`2`)}}, Note: new("n"), More: true}, got)
}

func TestResultsDoNotKeepTheResponse(t *testing.T) {
	t.Parallel()
	data := []byte(`{"text":"abc","raw":[1],"new":[2],"count":[3],"texts":["d"],"metadata":{"e":[4]}}`)
	var got sample
	_, err := lenient.Read(data, &got)
	require.NoError(t, err)
	clear(data)
	require.Equal(t, sample{
		Text: "abc", Raw: raw(`[1]`), Texts: []string{"d"}, Metadata: pairs{"e": "[4]"}, Extra: extra{"new": raw(`[2]`), "count": raw(`[3]`)},
	}, got)
}

// A result of a type with its own UnmarshalJSON put that type's words, and with them the
// response's, into the error.
func TestAResultsOwnErrorIsRedacted(t *testing.T) {
	t.Parallel()
	for _, own := range []any{new(time.Time), new(big.Int), new(amount), new(moment)} {
		_, err := lenient.Read([]byte(`"Ada Loom"`), own)
		require.EqualError(t, lenient.Redacted(err), "it can't be read", "%T", own)
	}
	_, err := lenient.Read([]byte(`"Ada Loom"`), new(time.Time))
	_, kept := errors.AsType[*time.ParseError](lenient.Redacted(err))
	require.True(t, kept, "a program may ask why")
}
