package chargeback

import (
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Amount is money in major units of its currency: "34.00" is 34 dollars. It
// keeps its digits as given, and knows no currency: calculate only with amounts of
// one currency. The zero Amount means no amount, as null and "" do at Chargeback.
// Zero dollars is an amount. It is sent as a string.
//
// Compare amounts with [Amount.Equal] or [Amount.Cmp]: == does not compile.
type Amount struct {
	_     [0]func()
	value decimal.Decimal
	set   bool
}

// NewAmount returns value as an Amount.
func NewAmount(value decimal.Decimal) Amount { return Amount{value: value, set: true} }

// ParseAmount reads a plain decimal string with a point: "34", "34.00", "-1.5".
// Thousands separators, a currency, an exponent and an empty string are rejected
// with a [*ValidationError].
func ParseAmount(s string) (Amount, error) {
	value, err := lenient.ParseDecimal(s)
	if err != nil {
		return Amount{}, &ValidationError{Param: "amount", Reason: err.Error()}
	}
	return NewAmount(value), nil
}

// MustAmount is [ParseAmount] for constants: it panics on an error.
func MustAmount(s string) Amount {
	amount, err := ParseAmount(s)
	if err != nil {
		panic(err)
	}
	return amount
}

// Decimal returns the value, or 0 if there is none. So NewAmount(a.Decimal())
// turns "none" into zero dollars: check [Amount.IsSet] first.
func (a Amount) Decimal() decimal.Decimal { return a.value }

// IsSet reports whether there is an amount. Zero dollars is one.
func (a Amount) IsSet() bool { return a.set }

// IsZero reports whether there is no amount, so that a field with the option
// omitzero of encoding/json is left out then. It is false for zero dollars:
// [Amount.Sign] is 0 for both.
func (a Amount) IsZero() bool { return !a.set }

// Sign returns -1 for an amount below zero, +1 for one above zero, and 0 for zero
// or no amount.
func (a Amount) Sign() int { return a.value.Sign() }

// Add returns a + b. No amount counts as zero, but the sum of none and none is
// none.
func (a Amount) Add(b Amount) Amount { return Amount{value: a.value.Add(b.value), set: a.set || b.set} }

// Sub returns a - b. No amount counts as zero, but none less none is none.
func (a Amount) Sub(b Amount) Amount { return Amount{value: a.value.Sub(b.value), set: a.set || b.set} }

// Neg returns -a, or none if there is no amount.
func (a Amount) Neg() Amount { return Amount{value: a.value.Neg(), set: a.set} }

// Cmp returns -1 if a is less than b, +1 if it is more, and 0 if they are equal:
// 1.5 equals 1.50. No amount is less than every amount.
func (a Amount) Cmp(b Amount) int {
	switch {
	case a.set == b.set:
		return a.value.Cmp(b.value)
	case a.set:
		return 1
	}
	return -1
}

// Equal reports whether both are the same amount (1.5 equals 1.50) or both
// none.
func (a Amount) Equal(b Amount) bool { return a.Cmp(b) == 0 }

// String returns a plain decimal string, or "" if there is no amount. An amount
// with so many digits that every call rejects it is written with an exponent.
func (a Amount) String() string {
	if !a.set {
		return ""
	}
	if !lenient.IsBounded(a.value) {
		return fmt.Sprintf("%de%d", a.value.Coefficient(), a.value.Exponent())
	}
	return lenient.FormatDecimal(a.value)
}

// MarshalText returns [Amount.String], or an error if the amount has too many digits
// to be sent.
func (a Amount) MarshalText() ([]byte, error) {
	if !lenient.IsBounded(a.value) {
		return nil, errDigits
	}
	return []byte(a.String()), nil
}

var errDigits = errors.New("an amount has too many digits")

// UnmarshalText reads what [ParseAmount] reads. An empty string is no amount.
func (a *Amount) UnmarshalText(text []byte) (err error) {
	*a = Amount{}
	if len(text) > 0 {
		*a, err = ParseAmount(string(text))
	}
	return err
}

// MarshalJSON writes a string, or null if there is no amount.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.set {
		return []byte("null"), nil
	}
	if !lenient.IsBounded(a.value) {
		return nil, errDigits
	}
	return []byte(`"` + lenient.FormatDecimal(a.value) + `"`), nil
}

// UnmarshalJSON reads a number, a string that holds one, "" or null.
func (a *Amount) UnmarshalJSON(data []byte) (err error) {
	a.value, a.set, err = lenient.Decimal(data)
	if a.value.Exponent() > 0 {
		a.value = decimal.NewFromBigInt(a.value.BigInt(), 0) // 1e2 becomes 100, which is how it is written
	}
	return err
}

// Value returns the amount for a database: [Amount.String], or NULL if there is
// no amount.
func (a Amount) Value() (driver.Value, error) {
	if !a.set {
		return nil, nil
	}
	return a.String(), nil
}

// Scan reads an amount from a database: a string, a whole number, or NULL for no
// amount. A floating-point number is a [*ValidationError], because it may have
// lost digits: use a text or decimal column.
func (a *Amount) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*a = Amount{}
		return nil
	case int64:
		*a = NewAmount(decimal.NewFromInt(value))
		return nil
	case string:
		return a.UnmarshalText([]byte(value))
	case []byte:
		return a.UnmarshalText(value)
	}
	return &ValidationError{Param: "amount", Reason: fmt.Sprintf("is a %T in the database, not text or a whole number", value)}
}
