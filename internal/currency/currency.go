// Package currency knows how many decimals ISO 4217 gives to the minor unit of a
// currency.
package currency

import "strings"

// codes are those of ISO 4217 that have a minor unit, by its decimals. Withdrawn
// ones are among them, for old records.
var codes = []struct {
	decimals int
	codes    string
}{
	{0, "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
	{2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU " +
		"CRC CUC CUP CVE CZK DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR " +
		"JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZN " +
		"NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC " +
		"SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VEF VES WST XCD XCG YER ZAR ZMK ZMW ZWG ZWL"},
	{3, "BHD IQD JOD KWD LYD OMR TND"},
	{4, "CLF UYW"},
}

var decimals = func() map[string]int {
	all := map[string]int{}
	for _, row := range codes {
		for code := range strings.FieldsSeq(row.codes) {
			all[code] = row.decimals
		}
	}
	return all
}()

// Decimals returns how many decimals a currency has, in any case of its code. ok is
// false if ISO 4217 gives it none, as for metals, or the code is not one of its own.
func Decimals(code string) (n int, ok bool) {
	n, ok = decimals[strings.ToUpper(code)]
	return n, ok
}
