package chargedesk

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Amount is money in major units of its currency: "34.00" is 34 dollars. It
// keeps its digits as given. The zero Amount means no amount, as null and "" do
// at ChargeDesk; zero dollars is an amount.
//
// Compare amounts with [Amount.Equal]: == does not compile.
type Amount struct {
	_     [0]func()
	value decimal.Decimal
	set   bool
}

// NewAmount returns value as an Amount.
func NewAmount(value decimal.Decimal) Amount { return Amount{value: value, set: true} }

// ParseAmount reads plain decimal text with a point: "34", "34.00", "-1.5".
// Thousands separators, a currency, an exponent and an empty text are refused
// with a [*ValidationError].
func ParseAmount(text string) (Amount, error) {
	value, err := lenient.ParsePlain(text)
	if err != nil {
		return Amount{}, &ValidationError{Param: "amount", Reason: err.Error()}
	}
	return Amount{value: value, set: true}, nil
}

// MustAmount is [ParseAmount] for constants: it panics on an error.
func MustAmount(text string) Amount {
	amount, err := ParseAmount(text)
	if err != nil {
		panic(err)
	}
	return amount
}

// Decimal returns the value, or 0 if there is none. So NewAmount(a.Decimal())
// turns "none" into zero dollars: check [Amount.IsSet] first.
func (a Amount) Decimal() decimal.Decimal { return a.value }

// IsSet reports whether there is an amount.
func (a Amount) IsSet() bool { return a.set }

// Equal reports whether both are the same amount (1.5 equals 1.50) or both
// none.
func (a Amount) Equal(b Amount) bool { return a.set == b.set && a.value.Equal(b.value) }

// String returns plain decimal text, or "" if there is no amount. An amount
// with so many digits that every call refuses it is written with an exponent.
func (a Amount) String() string {
	if !a.set {
		return ""
	}
	if !lenient.IsBounded(a.value) {
		return fmt.Sprintf("%de%d", a.value.Coefficient(), a.value.Exponent())
	}
	return lenient.Plain(a.value)
}

// MarshalJSON writes a string, or null if there is no amount.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.set {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, a.String()), nil
}

// UnmarshalJSON reads a number, a string that holds one, "" or null.
func (a *Amount) UnmarshalJSON(data []byte) (err error) {
	a.value, a.set, err = lenient.Decimal(data)
	return err
}

// MarshalText returns [Amount.String].
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }
