package lenient_test

import (
	"encoding/json"
	"testing"

	gojson "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestInlineWritesWhatTheVendorSent(t *testing.T) {
	t.Parallel()
	badUTF8 := raw("\"\xff\"")
	const empty = `"price":null,"note":""`
	price := line{LineID: "l", Price: money(t, "1.50")}
	for want, v := range map[string]any{
		`null`: (*line)(nil),
		`{"line_id":"l","price":"1.50","note":"a"}`:                     line{LineID: "l", Price: money(t, "1.50"), Note: "a"},
		`{"line_id":"l","price":"1.50","note":"","a":[1],"b":"\ud800"}`: &line{LineID: "l", Price: price.Price, Extra: extra{"b": raw(`"\ud800"`), "a": raw(`[ 1 ]`)}},
		`{"line_id":"","price":null,"note":{"a":1}}`:                    line{Extra: extra{"note": raw(`{"a":1}`)}},
		`{"line_id":"",` + empty + `,"":7}`:                             line{Extra: extra{"": raw(`7`)}},
		`[{"line_id":"",` + empty + `,"":7,"a":1}]`:                     []line{{Extra: extra{"": raw(`7`), "a": raw(`1`)}}},
		`[7]`:                                    []line{{Extra: extra{"": raw(`7`)}}},
		`{"line_id":"l",` + empty + `,"":7}`:     line{LineID: "l", Extra: extra{"": raw(`7`)}},
		`[{"line_id":"a",` + empty + `},null,7]`: []*line{{LineID: "a"}, nil, {Extra: extra{"": raw(`7`)}}},
		`{"a":{"line_id":"",` + empty + `},"b":{"line_id":"b",` + empty + `}}`: map[string]line{"b": {LineID: "b"}, "a": {}},
		`["a<b",{"c":"d","c":"\ud800<"}]`:                                      []json.RawMessage{raw(`"a\u003cb"`), raw(`{"c": "d", "c": "\ud800<"}`)},
		"\"\xff\"":                                                             badUTF8,
		`[]`:                                                                   []line(nil),
		`{}`:                                                                   map[string]line(nil),
		`{"a":1,"b":[null]}`:                                                   map[string]any{"b": []any{nil}, "a": 1},
	} {
		written, err := lenient.Inline(v)
		require.NoError(t, err, want)
		require.Equal(t, want, string(written))
	}
	written, err := lenient.Inline(nil)
	require.NoError(t, err)
	require.Equal(t, `null`, string(written))
}

func TestInlineLeavesOutWhatTagsSay(t *testing.T) {
	t.Parallel()
	type tagged struct {
		Zero  moment            `json:"zero,omitzero"`
		Empty []string          `json:"empty,omitempty"`
		None  *string           `json:"none,omitempty"`
		Raw   json.RawMessage   `json:"raw,omitzero"`
		Count int               `json:"count,omitempty"`
		Old   map[string]string `json:"old,omitempty"`
		Extra extra             `json:",embed,inline"`
	}
	written, err := lenient.Inline(tagged{Extra: extra{"new": raw(`1`)}})
	require.NoError(t, err)
	require.Equal(t, `{"count":0,"new":1}`, string(written))
	written, err = lenient.Inline(tagged{Empty: []string{"a"}, None: new("b"), Raw: raw(`2`), Old: map[string]string{"d": "e", "c": "f"}})
	require.NoError(t, err)
	require.Equal(t, `{"empty":["a"],"none":"b","raw":2,"count":0,"old":{"c":"f","d":"e"}}`, string(written))
}

// requireCompactAsEngine requires that Inline writes raw JSON as the engine does, which
// takes no invalid UTF-8 and no name twice.
func requireCompactAsEngine(t *testing.T, data string) {
	t.Helper()
	if !jsontext.Value(data).IsValid() {
		return
	}
	want, err := gojson.Marshal(jsontext.Value(data))
	require.NoError(t, err)
	written, err := lenient.Inline(raw(data))
	require.NoError(t, err)
	require.Equal(t, string(want), string(written))
}

func TestInlineOfWhatCanNotBeWritten(t *testing.T) {
	t.Parallel()
	for _, v := range []any{line{Note: "\xff"}, line{Extra: extra{"a": raw(`{`)}}, map[string]line{"\xff": {}}, []line{{Note: "\xff"}}, make(chan int)} {
		_, err := lenient.Inline(v)
		require.Error(t, err)
	}
}

func TestWhatWasInlinedReadsEqually(t *testing.T) {
	t.Parallel()
	for _, data := range []string{string(pageOf(3)), `{"data":[7,{"amount":null,"x":1}]}`, `{"data":[{"status":{"a":"\ud800"},"logs":{"a":1}}],"count":[]}`} {
		var first, second page
		odd, err := lenient.Read([]byte(data), &first)
		require.NoError(t, err)
		written, err := lenient.Inline(first)
		require.NoError(t, err)
		again, err := lenient.Read(written, &second)
		require.NoError(t, err)
		require.Equal(t, odd, again)
		rewritten, err := lenient.Inline(&second)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	}
}

func TestStandardJSONKeepsExtraApart(t *testing.T) {
	t.Parallel()
	first, _ := read(t, `{"text":"a","count":{},"new":1}`)
	written, err := json.Marshal(first)
	require.NoError(t, err)
	require.Contains(t, string(written), `"Extra":{"count":{},"new":1}`)
	var second sample
	require.NoError(t, json.Unmarshal(written, &second))
	require.Equal(t, first.Extra, second.Extra)
	written, err = json.Marshal(sample{})
	require.NoError(t, err)
	require.NotContains(t, string(written), "Extra")
}
