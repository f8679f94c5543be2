package lenient

import "github.com/shopspring/decimal"

// IsBounded reports whether d has few enough digits, written out, to be sent, added
// and printed safely. A number that was read from a response always has.
func IsBounded(d decimal.Decimal) bool {
	const bitsOfDigit = 4
	exponent := d.Exponent()
	return exponent <= MaxExponent && exponent >= -MaxNumberBytes-MaxExponent && d.Coefficient().BitLen() <= bitsOfDigit*MaxNumberBytes
}
