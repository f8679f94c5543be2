package lenient_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestAResponseOfNothingButStructureIsRejected(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"objects": `{"data":[` + strings.Repeat("{},", lenient.MaxObjects) + `{}]}`,
		"lists":   `{"data":[` + strings.Repeat("[],", lenient.MaxObjects) + `[]]}`,
		"values":  `{"data":[` + strings.Repeat("0,", lenient.MaxValues+1) + `0]}`,
	} {
		var out struct {
			Data []any `json:"data"`
		}
		bound := new(lenient.LimitError)
		require.ErrorAs(t, readError([]byte(body), &out), &bound, name)
		require.Empty(t, out.Data, "nothing was read")
	}
	var out struct {
		Data []int `json:"data"`
	}
	require.NoError(t, readError([]byte(`{"data":[`+strings.Repeat("0,", lenient.MaxValues-1)+`0]}`), &out))
	require.Len(t, out.Data, lenient.MaxValues)
}

func TestTheStructureOfTextsDoesNotCount(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(`[{,\"\\`, lenient.MaxValues)
	var out map[string]string
	require.NoError(t, readError([]byte(`{"a":"`+text+`","b":"]"}`), &out))
	require.Len(t, out["a"], 5*lenient.MaxValues)
	bound := new(lenient.LimitError)
	require.ErrorAs(t, readError([]byte(`{"a":"`+text+`","b":[`+strings.Repeat("[],", lenient.MaxObjects)+`[]]}`), &map[string]any{}), &bound)
}

func readError(data []byte, out any) error {
	_, err := lenient.Read(data, out)
	return err
}
