package lenient_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// requireValuesAsEngine requires that Values yields the values that the engine reads one
// by one, up to the same fault.
func requireValuesAsEngine(t *testing.T, data string) {
	t.Helper()
	if len(data) > 1000 {
		return // the places of deep values are long
	}
	var want, got []string
	decoder := jsontext.NewDecoder(strings.NewReader(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			break
		}
		kind, length := decoder.StackIndex(decoder.StackDepth())
		isName := kind == jsontext.KindBeginObject && length%2 == 1 && token.Kind() == jsontext.KindString
		if ends := token.Kind() == jsontext.KindEndObject || token.Kind() == jsontext.KindEndArray; isName || ends {
			continue
		}
		want = append(want, string(decoder.StackPointer())+" "+token.String())
	}
	for at, value := range lenient.Values([]byte(data)) {
		text, ok, err := lenient.Text(value)
		if !ok && err == nil || text == "" && value.Kind() != jsontext.KindString {
			text = string(value)
		}
		got = append(got, string(at)+" "+text)
	}
	require.Equal(t, want, got, "%q", data)
}

func TestValuesStopsWhenItIsTold(t *testing.T) {
	t.Parallel()
	for want := range 7 {
		got := 0
		for range lenient.Values([]byte(`{"a":[1,{"b":2}],"c":3} 4`)) {
			if got++; got == want+1 {
				break
			}
		}
		require.Equal(t, want+1, got)
	}
}
