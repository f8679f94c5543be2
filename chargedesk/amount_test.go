package chargedesk_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

var (
	_ encoding.TextMarshaler   = chargedesk.Amount{}
	_ encoding.TextUnmarshaler = new(chargedesk.Amount)
	_ driver.Valuer            = chargedesk.Amount{}
	_ sql.Scanner              = new(chargedesk.Amount)
)

// amountOf reads "" as no amount.
func amountOf(t *testing.T, text string) chargedesk.Amount {
	t.Helper()
	var amount chargedesk.Amount
	require.NoError(t, amount.UnmarshalText([]byte(text)))
	require.Equal(t, text != "", amount.IsSet())
	return amount
}

func TestAmountArithmetic(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ a, b, sum, difference string }{
		"two amounts":         {"0.1", "0.20", "0.30", "-0.10"},
		"below zero":          {"-5", "2.5", "-2.5", "-7.5"},
		"none counts as zero": {"", "2.50", "2.50", "-2.50"},
		"nothing is taken":    {"2.50", "", "2.50", "2.50"},
		"zero is an amount":   {"0", "", "0", "0"},
		"none and none":       {"", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := amountOf(t, c.a), amountOf(t, c.b)
			require.Equal(t, c.sum, a.Add(b).String())
			require.Equal(t, c.difference, a.Sub(b).String())
		})
	}
	require.Equal(t, "-1.50", amountOf(t, "1.50").Neg().String())
	require.False(t, chargedesk.Amount{}.Neg().IsSet())
}

func TestAmountComparison(t *testing.T) {
	t.Parallel()
	ordered := []string{"", "-2", "-0.5", "0", "0.0049", "1.5", "1.51", "1000000"}
	for i, a := range ordered {
		for j, b := range ordered {
			require.Equal(t, min(1, max(-1, i-j)), amountOf(t, a).Cmp(amountOf(t, b)), "%q and %q", a, b)
			require.Equal(t, i == j, amountOf(t, a).Equal(amountOf(t, b)), "%q and %q", a, b)
		}
	}
	require.Equal(t, 0, amountOf(t, "1.5").Cmp(amountOf(t, "1.50")))
	slices.Reverse(ordered)
	amounts := make([]chargedesk.Amount, len(ordered))
	for i, text := range ordered {
		amounts[i] = amountOf(t, text)
	}
	slices.SortFunc(amounts, chargedesk.Amount.Cmp)
	require.False(t, amounts[0].IsSet())
	require.Equal(t, "1000000", amounts[len(amounts)-1].String())
}

func TestZeroAndNoAmountAreTwoThings(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]struct {
		sign   int
		isZero bool
	}{"": {0, true}, "0": {0, false}, "0.00": {0, false}, "-0.01": {-1, false}, "2": {1, false}} {
		require.Equal(t, c.sign, amountOf(t, text).Sign(), text)
		require.Equal(t, c.isZero, amountOf(t, text).IsZero(), text)
	}
	type row struct {
		Paid chargedesk.Amount `json:"paid,omitzero"`
	}
	for text, want := range map[string]string{"": `{}`, "0": `{"paid":"0"}`, "1.50": `{"paid":"1.50"}`} {
		data, err := json.Marshal(row{amountOf(t, text)})
		require.NoError(t, err)
		require.JSONEq(t, want, string(data))
	}
}

func TestAmountsInDatabases(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stored any
		want   string
	}{
		"NULL": {nil, ""}, "text": {"34.00", "34.00"}, "bytes": {[]byte("-0.10"), "-0.10"}, "a whole number": {int64(-7), "-7"}, "empty text": {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			amount := chargedesk.MustAmount("99")
			require.NoError(t, amount.Scan(c.stored))
			require.Equal(t, c.want, amount.String())
			value, err := amount.Value()
			require.NoError(t, err)
			if c.want == "" {
				require.Nil(t, value)
			} else {
				require.Equal(t, c.want, value)
			}
		})
	}
	for name, stored := range map[string]any{"a float": 34.5, "a time": time.Now(), "no number": "34,00", "a bool": true, "a big float": math.Inf(1)} {
		amount := chargedesk.Amount{}
		require.ErrorAs(t, amount.Scan(stored), new(*chargedesk.ValidationError), name)
	}
}

func TestAmountsAsKeysAndText(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(map[chargedesk.Currency][]chargedesk.Amount{"USD": {amountOf(t, "1.20"), {}}})
	require.NoError(t, err)
	require.JSONEq(t, `{"USD":["1.20",null]}`, string(data))
	text, err := chargedesk.Amount{}.MarshalText()
	require.NoError(t, err)
	require.Empty(t, text)
	amount := chargedesk.MustAmount("1")
	require.ErrorAs(t, amount.UnmarshalText([]byte("1,5")), new(*chargedesk.ValidationError))
	require.False(t, amount.IsSet())
}
