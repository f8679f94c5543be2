package chargedesktest

import (
	"errors"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// currencies are the codes in the documentation of 2017 and the current one.
var currencies = strings.Fields(`
	AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTC BTN BWP BYN BYR BZD
	CAD CDF CHF CLF CLP CNH CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GGP
	GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS IMP INR IQD IRR ISK JEP JMD JOD JPY KES KGS KHR KMF KPW
	KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MYR
	MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
	SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VEF VES VND VUV
	WST XAF XAG XAU XCD XDR XOF XPD XPF XPT YER ZAR ZMK ZMW ZWL`)

func knownCurrency(code string) bool {
	_, known := slices.BinarySearch(currencies, code)
	return known
}

// places returns how many decimals a currency has.
func places(currency string) int32 {
	switch currency {
	case "BIF", "BYR", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF":
		return 4
	case "BTC", "XAG", "XAU", "XDR", "XPD", "XPT": // none defined
		return 8
	}
	return 2
}

func symbol(currency string) string {
	switch currency {
	case "USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "JPY", "CNY":
		return "¥"
	}
	return ""
}

// parseMoney parses digits with an optional decimal point and minus sign, without
// thousands separators and exponents.
func parseMoney(text string) (decimal.Decimal, error) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if len(text) > 30 || !isDigits(whole) || point && !isDigits(fraction) {
		return decimal.Decimal{}, errors.New("not a plain decimal")
	}
	return decimal.NewFromString(text)
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// plain returns the amount with all decimals of its currency: 34.00, or 34 for yen.
func plain(amount decimal.Decimal, currency string) string {
	digits := places(currency)
	if digits == 8 {
		digits = max(2, -amount.Exponent())
	}
	return amount.StringFixed(digits)
}

// number returns the shortest form of an amount, as PHP encodes a float.
func number(amount decimal.Decimal) string {
	text := amount.StringFixed(max(0, -amount.Exponent()))
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// commas returns the plain amount with thousands separators.
func commas(amount decimal.Decimal, currency string) string {
	whole, fraction, point := strings.Cut(plain(amount, currency), ".")
	whole, negative := strings.CutPrefix(whole, "-")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if negative {
		whole = "-" + whole
	}
	if point {
		return whole + "." + fraction
	}
	return whole
}

// withSymbol returns $34.00; formatted returns $34.00 USD.
func withSymbol(amount decimal.Decimal, currency string) string {
	return symbol(currency) + commas(amount, currency)
}

func formatted(amount decimal.Decimal, currency string) string {
	return strings.TrimSpace(withSymbol(amount, currency) + " " + currency)
}
