package chargedesk

import (
	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// AmountFromMinor returns an Amount for minor units, such as cents: 1999 is
// 19.99 in USD, 1999 in JPY and 1.999 in KWD, by [CurrencyDecimals]. A currency
// of unknown decimals gives a [*ValidationError].
func AmountFromMinor(units int64, currency Currency) (Amount, error) {
	decimals, known := CurrencyDecimals(currency)
	if !known {
		return Amount{}, errNoDecimals
	}
	return NewAmount(decimal.New(units, -int32(decimals))), nil
}

// Minor returns the amount in minor units of its currency, such as cents, which
// is how Chargehound counts. No amount, a currency of unknown decimals, an amount
// with more decimals than its currency has, and one beyond 64 bits give a
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
