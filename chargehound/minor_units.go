package chargehound

import (
	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/currency"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// MinorToDecimal writes an amount in minor units as a decimal in major units:
// 7340 and "usd" give "73.40". The currency may be in any case. A currency to which
// ISO 4217 gives no decimals, such as a metal or a coin, is a [*ValidationError].
//
// The decimals are those of ISO 4217. Processors have minor units of their own for
// some currencies, among them ISK, UGX and MGA, and whether Chargehound passes on
// theirs is not documented: compare an amount of each such currency with the
// processor's before you rely on it.
func MinorToDecimal(minorUnits int64, code string) (string, error) {
	var c checks
	places := c.decimals(code)
	if c.Failed() {
		return "", c.err()
	}
	return lenient.FormatDecimal(decimal.New(minorUnits, -int32(places))), nil
}

// DecimalToMinor reads a decimal in major units as an amount in minor units:
// "73.40" and "USD" give 7340, and so does "73.4". What [MinorToDecimal] says about
// currencies applies here too. Text that is not a plain decimal, has more decimals
// than the currency, or does not fit into 64 bits is a [*ValidationError].
func DecimalToMinor(text, code string) (int64, error) {
	var c checks
	places := c.decimals(code)
	amount, err := lenient.ParseDecimal(text)
	minor := amount.Shift(int32(places))
	switch {
	case err != nil:
		c.Reject("amount", err.Error())
	case !minor.IsInteger():
		c.Reject("amount", "has more decimals than the currency")
	case !minor.BigInt().IsInt64():
		c.Reject("amount", "does not fit into 64 bits")
	}
	if c.Failed() {
		return 0, c.err()
	}
	return minor.IntPart(), nil
}

func (c *checks) decimals(code string) int {
	places, ok := currency.Decimals(code)
	if !ok {
		c.Reject("currency", "has no minor unit that ISO 4217 knows")
	}
	return places
}
