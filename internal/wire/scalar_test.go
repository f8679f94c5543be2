package wire_test

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/wire"
)

func TestScalarsAreReadInEveryTypeSeen(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{`0`: 0, `"7"`: 7, `-7`: -7, `"1e3"`: 1000, `12.00`: 12, `"9223372036854775807"`: math.MaxInt64} {
		n, ok, err := wire.Int64([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, n, text)
	}
	for text, want := range map[string]bool{`1`: true, `"1"`: true, `true`: true, `"true"`: true, `0`: false, `"0"`: false, `false`: false, `"false"`: false} {
		value, ok, err := wire.Bool([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, value, text)
	}
	for text, want := range map[string]string{`34`: "34", `"34.00"`: "34.00", `34.50`: "34.50", `"-0.10"`: "-0.10", `1e3`: "1000", `".5"`: "0.5", `"00.10"`: "0.10"} {
		d, ok, err := wire.Decimal([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, wire.Plain(d), text)
	}
	for text, want := range map[string]string{`"a\/\u00e9"`: "a/é", `12.50`: "12.50", `true`: "true"} {
		got, ok, err := wire.Text([]byte(text))
		require.NoError(t, err, text)
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
}

func TestNullAndEmptyAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`null`, `""`} {
		_, ok, err := wire.Int64([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		_, ok, err = wire.Decimal([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		_, ok, err = wire.Bool([]byte(text))
		require.NoError(t, err)
		require.False(t, ok)
		at, err := wire.UnixTime([]byte(text))
		require.NoError(t, err)
		require.True(t, at.IsZero())
		at, err = wire.ISOTime([]byte(text))
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
			func(data []byte) error { _, _, err := wire.Decimal(data); return err },
			func(data []byte) error { _, _, err := wire.Int64(data); return err },
			func(data []byte) error { _, err := wire.UnixTime(data); return err },
		} {
			require.ErrorAs(t, read([]byte(text)), new(*wire.BoundError), "%.20s", text)
		}
	}
	_, err := wire.UnixTime([]byte(`253402300800`))
	require.Error(t, err, "the year 10,000")
	_, _, err = wire.Int64([]byte(`"9223372036854775808"`))
	require.Error(t, err)
	_, _, err = wire.Int64([]byte(`1.5`))
	require.Error(t, err)
}

func TestAnswersAreBoundedAndUnambiguous(t *testing.T) {
	t.Parallel()
	var bound *wire.BoundError
	require.ErrorAs(t, wire.Decode([]byte(strings.Repeat("[", 20_000)), new(any)), &bound)
	require.EqualValues(t, wire.MaxDepth, bound.Limit)
	for _, text := range []string{`{"a":1,"a":2}`, `{"a":"` + "\xff" + `"}`, `{} {}`, `{}x`, ``, `{"a":1`} {
		require.Error(t, wire.Decode([]byte(text), new(map[string]any)), text)
	}
}

func TestPlainNeverHasAnExponent(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]decimal.Decimal{
		"12000": decimal.New(12, 3), "34.00": decimal.New(3400, -2), "-0.5": decimal.New(-5, -1), "0": {}, "0.000000001": decimal.New(1, -9),
	} {
		require.Equal(t, want, wire.Plain(d))
	}
}

func TestMapsMayComeAsLists(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]map[string]string{
		`null`: nil, `[]`: {}, `{}`: {}, `["a",2,null]`: {"0": "a", "1": "2", "2": ""}, `{"a":{"b":1},"c":true,"d":[1]}`: {"a": `{"b":1}`, "c": "true", "d": "[1]"},
	} {
		got, err := wire.StringMap([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{`"x"`, `1`, `true`} {
		_, err := wire.StringMap([]byte(text))
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
		if n, ok, err := wire.Int64(data); err == nil && ok {
			again, _, err := wire.Int64([]byte(strconv.Quote(strconv.FormatInt(n, 10))))
			require.NoError(t, err)
			require.Equal(t, n, again)
		}
		if d, ok, err := wire.Decimal(data); err == nil && ok {
			plain := wire.Plain(d)
			require.LessOrEqual(t, len(plain), 2*wire.MaxNumberBytes+wire.MaxExponent)
			again, err := wire.ParsePlain(plain)
			if len(plain) <= wire.MaxNumberBytes {
				require.NoError(t, err)
				require.True(t, d.Equal(again))
			}
		}
		if at, err := wire.UnixTime(data); err == nil {
			require.LessOrEqual(t, at.Year(), 9999)
			require.Equal(t, time.UTC, at.Location())
		}
		if at, err := wire.ISOTime(data); err == nil {
			_, err := at.MarshalJSON()
			require.NoError(t, err)
		}
		_, _, _ = wire.Bool(data)
		_, _, _ = wire.Text(data)
		_, _ = wire.StringMap(data)
	})
}
