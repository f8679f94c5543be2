package lenient_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// encoding/json reads what is no character as U+FFFD, so that a program could not tell.
func TestTextThatIsNoneIsOddInTypesThatEncodingJSONReads(t *testing.T) {
	t.Parallel()
	type whole struct { // because of the option string
		Any   any `json:"any"`
		Count int `json:"count,string"`
	}
	type field struct {
		Any   any                        `json:"any"`
		Extra map[string]json.RawMessage `json:"Extra,omitempty"`
	}
	for _, bad := range []string{"\"\xff\"", `"\ud800"`, `["a",{"\ud800":1}]`, "{\"a\":[\"\xff\"]}"} {
		body := []byte(`{"any":` + bad + `}`)
		var all whole
		_, err := lenient.Read(body, &all)
		require.EqualError(t, err, "it can't be read: invalid UTF-8", bad)
		require.Zero(t, all)

		var one field
		odd, err := lenient.Read(body, &one)
		require.NoError(t, err, bad)
		require.Len(t, odd, 1)
		require.Equal(t, field{Extra: map[string]json.RawMessage{"any": json.RawMessage(bad)}}, one)
	}
	var got map[string]any
	_, err := lenient.Read([]byte(`{"a":"\u00e9\ud83d\ude00","b":["é"]}`), &got)
	require.NoError(t, err)
	require.Equal(t, map[string]any{"a": "é😀", "b": []any{"é"}}, got)
}

// unasked is a type whose method must not be called.
type unasked struct{}

func (*unasked) UnmarshalJSON([]byte) error { panic("asked") }

func TestATypesOwnMethodIsNotAskedForWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`x`, `{"a":1`, `"a`} {
		_, err := lenient.Read([]byte(body), new(unasked))
		require.Error(t, err, body)
		_, err = lenient.Read([]byte(`{"field":`+body), new(struct {
			Field unasked `json:"field"`
		}))
		require.Error(t, err, body)
	}
}
