package lenient

import "github.com/shopspring/decimal"

// IsBounded says whether d has few enough digits, written out, to be sent, added
// and printed without thought. What is read from an answer always has.
func IsBounded(d decimal.Decimal) bool {
	const bitsOfDigit = 4
	exponent := d.Exponent()
	return exponent <= MaxExponent && exponent >= -MaxNumberBytes-MaxExponent && d.Coefficient().BitLen() <= bitsOfDigit*MaxNumberBytes
}
