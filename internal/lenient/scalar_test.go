package lenient_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

func TestScalarsAreReadInEveryTypeSeen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{`0`: 0, `"7"`: 7, `-7`: -7, `"1e3"`: 1000, `12.00`: 12, `"9223372036854775807"`: math.MaxInt64} {
		n, ok, err := lenient.Int64([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, n, text)
	}
	for text, want := range map[string]bool{`1`: true, `"1"`: true, `true`: true, `"true"`: true, `0`: false, `"0"`: false, `false`: false, `"false"`: false} {
		value, ok, err := lenient.Bool([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, value, text)
	}
	for text, want := range map[string]string{`34`: "34", `"34.00"`: "34.00", `34.50`: "34.50", `"-0.10"`: "-0.10", `1e3`: "1000", `".5"`: "0.5", `"00.10"`: "0.10"} {
		d, ok, err := lenient.Decimal([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, lenient.FormatDecimal(d), text)
	}
	for text, want := range map[string]string{`"a\/\u00e9"`: "a/é", `12.50`: "12.50", `true`: "true"} {
		got, ok, err := lenient.Text([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
}

func TestNullAndEmptyAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`null`, `""`} {
		_, ok, err := lenient.Int64([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		_, ok, err = lenient.Decimal([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		_, ok, err = lenient.Bool([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		at, err := lenient.UnixTime([]byte(text))
		require.NoError(t, err)
		require.True(t, at.IsZero())
		at, err = lenient.ISOTime([]byte(text))
		require.NoError(t, err)
		require.True(t, at.IsZero())
	}
}

func TestNumbersAreBounded(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`1e1000000000`, `"1e19"`, `1e-65`, strings.Repeat("9", 65), `"` + strings.Repeat("9", 1_000_000) + `"`, strings.Repeat("9", 5_000_000),
	} {
		for _, read := range []func([]byte) error{
			func(data []byte) error { _, _, err := lenient.Decimal(data); return err },
			func(data []byte) error { _, _, err := lenient.Int64(data); return err },
			func(data []byte) error { _, err := lenient.UnixTime(data); return err },
		} {
			require.ErrorAs(t, read([]byte(text)), new(*lenient.LimitError), "%.20s", text)
		}
	}
	_, err := lenient.UnixTime([]byte(`253402300800`))
	require.Error(t, err, "the year 10,000")
	_, _, err = lenient.Int64([]byte(`"9223372036854775808"`))
	require.Error(t, err)
	_, _, err = lenient.Int64([]byte(`1.5`))
	require.Error(t, err)
}

func TestResponsesAreBoundedAndWhole(t *testing.T) {
	t.Parallel()
	var bound *lenient.LimitError
	require.ErrorAs(t, readError([]byte(strings.Repeat("[", 20_000)), new(any)), &bound)
	require.EqualValues(t, lenient.MaxDepth, bound.Limit)
	for _, text := range []string{`{} {}`, `{}x`, ``, `{"a":1`} {
		require.Error(t, readError([]byte(text), new(map[string]any)), text)
	}
}

func TestPlainNeverHasAnExponent(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]decimal.Decimal{
		"12000": decimal.New(12, 3), "34.00": decimal.New(3400, -2), "-0.5": decimal.New(-5, -1), "0": {}, "0.000000001": decimal.New(1, -9),
	} {
		require.Equal(t, want, lenient.FormatDecimal(d))
	}
}

func TestMapsMayComeAsLists(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		`null`: nil, `[]`: {}, `{}`: {}, `["a",2,null]`: {"0": "a", "1": "2", "2": ""}, `{"a":{"b":1},"c":true,"d":[1]}`: {"a": `{"b":1}`, "c": "true", "d": "[1]"},
	} {
		got, err := lenient.StringMap([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{`"x"`, `1`, `true`} {
		_, err := lenient.StringMap([]byte(text))
		require.Error(t, err, text)
	}
}

func FuzzScalars(f *testing.F) {
	for _, text := range []string{`34.00`, `"34.00"`, `"1,234.56"`, `null`, `""`, `"0"`, `true`, `"false"`, `1e9`, `-1`, `"\u0031"`, `253402300799`, `{}`, `[]`, `"2026-01-01T10:00:00"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return // decoders hand over whole values only
		}
		data = []byte(strings.TrimSpace(string(data)))
		if n, ok, err := lenient.Int64(data); err == nil && ok {
			again, _, err := lenient.Int64([]byte(strconv.Quote(strconv.FormatInt(n, 10))))
			require.NoError(t, err)
			require.Equal(t, n, again)
		}
		if d, ok, err := lenient.Decimal(data); err == nil && ok {
			plain := lenient.FormatDecimal(d)
			require.LessOrEqual(t, len(plain), 2*lenient.MaxNumberBytes+lenient.MaxExponent)
			again, err := lenient.ParseDecimal(plain)
			if len(plain) <= lenient.MaxNumberBytes {
				require.NoError(t, err)
				require.True(t, d.Equal(again))
			}
		}
		if at, err := lenient.UnixTime(data); err == nil {
			require.LessOrEqual(t, at.Year(), 9999)
			require.Equal(t, time.UTC, at.Location())
		}
		if at, err := lenient.ISOTime(data); err == nil {
			_, err := at.MarshalJSON()
			require.NoError(t, err)
		}
		_, _, _ = lenient.Bool(data)
		_, _, _ = lenient.Text(data)
		_, _ = lenient.StringMap(data)
	})
}
