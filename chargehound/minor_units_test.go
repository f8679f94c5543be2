package chargehound_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestMinorUnitsAndDecimals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minor int64
		code  string
		text  string
	}{
		{7340, "usd", "73.40"}, {7340, "USD", "73.40"}, {0, "EUR", "0.00"}, {5, "Eur", "0.05"}, {-7340, "gbp", "-73.40"},
		{7340, "jpy", "7340"}, {7340, "isk", "7340"}, {7340, "KWD", "7.340"}, {7340, "clf", "0.7340"},
		{math.MaxInt64, "usd", "92233720368547758.07"}, {math.MinInt64, "usd", "-92233720368547758.08"},
	} {
		t.Run(fmt.Sprint(c.minor, c.code), func(t *testing.T) {
			t.Parallel()
			text, err := chargehound.MinorToDecimal(c.minor, c.code)
			require.NoError(t, err)
			require.Equal(t, c.text, text)
			minor, err := chargehound.DecimalToMinor(c.text, c.code)
			require.NoError(t, err)
			require.Equal(t, c.minor, minor)
		})
	}
	minor, err := chargehound.DecimalToMinor("73.4", "usd")
	require.NoError(t, err)
	require.Equal(t, int64(7340), minor)
	minor, err = chargehound.DecimalToMinor("73.400", "usd")
	require.NoError(t, err, "zeros are no decimals")
	require.Equal(t, int64(7340), minor)
}

func TestWhatHasNoMinorUnitsIsAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, code, param string }{
		"a metal": {"1", "XAU", "currency"}, "a coin": {"1", "BTC", "currency"}, "no currency": {"1", "", "currency"},
		"too many decimals": {"73.405", "usd", "amount"}, "a fraction of a yen": {"0.5", "JPY", "amount"}, "too much": {"92233720368547758.08", "usd", "amount"},
		"no number": {"73,40", "usd", "amount"}, "nothing": {"", "usd", "amount"}, "an exponent": {"1e3", "usd", "amount"}, "a sign": {"+1", "usd", "amount"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := chargehound.DecimalToMinor(c.text, c.code)
			requireInvalid(t, err, c.param)
			if c.param == "currency" {
				_, err = chargehound.MinorToDecimal(1, c.code)
				requireInvalid(t, err, c.param)
			}
		})
	}
}
