package wire_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/wire"
)

func TestAnAnswerOfNothingButStructureIsRefused(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"objects": `{"data":[` + strings.Repeat("{},", wire.MaxObjects) + `{}]}`,
		"lists":   `{"data":[` + strings.Repeat("[],", wire.MaxObjects) + `[]]}`,
		"values":  `{"data":[` + strings.Repeat("0,", wire.MaxValues+1) + `0]}`,
	} {
		var out struct {
			Data []any `json:"data"`
		}
		bound := new(wire.BoundError)
		require.ErrorAs(t, wire.Decode([]byte(body), &out), &bound, name)
		require.Empty(t, out.Data, "nothing was read")
	}
	var out struct {
		Data []int `json:"data"`
	}
	require.NoError(t, wire.Decode([]byte(`{"data":[`+strings.Repeat("0,", wire.MaxValues-1)+`0]}`), &out))
	require.Len(t, out.Data, wire.MaxValues)
}

func TestTheStructureOfTextsDoesNotCount(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(`[{,\"\\`, wire.MaxValues)
	var out map[string]string
	require.NoError(t, wire.Decode([]byte(`{"a":"`+text+`","b":"]"}`), &out))
	require.Len(t, out["a"], 5*wire.MaxValues)
	bound := new(wire.BoundError)
	require.ErrorAs(t, wire.Decode([]byte(`{"a":"`+text+`","b":[`+strings.Repeat("[],", wire.MaxObjects)+`[]]}`), &map[string]any{}), &bound)
}
