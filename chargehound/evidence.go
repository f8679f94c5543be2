package chargehound

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Fields is evidence by the field names of the dispute's template. nil is not
// sent. Whether an update merges its fields into the stored ones or replaces
// them, and how to clear a field, is not documented.
//
//	chargehound.Fields{
//		"order_id":    chargehound.TextField("ord_1042"),
//		"parcels":     chargehound.NumberField(2),
//		"product_url": chargehound.URLField("https://shop.example.com/lamp"),
//	}
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#disputes
type Fields map[string]Field

// Field is one value of evidence. Create it with [TextField], [DateField], [DateTextField],
// [NumberField], [AmountField], [URLField] or [EmailField]: there is one for each kind of value
// that a template may ask for. An invalid value is rejected by the call that
// would send it, with a [*ValidationError] that names the field.
//
// A Field that Chargehound sent keeps its value, with all digits of a number,
// and is written unchanged. The zero Field is null. Compare with ==.
type Field struct {
	value scalar
	fault string
}

// TextField returns a text field, of one line or more. The text must be UTF-8.
func TextField(text string) Field {
	if !utf8.ValidString(text) {
		return Field{fault: notUTF8}
	}
	return Field{value: textScalar(text)}
}

// DateField returns a date field. It is sent as Unix seconds, and Chargehound
// formats it. The zero time is invalid.
func DateField(t time.Time) Field {
	if t.IsZero() {
		return Field{fault: "is the zero time"}
	}
	return Field{value: intScalar(t.Unix())}
}

// DateTextField returns a date field with a date written for people, in any form.
func DateTextField(text string) Field { return TextField(text) }

// NumberField returns a number field. Chargehound accepts whole numbers only.
func NumberField(n int64) Field { return Field{value: intScalar(n)} }

// AmountField returns an amount field, in minor units: 2100 is 21.00 dollars.
func AmountField(minorUnits int64) Field { return Field{value: intScalar(minorUnits)} }

// URLField returns a URL field. The URL must be absolute and begin with http://
// or https://.
func URLField(address string) Field {
	if fault := urlFault(address); fault != "" {
		return Field{fault: fault}
	}
	return TextField(address)
}

// EmailField returns an e-mail field. The address must stand without a name.
func EmailField(address string) Field {
	if fault := emailFault(address); fault != "" {
		return Field{fault: fault}
	}
	return TextField(address)
}

// Text returns the value of a text field. ok is false for numbers, null and
// everything else.
func (f Field) Text() (text string, ok bool) {
	if f.value.kind != scalarText {
		return "", false
	}
	return f.value.text, true
}

// Int64 returns the value of a number field. ok is false for text, fractions,
// numbers of more than 64 bits and everything else. [Field.String]
// has the digits of every number.
func (f Field) Int64() (n int64, ok bool) {
	if f.value.kind != scalarNumber {
		return 0, false
	}
	return f.value.int64()
}

// IsNull reports whether the field is null.
func (f Field) IsNull() bool { return f.value.kind == scalarNull && f.fault == "" }

// String returns the text, the digits of the number, or the JSON of anything
// else; "" for null.
func (f Field) String() string { return f.value.text }

// MarshalJSON writes the field as it was created or received. An invalid value
// is a [*ValidationError].
func (f Field) MarshalJSON() ([]byte, error) {
	if f.fault != "" && f.value == (scalar{}) {
		return nil, &ValidationError{Param: "field", Reason: f.fault}
	}
	return f.value.MarshalJSON()
}

// UnmarshalJSON reads any JSON. A string that is not UTF-8 is kept as other JSON
// with replacement characters, and can't be sent back.
func (f *Field) UnmarshalJSON(data []byte) error {
	f.fault = ""
	if err := f.value.UnmarshalJSON(data); err == nil || jsontext.Value(data).Kind() != jsontext.KindString {
		return err
	}
	text, _ := jsontext.AppendUnquote(nil, data)
	quoted, err := jsontext.AppendQuote(nil, strings.ToValidUTF8(string(text), "\ufffd"))
	*f = Field{value: scalar{scalarOther, string(quoted)}, fault: notUTF8}
	return err
}

const notUTF8 = "is not UTF-8"

// MissingFields are the template's fields that have no value yet, by name. Only
// a boolean "required" is documented of their values.
type MissingFields map[string]json.RawMessage

// Required returns the sorted names of the fields without which the dispute
// can't be submitted.
func (m MissingFields) Required() []string {
	var names []string
	for _, name := range sortedKeys(m) {
		if required, _, err := lenient.Bool(orNull(lenient.Fields(m[name]).Get("required"))); err == nil && required {
			names = append(names, name)
		}
	}
	return names
}
