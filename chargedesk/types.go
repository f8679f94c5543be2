package chargedesk

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

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

// SubscriptionStatus is the status of a subscription. It is an open type:
// unknown values are kept. Words are joined by underscores, unlike those of
// [ChargeStatus].
type SubscriptionStatus string

// Statuses of a subscription that are known.
const (
	SubscriptionStatusRequested     SubscriptionStatus = "requested"
	SubscriptionStatusPending       SubscriptionStatus = "pending" // becomes active
	SubscriptionStatusNew           SubscriptionStatus = "new"     // waits for a means of payment
	SubscriptionStatusTrialing      SubscriptionStatus = "trialing"
	SubscriptionStatusActive        SubscriptionStatus = "active"
	SubscriptionStatusPastDue       SubscriptionStatus = "past_due"
	SubscriptionStatusCanceled      SubscriptionStatus = "canceled" // see [SubscriptionStatus.IsCanceled]
	SubscriptionStatusUnpaid        SubscriptionStatus = "unpaid"
	SubscriptionStatusSuspended     SubscriptionStatus = "suspended"      // can be reactivated
	SubscriptionStatusPendingCancel SubscriptionStatus = "pending_cancel" // ends with the period
)

// IsCanceled reports whether the subscription is canceled, in the spelling of
// today or in ChargeDesk's earlier one with two l.
func (s SubscriptionStatus) IsCanceled() bool {
	return s == SubscriptionStatusCanceled || s == "cancelled"
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
