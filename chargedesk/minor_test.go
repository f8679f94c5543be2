package chargedesk_test

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestAmountsInMinorUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		units    int64
		currency chargedesk.Currency
		text     string
	}{
		{1999, chargedesk.CurrencyUSD, "19.99"}, {2000, chargedesk.CurrencyUSD, "20.00"}, {0, chargedesk.CurrencyUSD, "0.00"}, {-5, chargedesk.CurrencyUSD, "-0.05"}, {1999, "JPY", "1999"}, {1999, "KWD", "1.999"},
		{math.MaxInt64, chargedesk.CurrencyUSD, "92233720368547758.07"}, {math.MinInt64, chargedesk.CurrencyUSD, "-92233720368547758.08"},
	} {
		amount, err := chargedesk.AmountFromMinor(c.units, c.currency)
		require.NoError(t, err)
		require.Equal(t, c.text, amount.String())
		units, err := amount.Minor(c.currency)
		require.NoError(t, err)
		require.Equal(t, c.units, units)
	}
	units, err := chargedesk.MustAmount("34").Minor(chargedesk.CurrencyUSD)
	require.NoError(t, err)
	require.EqualValues(t, 3400, units)
	units, err = chargedesk.NewAmount(decimal.New(12, 3)).Minor("JPY")
	require.NoError(t, err)
	require.EqualValues(t, 12_000, units)
}

func TestAmountsThatHaveNoMinorUnits(t *testing.T) {
	t.Parallel()
	_, err := chargedesk.AmountFromMinor(1, "XAU")
	require.EqualError(t, err, "chargedesk: currency is of unknown decimals")
	for _, c := range []struct {
		amount   chargedesk.Amount
		currency chargedesk.Currency
		problem  string
	}{
		{chargedesk.MustAmount("1"), "ZZZ", "currency is of unknown decimals"},
		{chargedesk.Amount{}, chargedesk.CurrencyUSD, "amount is missing"},
		{chargedesk.MustAmount("1.5"), "JPY", "amount is not a whole number of the currency's minor units"},
		{chargedesk.NewAmount(decimal.New(1, 1_000_000_000)), chargedesk.CurrencyUSD, "amount has too many digits"},
		{chargedesk.NewAmount(decimal.New(0, -1_000_000_000)), chargedesk.CurrencyUSD, "amount has too many digits"},
		{chargedesk.MustAmount("0.001"), chargedesk.CurrencyUSD, "amount is not a whole number of the currency's minor units"},
		{chargedesk.MustAmount("92233720368547758.08"), chargedesk.CurrencyUSD, "amount is beyond 64 bits in minor units"},
	} {
		_, err := c.amount.Minor(c.currency)
		require.EqualError(t, err, "chargedesk: "+c.problem)
	}
}
