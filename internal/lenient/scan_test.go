package lenient_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	gojson "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// engine is a value that the engine only checks.
type engine struct{}

func (engine) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	_, err := dec.ReadValue()
	return err
}

// requireAsEngine requires that Read rejects what the engine rejects, for the same
// byte, and nothing else for not being JSON: whether it reads along fields, or keeps
// everything as sent.
func requireAsEngine(t *testing.T, data string) {
	t.Helper()
	text := strings.TrimPrefix(data, "\ufeff")
	if strings.TrimSpace(text) == "" || len(text) > lenient.MaxObjects {
		return
	}
	want := gojson.Unmarshal([]byte(text), &engine{}, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for _, out := range []any{new(json.RawMessage), new(sample), new(plain), new([]line), new(struct{})} {
		_, err := lenient.Read([]byte(data), out)
		if want != nil {
			require.EqualError(t, lenient.Redacted(err), inOurWords(t, want), "%q", data)
			require.Equal(t, errors.Is(want, io.ErrUnexpectedEOF), errors.Is(err, io.ErrUnexpectedEOF), "%q", data)
			continue
		}
		if _, isRaw := out.(*json.RawMessage); isRaw {
			require.NoError(t, err, "%q", data)
		} else if err != nil {
			require.ErrorAs(t, err, new(*lenient.FieldError), "%q", data)
		}
	}
	requireCompactAsEngine(t, text)
	requireValuesAsEngine(t, text)
	isObject := want == nil && jsontext.Value(text).Kind() == '{'
	require.Equal(t, isObject, lenient.Fields([]byte(data)) != nil, "%q", data)
}

// inOurWords returns what Read says for an error of the engine.
func inOurWords(t *testing.T, err error) string {
	t.Helper()
	syntax := new(jsontext.SyntacticError)
	require.ErrorAs(t, err, &syntax)
	switch {
	case strings.Contains(err.Error(), "depth"):
		return "more than the allowed 10000 levels of nesting"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "it is cut off"
	}
	return fmt.Sprintf("no JSON from byte %d on", syntax.ByteOffset)
}

// known has what a sample, a plain and a line have fields for, and what they have not.
const known = ` { "text":"a", "count" : -1.50e+3,"id":"\u00e9\/\\\"","paid":true ,"maybe":null,"texts":["a","\ud800"],"raw":{"a":[1,{}],"b":[]},` +
	`"raws":{"0":0.1},"amount":"1.5","metadata":{"a":false},"lines":[{"note":"n"},7],"inner":{"text":"b","new":[[ ] ,[ 0 ]]},"pairs":{"a":"b"},"unknown":-0} `

func TestReadRejectsWhatTheEngineRejects(t *testing.T) {
	t.Parallel()
	const bytes = "\x00\x01\t\x1f \"\\/{}[]:,.-+0129aAbefFgGlnrstuvz\x7f\x80\xff"
	for _, data := range []string{known, `[{"note":"a","new":1},7]`, `"\u00e9"`, `-0.5e-1`, `true`} {
		for i := range len(data) {
			requireAsEngine(t, data[:i])
			requireAsEngine(t, data[i:])
			requireAsEngine(t, data[:i]+data[i+1:])
			for _, b := range []byte(bytes) {
				requireAsEngine(t, data[:i]+string([]byte{b})+data[i+1:])
				requireAsEngine(t, data[:i]+string([]byte{b})+data[i:])
			}
		}
	}
}

func TestReadTakesSoManyLevelsOfNesting(t *testing.T) {
	t.Parallel()
	for _, levels := range []int{lenient.MaxDepth - 1, lenient.MaxDepth, lenient.MaxDepth + 1} {
		for _, nested := range [][2]string{{"[", "]"}, {`{"a":`, "}"}, {`{"inner":`, "}"}, {`{"lines":[`, "]}"}, {`[{"note":`, `}]`}, {`{"count":[`, `]}`}} {
			times := levels / (strings.Count(nested[0], "{") + strings.Count(nested[0], "["))
			requireAsEngine(t, strings.Repeat(nested[0], times)+"1"+strings.Repeat(nested[1], times))
			requireAsEngine(t, strings.Repeat(nested[0], times)+"[]"+strings.Repeat(nested[1], times))
			requireAsEngine(t, "["+strings.Repeat(nested[0], times)+"[]"+strings.Repeat(nested[1], times)+"]")
		}
	}
}

func TestLevelsOfWhatIsOddAreForgotten(t *testing.T) {
	t.Parallel()
	var got []plain
	_, err := lenient.Read([]byte("["+strings.Repeat(`{"texts":[{}]},`, lenient.MaxDepth)+"{}]"), &got)
	require.NoError(t, err)
	require.Len(t, got, lenient.MaxDepth+1)
}

// FuzzScan compares what Read accepts with what the engine accepts.
func FuzzScan(f *testing.F) {
	for _, text := range append(seeds, known) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { requireAsEngine(t, string(data)) })
}
