package chargeback

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Extra holds the fields of a result that this version of the package does not
// know, as they were sent, by name. json.Marshal writes it as a nested "Extra"
// object. nil means that there were none.
type Extra map[string]json.RawMessage

// Amount is money in major units of its currency: "34.00" is 34 dollars. It
// keeps its digits as given and is sent as a string. The zero Amount means no
// amount, as null and "" do at Chargeback; zero dollars is an amount. Compare
// amounts with [Amount.Equal]: == does not compile.
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

// IsZero is the opposite of [Amount.IsSet]: encoding/json's omitzero leaves an
// Amount out when there is none, and keeps zero dollars.
func (a Amount) IsZero() bool { return !a.set }

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
	if !lenient.IsBounded(a.value) {
		return nil, errors.New("an amount has too many digits")
	}
	return strconv.AppendQuote(nil, a.String()), nil
}

// UnmarshalJSON reads a number, a string that holds one, "" or null.
func (a *Amount) UnmarshalJSON(data []byte) (err error) {
	a.value, a.set, err = lenient.Decimal(data)
	if a.value.Exponent() > 0 {
		a.value = decimal.NewFromBigInt(a.value.BigInt(), 0) // 1e2 becomes 100, which is how it is written
	}
	return err
}

// Time is a time in UTC. The zero Time means none, as null and "" do at
// Chargeback. A fraction of a second in an answer is kept.
type Time struct{ time.Time }

// NewTime returns t in UTC, truncated to the second, as Chargeback's own
// samples are.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Second)}
}

// ParseTime reads an ISO 8601 time: with a zone, without one (then it is UTC),
// or a date alone (then it is midnight UTC). Anything else is a [*ValidationError].
func ParseTime(text string) (Time, error) {
	t, err := lenient.ParseISOTime(text)
	if err != nil {
		return Time{}, &ValidationError{Param: "time", Reason: "is not an ISO 8601 time"}
	}
	return Time{t}, nil
}

// MarshalJSON writes ISO 8601 with Z, or null for none.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.UTC().MarshalJSON()
}

// UnmarshalJSON reads ISO 8601 in the forms of [ParseTime]; "" and null give none.
func (t *Time) UnmarshalJSON(data []byte) (err error) {
	t.Time, err = lenient.ISOTime(data)
	return err
}

// ID is an id that Chargeback assigned, kept as text because it is sent as a
// number or as a string. It is not the merchant's own order_id; the type keeps
// the two apart.
type ID string

// UnmarshalJSON reads a string or a number; null is "".
func (id *ID) UnmarshalJSON(data []byte) error {
	text, _, err := lenient.Text(data)
	*id = ID(text)
	return err
}

// Text is text that Chargeback may also send as a number. null is "".
type Text string

// UnmarshalJSON reads a string, a number, a boolean or null.
func (t *Text) UnmarshalJSON(data []byte) error {
	text, _, err := lenient.Text(data)
	*t = Text(text)
	return err
}

// Flag is a boolean that Chargeback sends as true or as text. null and "" are
// false.
type Flag bool

// UnmarshalJSON reads any of the forms seen.
func (f *Flag) UnmarshalJSON(data []byte) error {
	value, _, err := lenient.Bool(data)
	*f = Flag(value)
	return err
}

// Int is a whole number that Chargeback sends as a number or as text. null and "" are 0.
type Int int64

// UnmarshalJSON reads either form.
func (n *Int) UnmarshalJSON(data []byte) error {
	value, _, err := lenient.Int64(data)
	*n = Int(value)
	return err
}

// TrackingNumbers are the parcels of an order. In JSON they are one text,
// separated by commas without white space. nil is not sent; an empty list is
// sent as an empty text.
type TrackingNumbers []string

// MarshalJSON writes one text with commas, or null for nil. White space around a
// number and empty numbers are left out. A number with a comma in it is an error:
// it would arrive as two.
func (n TrackingNumbers) MarshalJSON() ([]byte, error) {
	if n == nil {
		return []byte("null"), nil
	}
	var clean TrackingNumbers
	for i, number := range n {
		if strings.Contains(number, ",") {
			return nil, fmt.Errorf("tracking number %d has a comma in it", i)
		}
		clean.add(number)
	}
	return json.Marshal(strings.Join(clean, ","))
}

// UnmarshalJSON reads a text with commas, a list of texts, or null. White space
// around a number is not part of it.
func (n *TrackingNumbers) UnmarshalJSON(data []byte) error {
	*n = nil
	if strings.HasPrefix(string(data), "[") {
		return n.readList(data)
	}
	text, ok, err := lenient.Text(data)
	if err != nil || !ok {
		return err
	}
	*n = TrackingNumbers{}
	for number := range strings.SplitSeq(text, ",") {
		n.add(number)
	}
	return nil
}

func (n *TrackingNumbers) readList(data []byte) error {
	var list []Text
	if err := lenient.Decode(data, &list); err != nil {
		return err
	}
	*n = TrackingNumbers{}
	for _, number := range list {
		n.add(string(number))
	}
	return nil
}

func (n *TrackingNumbers) add(number string) {
	if number = strings.TrimSpace(number); number != "" {
		*n = append(*n, number)
	}
}
