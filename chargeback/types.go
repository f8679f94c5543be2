package chargeback

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Time is a time in UTC. The zero Time means none, as null and "" do at
// Chargeback. A fraction of a second in a response is kept.
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
func ParseTime(s string) (Time, error) {
	t, err := lenient.ParseISOTime(s)
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

// UnmarshalJSON reads ISO 8601 in the forms of [ParseTime], and Unix seconds. ""
// and null give none.
func (t *Time) UnmarshalJSON(data []byte) (err error) {
	t.Time, err = lenient.Time(data)
	return err
}

// ID is an id that Chargeback assigned, kept as a string because Chargeback sends
// it as a number or as a string. It is not the merchant's own order_id; the type
// keeps the two apart.
type ID string

// TrackingNumbers are the numbers of an order's parcels. In JSON they are one
// string, separated by commas without white space. nil is not sent; an empty list
// is sent as an empty string.
type TrackingNumbers []string

// MarshalJSON writes one string with commas, or null for nil. It leaves out white
// space around a number, and empty numbers. A number with a comma in it is an error:
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

// UnmarshalJSON reads a string with commas, a list of strings, or null. It leaves
// out white space around a number.
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
	var list []string
	odd, err := lenient.Read(data, &list)
	if err != nil {
		return err
	}
	if len(odd) > 0 {
		return odd[0].Reason
	}
	*n = TrackingNumbers{}
	for _, number := range list {
		n.add(number)
	}
	return nil
}

func (n *TrackingNumbers) add(number string) {
	if number = strings.TrimSpace(number); number != "" {
		*n = append(*n, number)
	}
}
