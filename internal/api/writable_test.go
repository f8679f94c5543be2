package api_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

func TestWhatJSONCanNotExpressIsNamed(t *testing.T) {
	t.Parallel()
	const bad = "caf\xe9"
	type line struct {
		Name string `json:"name"`
	}
	for name, c := range map[string]struct {
		part          any
		param, reason string
	}{
		"nothing":                 {map[string]string{"a": "b"}, "", ""},
		"a replacement character": {map[string]string{"a": "\ufffd"}, "", ""},
		"a field":                 {line{bad}, "name", "is not UTF-8"},
		"a field of a list":       {map[string][]line{"lines": {{"a"}, {bad}}}, "lines[1].name", "is not UTF-8"},
		"raw JSON":                {map[string]json.RawMessage{"a": json.RawMessage("\"\xff\"")}, "a", "is not UTF-8"},
		"no JSON":                 {map[string]json.RawMessage{"a": json.RawMessage("{")}, "a", "is not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			encoded, _ := json.Marshal(c.part)
			if encoded == nil {
				encoded = []byte("\ufffd")
			}
			err := api.CheckWritten(encoded, "fine", c.part)
			if c.param == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, &transport.InvalidError{Param: c.param, Reason: c.reason}, err)
		})
	}
	require.ErrorContains(t, api.CheckWritable(map[string]float64{"a": math.Inf(1)}), "a can't be written as JSON")
	require.NoError(t, api.CheckWritten([]byte(`"plain"`), bad), "the parts are not looked at")
}

func TestAQueryIsUTF8(t *testing.T) {
	t.Parallel()
	require.NoError(t, api.CheckQuery(map[string][]string{"a": {"ü"}}))
	require.Equal(t, &transport.InvalidError{Param: "a", Reason: "is not UTF-8"}, api.CheckQuery(map[string][]string{"a": {"b", "\xff"}}))
	require.Error(t, api.CheckQuery(map[string][]string{"\xff": {"b"}}))
}
