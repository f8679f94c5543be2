package chargedesk

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Currency is a currency code, such as "USD". It is an open type: any code can be
// sent. Not every gateway accepts every currency.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#information-supported-currencies
type Currency string

// Some of the currencies, for which a constant reads better than a string. The
// whole list is [Currencies].
const (
	CurrencyAUD Currency = "AUD"
	CurrencyCAD Currency = "CAD"
	CurrencyCHF Currency = "CHF"
	CurrencyEUR Currency = "EUR"
	CurrencyGBP Currency = "GBP"
	CurrencyJPY Currency = "JPY"
	CurrencyUSD Currency = "USD"
)

// unknownDecimals marks codes to which ISO 4217 gives no number of decimals:
// metals and drawing rights, and codes that are not its own.
const unknownDecimals = -1

// codes are currencies with the same number of decimals.
type codes struct {
	decimals int
	list     string
}

// currencies are the codes ChargeDesk lists today, by the decimals that
// ISO 4217 gives them.
var currencies = []codes{
	{0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"},
	{2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUC CUP CVE CZK " +
		"DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT " +
		"LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN " +
		"QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS " +
		"VES WST XCD YER ZAR ZMW ZWL"},
	{3, "BHD IQD JOD KWD LYD OMR TND"},
	{4, "CLF"},
	{unknownDecimals, "BTC CNH GGP IMP JEP XAG XAU XDR XPD XPT"},
}

// retired are the codes of an earlier list of ChargeDesk's, which old records
// may still have.
var retired = []codes{
	{0, "BYR"},
	{2, "EEK LTL LVL MRO MTL VEF ZMK"},
}

// Currencies returns the codes that ChargeDesk lists today, in alphabetical
// order. Some of them have been withdrawn by their countries.
func Currencies() []Currency {
	var all []Currency
	for _, group := range currencies {
		for code := range strings.FieldsSeq(group.list) {
			all = append(all, Currency(code))
		}
	}
	slices.Sort(all)
	return all
}

// CurrencyDecimals returns how many digits after the point a currency has in
// ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. It knows the codes of ChargeDesk's
// current and earlier lists (BYR, EEK, LTL, LVL, MRO, MTL, VEF, ZMK), in capital
// and small letters. ok is false for any other code and for codes without decimals
// in ISO 4217, such as XAU and BTC. How ChargeDesk itself prints amounts is not
// documented.
//
// Payment processors have minor units of their own for some currencies: one may
// count Icelandic krónur (ISK) and Ugandan shillings (UGX) in hundredths, which
// ISO 4217 gives no decimals, and Malagasy ariary (MGA) in whole units, which it
// gives two. If you send minor units to a processor, use its own table.
func CurrencyDecimals(code Currency) (decimals int, ok bool) {
	decimals, listed := decimalsOf(code)
	return max(0, decimals), listed && decimals != unknownDecimals
}

func decimalsOf(code Currency) (decimals int, listed bool) {
	if len(code) != 3 || strings.Contains(string(code), " ") {
		return 0, false
	}
	code = Currency(strings.ToUpper(string(code)))
	for _, groups := range [][]codes{currencies, retired} {
		for _, group := range groups {
			if strings.Contains(group.list, string(code)) {
				return group.decimals, true
			}
		}
	}
	return 0, false
}

// AmountFromMinor returns an Amount for minor units, such as cents: 1999 is
// 19.99 in USD, 1999 in JPY and 1.999 in KWD, by [CurrencyDecimals]. See there for
// currencies that a payment processor may count otherwise. A currency of unknown
// decimals gives a [*ValidationError].
func AmountFromMinor(units int64, currency Currency) (Amount, error) {
	decimals, known := CurrencyDecimals(currency)
	if !known {
		return Amount{}, errNoDecimals
	}
	return NewAmount(decimal.New(units, -int32(decimals))), nil
}

// Minor returns the amount in minor units of its currency, such as cents, which
// is how Chargehound counts, by [CurrencyDecimals]. See there for currencies that a
// payment processor may count otherwise. No amount, a currency of unknown decimals,
// an amount with more decimals than its currency has, and one beyond 64 bits give a
// [*ValidationError].
func (a Amount) Minor(currency Currency) (units int64, err error) {
	decimals, known := CurrencyDecimals(currency)
	if !known {
		return 0, errNoDecimals
	}
	switch {
	case !a.set:
		return 0, &ValidationError{Param: "amount", Reason: "is missing"}
	case !lenient.IsBounded(a.value):
		return 0, &ValidationError{Param: "amount", Reason: "has too many digits"}
	}
	minor := a.value.Shift(int32(decimals))
	switch {
	case !minor.IsInteger():
		return 0, &ValidationError{Param: "amount", Reason: "is not a whole number of the currency's minor units"}
	case !minor.BigInt().IsInt64():
		return 0, &ValidationError{Param: "amount", Reason: "is beyond 64 bits in minor units"}
	}
	return minor.IntPart(), nil
}

var errNoDecimals = &ValidationError{Param: "currency", Reason: "is of unknown decimals"}
