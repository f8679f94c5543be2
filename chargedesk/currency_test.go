package chargedesk_test

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestTheCurrencyTableIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	sheet := "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTC BTN BWP BYN BZD CAD CDF CHF CLF " +
		"CLP CNH CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GGP GHS GIP GMD GNF GTQ GYD HKD HNL " +
		"HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD " +
		"MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD " +
		"RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD " +
		"UYU UZS VES VND VUV WST XAF XAG XAU XCD XDR XOF XPD XPF XPT YER ZAR ZMW ZWL"
	codes := []string{}
	for _, code := range chargedesk.Currencies() {
		codes = append(codes, string(code))
	}
	require.Equal(t, strings.Fields(sheet), codes)
	require.Len(t, codes, 169)

	decimals := map[int][]chargedesk.Currency{}
	for _, code := range append(chargedesk.Currencies(), currencies("BYR EEK LTL LVL MRO MTL VEF ZMK")...) {
		n, known := chargedesk.CurrencyDecimals(code)
		if !known {
			n = -1
		}
		decimals[n] = append(decimals[n], code)
	}
	require.Equal(t, currencies("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF BYR"), decimals[0])
	require.Equal(t, currencies("BHD IQD JOD KWD LYD OMR TND"), decimals[3])
	require.Equal(t, currencies("CLF"), decimals[4])
	require.Equal(t, currencies("BTC CNH GGP IMP JEP XAG XAU XDR XPD XPT"), decimals[-1])
	require.Len(t, decimals[2], 169+8-17-7-1-10)
	for _, code := range []chargedesk.Currency{"", "US", "USDT", "ZZZ", "D A", "AED AFN"} {
		_, known := chargedesk.CurrencyDecimals(code)
		require.False(t, known, code)
	}
	places, known := chargedesk.CurrencyDecimals("kwd")
	require.True(t, known)
	require.Equal(t, 3, places)
}

func currencies(codes string) (list []chargedesk.Currency) {
	for _, code := range strings.Fields(codes) {
		list = append(list, chargedesk.Currency(code))
	}
	return list
}

func TestAmountsInMinorUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		units    int64
		currency chargedesk.Currency
		text     string
	}{
		{1999, chargedesk.CurrencyUSD, "19.99"}, {2000, chargedesk.CurrencyUSD, "20.00"}, {0, chargedesk.CurrencyUSD, "0.00"}, {-5, chargedesk.CurrencyUSD, "-0.05"},
		{1999, "JPY", "1999"}, {1999, "KWD", "1.999"},
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
