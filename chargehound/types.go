package chargehound

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Time is a point in time. Chargehound writes it without a zone, which this
// package reads as UTC. It also reads times with a zone or a fraction of a
// second. The zero Time means none, and is null in JSON.
type Time struct{ time.Time }

// NewTime returns t in UTC, truncated to the second.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Second)}
}

const layout = "2006-01-02T15:04:05.999999999"

// MarshalJSON writes UTC without a zone, as in "2026-01-09T07:14:02", and null
// for the zero Time. A year that does not have four digits is an error.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	utc := t.UTC()
	if year := utc.Year(); year < 0 || year > 9999 {
		return nil, errors.New("chargehound: a time's year must be 0 to 9999")
	}
	return []byte(utc.Format(`"` + layout + `"`)), nil
}

// UnmarshalJSON reads an ISO 8601 time, or Unix seconds. null, "" and 0 give no
// time.
func (t *Time) UnmarshalJSON(data []byte) (err error) {
	if len(data) == len(`"2026-01-09T07:14:02"`) && data[0] == '"' {
		// The usual form becomes one that package time reads without allocating.
		if t.Time, err = time.Parse(time.RFC3339, string(data[1:20])+"Z"); err == nil {
			return nil
		}
	}
	t.Time, err = lenient.Time(data)
	return err
}

// scalar is a JSON value of any type, kept as it was sent. Its zero value is null.
type scalar struct {
	kind scalarKind
	text string // the string, the number's digits, or other JSON
}

type scalarKind byte

const (
	scalarNull scalarKind = iota
	scalarText
	scalarNumber
	scalarOther
)

func textScalar(text string) scalar { return scalar{scalarText, text} }

func intScalar(n int64) scalar { return scalar{scalarNumber, strconv.FormatInt(n, 10)} }

func (s scalar) MarshalJSON() ([]byte, error) {
	switch s.kind {
	case scalarNull:
		return []byte("null"), nil
	case scalarText:
		return jsontext.AppendQuote(nil, s.text)
	}
	return []byte(s.text), nil
}

func (s *scalar) UnmarshalJSON(data []byte) error {
	switch jsontext.Value(data).Kind() {
	case jsontext.KindNull:
		*s = scalar{}
	case jsontext.KindString:
		if len(data) < 2 {
			return errors.New("chargehound: a string that does not end")
		}
		if plain := data[1 : len(data)-1]; bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
			*s = textScalar(string(plain))
			return nil
		}
		text, err := jsontext.AppendUnquote(nil, data)
		*s = textScalar(string(text))
		return err
	case jsontext.KindNumber:
		*s = scalar{scalarNumber, string(data)}
	default:
		var text bytes.Buffer
		if err := json.Compact(&text, data); err != nil {
			return err
		}
		*s = scalar{scalarOther, text.String()}
	}
	return nil
}

func (s scalar) int64() (n int64, ok bool) {
	if s.kind != scalarText && s.kind != scalarNumber {
		return 0, false
	}
	n, err := strconv.ParseInt(s.text, 10, 64)
	return n, err == nil
}

// Quantity is how many or how much of a product was bought: a number, or a
// string such as "64oz". The zero Quantity means none. Compare with ==.
type Quantity struct{ value scalar }

// NewQuantity returns a number as a Quantity.
func NewQuantity(n int64) Quantity { return Quantity{intScalar(n)} }

// NewQuantityText returns a string as a Quantity. "" means none.
func NewQuantityText(text string) Quantity {
	if text == "" {
		return Quantity{}
	}
	return Quantity{textScalar(text)}
}

// IsZero reports whether there is no quantity.
func (q Quantity) IsZero() bool { return q == Quantity{} }

// Int64 returns the number, also if it was sent as a string. ok is false for
// anything else.
func (q Quantity) Int64() (n int64, ok bool) { return q.value.int64() }

// String returns the string, or the number's digits; "" for none.
func (q Quantity) String() string { return q.value.text }

// MarshalJSON writes a number or a string, as it was created or received, and
// null for none.
func (q Quantity) MarshalJSON() ([]byte, error) { return q.value.MarshalJSON() }

// UnmarshalJSON reads a number, a string or null, and keeps any other JSON.
func (q *Quantity) UnmarshalJSON(data []byte) error { return q.value.UnmarshalJSON(data) }

// ChargedAt is when a past payment was made: Unix seconds, or a formatted string.
// The zero ChargedAt means none. Compare with ==.
type ChargedAt struct{ value scalar }

// NewChargedAt returns t as a ChargedAt, truncated to the second. The zero time
// means none.
func NewChargedAt(t time.Time) ChargedAt {
	if t.IsZero() {
		return ChargedAt{}
	}
	return ChargedAt{intScalar(t.Unix())}
}

// NewChargedAtText returns a formatted time as a ChargedAt, in any form. "" means
// none.
func NewChargedAtText(text string) ChargedAt {
	if text == "" {
		return ChargedAt{}
	}
	return ChargedAt{textScalar(text)}
}

// chargedAtLayout is the form of the documentation's sample.
const chargedAtLayout = "2006-01-02 03:04:05PM MST"

// IsZero reports whether there is no time.
func (c ChargedAt) IsZero() bool { return c == ChargedAt{} }

// Time returns the time in UTC. ok is false for a string that is neither ISO 8601
// nor of the form "2026-01-09 07:14:02PM UTC".
func (c ChargedAt) Time() (t time.Time, ok bool) {
	switch c.value.kind {
	case scalarNumber:
		t, err := lenient.UnixTime([]byte(c.value.text))
		return t, err == nil
	case scalarText:
		if t, err := lenient.ParseISOTime(c.value.text); err == nil {
			return t, true
		}
		t, err := time.Parse(chargedAtLayout, c.value.text)
		if zone, _ := t.Zone(); err == nil && (zone == "UTC" || zone == "GMT") {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// String returns the string, or the Unix seconds; "" for none.
func (c ChargedAt) String() string { return c.value.text }

// MarshalJSON writes a number or a string, as it was created or received, and
// null for none.
func (c ChargedAt) MarshalJSON() ([]byte, error) { return c.value.MarshalJSON() }

// UnmarshalJSON reads a number, a string or null, and keeps any other JSON.
func (c *ChargedAt) UnmarshalJSON(data []byte) error { return c.value.UnmarshalJSON(data) }

// SecretURL is a signed URL: whoever has it can read the document. fmt and slog
// show a placeholder; convert it to a string to use it. JSON has it in full, and
// so does slog's JSON handler if it is inside a value that has no LogValue, such
// as a [Dispute] or a slice.
type SecretURL string

// Format writes a placeholder for every verb.
func (u SecretURL) Format(f fmt.State, _ rune) {
	fmt.Fprint(f, u.LogValue())
}

// LogValue returns a placeholder, "" for none.
func (u SecretURL) LogValue() slog.Value {
	if u == "" {
		return slog.StringValue("")
	}
	return slog.StringValue("[secret URL]")
}

// moveOldName sets a field from the name that it had in version 2016-03-05. If
// both names are present and differ, extra keeps the old one.
func (extra Extra) moveOldName(old string, to *string) {
	raw, ok := extra[old]
	if !ok {
		return
	}
	text, _, err := lenient.Text(raw)
	if err != nil || *to != "" && text != "" && *to != text {
		return
	}
	if *to == "" {
		*to = text
	}
	delete(extra, old)
}

// moveOldNullable is moveOldName for a field that may be null.
func (extra Extra) moveOldNullable(old string, to **string) {
	raw, ok := extra[old]
	if !ok {
		return
	}
	text, set, err := lenient.Text(raw)
	if err != nil || set && *to != nil && **to != text {
		return
	}
	if set && *to == nil {
		*to = &text
	}
	delete(extra, old)
}

// orNil returns extra, or nil if it is empty.
func (extra Extra) orNil() Extra {
	if len(extra) == 0 {
		return nil
	}
	return extra
}
