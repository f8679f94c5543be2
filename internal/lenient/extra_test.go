package lenient_test

import (
	"encoding/json"
	"fmt"
	"runtime"
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

// Rows with one odd field came with room for as many unknown fields as an earlier row
// had, and kept it.
func TestARowWithManyUnknownFieldsCostsNoOther(t *testing.T) { //nolint:paralleltest // measures
	type row struct {
		Text  string                     `json:"text"`
		Extra map[string]json.RawMessage `json:"Extra,omitempty"`
	}
	var many strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&many, `"name%d":0,`, i)
	}
	body := `[{` + many.String() + `"last":0}` + strings.Repeat(`,{"text":{}}`, 1000) + `]`
	var rows []row
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	odd, err := lenient.Read([]byte(body), &rows)
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Len(t, odd, lenient.MaxOdd)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(50<<20))
}
