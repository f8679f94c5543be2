package lenient_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestFieldsAreAddedToAnObject(t *testing.T) {
	t.Parallel()
	for object, want := range map[string]string{
		`{}`: `{"a":1}`, `null`: `{"a":1}`, `{"a":2,"b":{"c": 3}}`: `{"a":1,"b":{"c":3}}`, `{"\u0061":2}`: `{"a":1}`,
	} {
		got, err := lenient.AddFields([]byte(object), map[string]any{"a": 1})
		require.NoError(t, err, object)
		require.Equal(t, want, string(got), object)
	}
	for object, want := range map[string]string{
		`[]`: "only an object has fields", `"a"`: "only an object has fields", `{"b":1`: "only an object has fields", ``: "only an object has fields",
		`{"b":1,"\u0062":2}`: "a field comes twice",
	} {
		_, err := lenient.AddFields([]byte(object), map[string]any{"a": 1})
		require.EqualError(t, err, want, object)
	}
}

// stored is a type that reads itself by encoding/json.
type stored struct{ Number int }

func (s *stored) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &s.Number) }

func TestErrorsOfOtherReadersAreRedacted(t *testing.T) {
	t.Parallel()
	_, err := lenient.Read([]byte(`1234.5`), new(stored))
	require.ErrorContains(t, err, "1234.5")
	require.Regexp(t, `^JSON of another kind than expected at byte \d$`, lenient.Redacted(fmt.Errorf("outer: %w", err)).Error())
	_, _, err = lenient.Text([]byte(`"\ud800secret"`))
	require.EqualError(t, lenient.Redacted(err), "no JSON from byte 0 on")
}

// TestTypesOfACallersOwn reads what Client.Do may get, by the rules of encoding/json.
func TestTypesOfACallersOwn(t *testing.T) {
	t.Parallel()
	type own struct {
		*Embedded
		Count int            `json:"count,string"`
		Any   map[string]any `json:"any"`
	}
	var got own
	odd, err := lenient.Read([]byte(`{"TEXT":"a","count":"7","any":{"b":[1,null]},"new":1}`), &got)
	require.NoError(t, err)
	require.Empty(t, odd)
	require.Equal(t, own{Embedded: &Embedded{"a"}, Count: 7, Any: map[string]any{"b": []any{1.0, nil}}}, got)
	for _, data := range []string{`{"count":"secret"}`, `{"any":"secret"}`} {
		_, err = lenient.Read([]byte(data), &got)
		require.EqualError(t, err, "it can't be read")
		require.Zero(t, got)
	}
}
