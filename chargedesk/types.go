package chargedesk

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/form"
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

// EncodeValues sends the plain decimal text.
func (a Amount) EncodeValues(key string, values *url.Values) error {
	values.Set(key, a.String())
	return nil
}

// Time is a time in whole seconds, in UTC. The zero Time means none, as 0, null
// and "" do at ChargeDesk. Times beyond the year 9999, which time.Time can't
// write as JSON, are kept.
type Time struct{ time.Time }

// NewTime returns t in UTC, truncated to the second.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Second)}
}

// maxSeconds is far within what time.Time can compare and add to.
const maxSeconds = math.MaxInt64 / 4

// MarshalJSON writes Unix seconds, 0 for none.
func (t Time) MarshalJSON() ([]byte, error) { return strconv.AppendInt(nil, t.seconds(), 10), nil }

// UnmarshalJSON reads Unix seconds as a number or a string; 0, "" and null give none.
func (t *Time) UnmarshalJSON(data []byte) error {
	seconds, _, err := lenient.Int64(data)
	if seconds > maxSeconds || seconds < -maxSeconds {
		return &lenient.BoundError{Bound: "as Unix seconds", Limit: maxSeconds}
	}
	if t.Time = (time.Time{}); seconds != 0 {
		t.Time = time.Unix(seconds, 0).UTC()
	}
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

// Flag is a boolean that ChargeDesk sends as true, 1 or "1". null, "", 0 and
// the words false, no and off are false; anything else, such as a time or a
// count, is true.
type Flag bool

// UnmarshalJSON reads a boolean, a number, a string or null.
func (f *Flag) UnmarshalJSON(data []byte) error {
	text, _, err := lenient.Text(data)
	no := strings.Trim(text, "0.") == "" || slices.Contains([]string{"false", "no", "off"}, strings.ToLower(text))
	*f = Flag(!no)
	return err
}

// Int is a whole number that ChargeDesk sends as a number or as text. null and "" are 0.
type Int int64

// UnmarshalJSON reads either form.
func (n *Int) UnmarshalJSON(data []byte) error {
	value, _, err := lenient.Int64(data)
	*n = Int(value)
	return err
}

// Text is text that ChargeDesk may also send as a number. null and false are "".
type Text string

// UnmarshalJSON reads a string, a number, a boolean or null.
func (t *Text) UnmarshalJSON(data []byte) error {
	text, _, err := lenient.Text(data)
	if *t = Text(text); string(data) == "false" {
		*t = ""
	}
	return err
}

// Metadata is key-value pairs that the merchant attached to an object: keys of
// at most 32 characters, values of at most 255.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#information-metadata
type Metadata map[string]string

// UnmarshalJSON reads an object, or the array that PHP writes for an empty one.
// A value that is not a string keeps its JSON text.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	texts, err := lenient.StringMap(data)
	*m = texts
	return err
}

// EncodeValues sends one parameter for each key, and one empty parameter for an
// empty map.
func (m Metadata) EncodeValues(key string, values *url.Values) error {
	form.AddMap(key, m, values)
	return nil
}
