package lenient_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestKeptValuesDoNotShareTheirBytes(t *testing.T) {
	t.Parallel()
	type row struct {
		Extra map[string]json.RawMessage `json:"Extra,omitempty"`
	}
	var body strings.Builder
	for i := range 200 {
		fmt.Fprintf(&body, `{"a":%d,"b":"%s","c":[%d]},`, i, strings.Repeat("x", i), i)
	}
	sent := "[" + strings.TrimSuffix(body.String(), ",") + "]"
	var rows []row
	odd, err := lenient.Read([]byte(sent), &rows)
	require.NoError(t, err)
	require.Empty(t, odd)
	for i := range rows {
		for name, value := range rows[i].Extra {
			_ = append(value, "overwritten"...)
			if name == "a" {
				clear(value)
			}
		}
	}
	for i, row := range rows {
		require.Equal(t, `"`+strings.Repeat("x", i)+`"`, string(row.Extra["b"]))
		require.Equal(t, fmt.Sprintf("[%d]", i), string(row.Extra["c"]))
	}
}
