package lenient_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// text writes itself as a string, ownJSON as JSON, and failing not at all.
type (
	text    string
	ownJSON string
	failing struct{ Text string }
)

var errFailing = errors.New("has no JSON")

func (t text) MarshalText() ([]byte, error)    { return []byte(t), nil }
func (o ownJSON) MarshalJSON() ([]byte, error) { return []byte(o), nil }
func (*failing) MarshalJSON() ([]byte, error)  { return nil, errFailing }

// foreign is a struct that only encoding/json writes.
type foreign struct {
	*Embedded
	Count int    `json:"count,string"`
	Note  string `json:"note"`
}

// Embedded is embedded by its pointer.
type Embedded struct {
	Text string `json:"text"`
}

func TestWhatJSONCanNotExpressHasAPlace(t *testing.T) {
	t.Parallel()
	const invalid, notJSON = "invalid UTF-8", "it is not JSON"
	for _, c := range []struct {
		value      any
		at, reason string
	}{
		{under("\xff"), "/b", invalid},
		{under([]any{"", "\xff"}), "/b/1", invalid},
		{under(under("\xff")), "/b/b", invalid},
		{map[string]any{"\xff": 1}, "/\ufffd", invalid},
		{map[string]string{"a/b~": "\xff"}, "/a~1b~0", invalid},
		{&line{Note: "\xff"}, "/note", invalid},
		{[]line{{}, {Extra: extra{"new": raw("{\"c\":\"\xff\"}")}}}, "/1/new/c", invalid},
		{under(ownJSON("{\"c\":\"\xff\"}")), "/b/c", invalid},
		{under(raw("\"\xff\"")), "/b", invalid},
		{under(raw("{\"\xff\":1}")), "/b/\ufffd", invalid},
		{under(raw(`{`)), "/b", notJSON},
		{under(raw(``)), "/b", notJSON},
		{under(ownJSON(``)), "/b", notJSON},
		{under(&failing{}), "/b", "has no JSON"},
		{[]failing{{}}, "/0", "has no JSON"},
		{under(math.Inf(1)), "/b", "json: unsupported value: +Inf"},
		{under(func() {}), "/b", "json: unsupported type: func()"},
	} {
		at, reason := lenient.Unwritable(c.value)
		require.Equal(t, c.at, string(at), "%#v", c.value)
		require.EqualError(t, reason, c.reason, "%#v", c.value)
	}
	for _, fine := range []any{
		nil, under("\ufffd"), under(`\ufffd`), under(text("\ufffd")), under(text(`\ufffd`)), foreign{Note: `\\ufffd` + "\ufffd"}, under(ownJSON(`"\ufffd"`)),
		under(raw(`{"c":"\ud800","c":1}`)), "\xff", raw(`{`), math.Inf(1),
	} {
		at, reason := lenient.Unwritable(fine)
		require.Empty(t, at, "%#v", fine)
		require.NoError(t, reason, "%#v", fine)
	}
}

func under(v any) map[string]any { return map[string]any{"a": 1, "b": v} }

func TestStringsThatEncodingJSONReplacesHaveAPlace(t *testing.T) {
	t.Parallel()
	if written, _ := json.Marshal("\xff"); string(written) != `"\ufffd"` {
		t.Skip("GOEXPERIMENT=jsonv2 replaces them without a trace")
	}
	for _, c := range []struct {
		value any
		at    string
	}{
		{under([2]string{"", "\xff"}), "/b/1"},
		{under(map[int]string{7: "\xff"}), "/b/7"},
		{foreign{Note: "\xff"}, "/note"},
		{foreign{Embedded: &Embedded{"\xff"}}, "/text"},
		{under(foreign{Note: "\xff"}), "/b/note"},
		{under(text("\xff")), "/b"},
	} {
		at, reason := lenient.Unwritable(c.value)
		require.Equal(t, c.at, string(at), "%#v", c.value)
		require.EqualError(t, reason, "invalid UTF-8", "%#v", c.value)
	}
}

func TestATypeMayContainItself(t *testing.T) {
	t.Parallel()
	type node struct {
		Next *node `json:"next"`
	}
	written, err := lenient.Inline(&node{&node{}})
	require.NoError(t, err)
	require.Equal(t, `{"next":{"next":null}}`, string(written))
}

func TestAValueInsideOfItselfIsNotWritten(t *testing.T) {
	t.Parallel()
	type node struct {
		Next *node `json:"next"`
	}
	ring := &node{}
	ring.Next = ring
	loop := map[string]any{}
	loop["a"] = loop
	for _, v := range []any{ring, loop} {
		_, err := lenient.Inline(v)
		require.ErrorAs(t, err, new(*lenient.LimitError))
		at, _ := lenient.Unwritable(v)
		require.Empty(t, at)
	}
}

func TestUnwritableOfTypesThatEncodingJSONWrites(t *testing.T) {
	t.Parallel()
	type inner struct {
		Text  string `json:"text"`
		Count int    `json:"count,string"`
	}
	type outer struct {
		*inner
		Hidden string `json:"-"`
	}
	for place, value := range map[string]any{
		"/1":      map[int]string{1: "\xff"},
		"/text":   outer{inner: &inner{Text: "a\xff"}},
		"/0/text": [1]inner{{Text: "\xff"}},
		"/2/0":    map[int]any{1: "a", 2: []any{"\xff"}},
	} {
		at, err := lenient.Unwritable(value)
		require.Equal(t, place, string(at))
		require.EqualError(t, err, "invalid UTF-8")
	}
	at, err := lenient.Unwritable(map[int]any{1: "\ufffd", 2: outer{Hidden: "\xff"}})
	require.NoError(t, err)
	require.Empty(t, at)
}

func TestNumbersThatAreNoneAreNamedAndNotQuoted(t *testing.T) {
	t.Parallel()
	for _, bad := range []json.Number{"Ada Loom", "1 ", " 1", "01", `"1"`, "true", "NaN"} {
		at, err := lenient.Unwritable(map[string]any{"a": []json.Number{"1.50", "", bad}})
		require.Equal(t, "/a/2", string(at), bad)
		require.ErrorIs(t, err, lenient.ErrNotJSON)
	}
	written, err := lenient.Inline([]json.Number{"1.50", "-2e3", ""})
	require.NoError(t, err)
	require.Equal(t, "[1.50,-2e3,0]", string(written))
}
