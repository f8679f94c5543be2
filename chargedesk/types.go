package chargedesk

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Time is a time in whole seconds, in UTC. The zero Time means none, as 0, null
// and "" do at ChargeDesk.
type Time struct{ time.Time }

// NewTime returns t in UTC, truncated to the second.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Second)}
}

// MarshalJSON writes Unix seconds, 0 for none.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("0"), nil
	}
	return strconv.AppendInt(nil, t.Unix(), 10), nil
}

// UnmarshalJSON reads Unix seconds, as a number or a string, and ISO 8601 strings.
// 0, "" and null give none.
func (t *Time) UnmarshalJSON(data []byte) error {
	read, err := lenient.Time(data)
	*t = NewTime(read)
	return err
}

// Number is a decimal number that is not money: a quantity, such as 1.5, or a
// percentage. The zero Number is 0.
type Number struct{ decimal.Decimal }

// NewNumber returns a whole number. For others write
// Number{decimal.RequireFromString("1.5")}.
func NewNumber(n int64) Number { return Number{decimal.NewFromInt(n)} }

// MarshalText returns a plain decimal string, or an error if the number has too many
// digits to be sent.
func (n Number) MarshalText() ([]byte, error) {
	if !lenient.IsBounded(n.Decimal) {
		return nil, errDigits
	}
	return []byte(lenient.FormatDecimal(n.Decimal)), nil
}

// MarshalJSON writes a JSON number.
func (n Number) MarshalJSON() ([]byte, error) { return n.MarshalText() }

// UnmarshalJSON reads a number, or a string that holds one. "" and null are 0.
func (n *Number) UnmarshalJSON(data []byte) (err error) {
	if n.Decimal, _, err = lenient.Decimal(data); n.Equal(decimal.Decimal{}) {
		n.Decimal = decimal.Decimal{} // so that it is the zero Number
	}
	return err
}

// Metadata is the merchant's own pairs of an object: keys of at most 32 characters,
// values of at most 255.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#information-metadata
type Metadata map[string]string

// UnmarshalJSON reads an object, or the array that PHP writes for an empty one. A
// value that is not a string is kept as its JSON.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	texts, err := lenient.StringMap(data)
	*m = texts
	return err
}

// Interval is the unit of a recurring payment.
type Interval string

// The intervals ChargeDesk takes.
const (
	IntervalDay   Interval = "day"
	IntervalWeek  Interval = "week"
	IntervalMonth Interval = "month"
	IntervalYear  Interval = "year"

	// IntervalNone is for a product that is not recurring.
	IntervalNone Interval = ""
)
