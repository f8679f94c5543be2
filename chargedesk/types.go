package chargedesk

import (
	"net/url"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/wire"
)

// Amount is money in major units of its currency: "34.00" is 34 dollars. It
// keeps the digits it was given. The zero Amount is no amount at all, which is
// what ChargeDesk means by null and by an empty text; zero dollars is set.
type Amount struct {
	value decimal.Decimal
	set   bool
}

// NewAmount makes an Amount of a decimal.
func NewAmount(value decimal.Decimal) Amount { return Amount{value, true} }

// ParseAmount reads plain decimal text with a point: "34", "34.00", "-1.5". A
// sign of thousands, a currency, an exponent and an empty text are refused
// with a [*ValidationError].
func ParseAmount(text string) (Amount, error) {
	value, err := wire.ParsePlain(text)
	if err != nil {
		return Amount{}, &ValidationError{Param: "amount", Reason: err.Error()}
	}
	return Amount{value, true}, nil
}

// MustAmount is [ParseAmount] for constants: it panics where that fails.
func MustAmount(text string) Amount {
	amount, err := ParseAmount(text)
	if err != nil {
		panic(err)
	}
	return amount
}

// Decimal returns the value; 0 where there is none.
func (a Amount) Decimal() decimal.Decimal { return a.value }

// IsSet says whether there is an amount.
func (a Amount) IsSet() bool { return a.set }

// Equal says whether both are the same amount, 1.5 and 1.50 included, or both none.
func (a Amount) Equal(b Amount) bool { return a.set == b.set && a.value.Equal(b.value) }

// String is the plain decimal text, "" where there is no amount.
func (a Amount) String() string {
	if !a.set {
		return ""
	}
	return wire.Plain(a.value)
}

// MarshalJSON writes a string, or null where there is no amount.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.set {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, a.String()), nil
}

// UnmarshalJSON reads a number, a string that holds one, "" or null.
func (a *Amount) UnmarshalJSON(data []byte) (err error) {
	a.value, a.set, err = wire.Decimal(data)
	return err
}

// EncodeValues sends the plain decimal text.
func (a Amount) EncodeValues(key string, values *url.Values) error {
	values.Set(key, a.String())
	return nil
}

// Time is a time to the second, in UTC. The zero Time is none, which is what
// ChargeDesk means by 0, null and an empty text.
type Time struct{ time.Time }

// NewTime makes a Time of any time, cut to the second.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Second)}
}

// MarshalJSON writes Unix seconds, 0 for none.
func (t Time) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, t.seconds(), 10), nil }

// UnmarshalJSON reads Unix seconds as a number or a string; 0, "" and null give none.
func (t *Time) UnmarshalJSON(data []byte) (err error) {
	t.Time, err = wire.UnixTime(data)
	return err
}

// EncodeValues sends Unix seconds.
func (t Time) EncodeValues(key string, values *url.Values) error {
	values.Set(key, strconv.FormatInt(t.seconds(), 10))
	return nil
}

func (t Time) seconds() int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// Flag is a yes or no that ChargeDesk sends as true, 1 or "1". null and "" are no.
type Flag bool

// UnmarshalJSON reads any of the forms seen.
func (f *Flag) UnmarshalJSON(data []byte) error {
	value, _, err := wire.Bool(data)
	*f = Flag(value)
	return err
}

// Int is a whole number that ChargeDesk sends as a number or as text. null and "" are 0.
type Int int64

// UnmarshalJSON reads either form.
func (n *Int) UnmarshalJSON(data []byte) error {
	value, _, err := wire.Int64(data)
	*n = Int(value)
	return err
}

// Text is text that ChargeDesk may also send as a number. null is "".
type Text string

// UnmarshalJSON reads a string, a number, a boolean or null.
func (t *Text) UnmarshalJSON(data []byte) error {
	text, _, err := wire.Text(data)
	*t = Text(text)
	return err
}

// Metadata is what the merchant attached to an object: keys of at most 32
// characters, values of at most 255.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#information-metadata
type Metadata map[string]string

// UnmarshalJSON reads an object, or the array that PHP makes of an empty one.
// A value that is no string keeps its JSON text.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	texts, err := wire.StringMap(data)
	*m = texts
	return err
}

// EncodeValues sends one variable a key, and one empty variable for an empty map.
func (m Metadata) EncodeValues(key string, values *url.Values) error {
	wire.AddMap(key, m, values)
	return nil
}
