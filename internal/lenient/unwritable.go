package lenient

import (
	"encoding"
	stdjson "encoding/json"
	"errors"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrNotJSON is the error of raw JSON, or what a type's own method wrote, that is none.
var ErrNotJSON = errors.New("it is not JSON")

// Unwritable returns where the first value in v is that JSON can't express, and why: a
// string that is not UTF-8, a year of five digits, an infinite number, raw JSON that
// is none. The place is "" if there is no such value or if all of v is one.
func Unwritable(v any) (at jsontext.Pointer, reason error) {
	text, err := Inline(v)
	if place, ok := errors.AsType[*placeError](err); ok {
		return place.at, place.reason
	}
	if err != nil || utf8.Valid(text) {
		return "", nil
	}
	for at, value := range Values(text) { // raw JSON was written as it is
		if !utf8.Valid(value) || strings.Contains(at.LastToken(), "\ufffd") {
			return at, errUTF8
		}
	}
	return "", nil
}

// holdsInvalidUTF8 reports whether a string that encoding/json has written is not UTF-8:
// with GOEXPERIMENT=jsonv2 it writes U+FFFD without an escape. What has its own method is
// left out, since only that may be inside of itself.
func holdsInvalidUTF8(v reflect.Value) bool {
	if v.IsValid() && (implements[stdjson.Marshaler](v.Type()) || implements[encoding.TextMarshaler](v.Type())) {
		return false
	}
	switch v.Kind() {
	case reflect.String:
		return !utf8.ValidString(v.String())
	case reflect.Pointer, reflect.Interface:
		return holdsInvalidUTF8(v.Elem())
	case reflect.Slice, reflect.Array, reflect.Map:
		for key, value := range v.Seq2() {
			if holdsInvalidUTF8(key) || holdsInvalidUTF8(value) {
				return true
			}
		}
	case reflect.Struct:
		for field, value := range v.Fields() {
			if (field.IsExported() || field.Anonymous) && field.Tag.Get("json") != "-" && holdsInvalidUTF8(value) {
				return true
			}
		}
	}
	return false
}

// placeError is a value that can't be written, and where it is.
type placeError struct {
	at     jsontext.Pointer
	reason error
}

func (e *placeError) Error() string { return e.reason.Error() }
func (e *placeError) Unwrap() error { return e.reason }

// within returns the error of a value that is a field or an element of this name.
func within(name string, err error) error {
	if _, endless := err.(*LimitError); endless {
		return err
	}
	place := jsontext.Pointer("").AppendToken(strings.ToValidUTF8(name, "\ufffd"))
	if inner, ok := err.(*placeError); ok {
		return &placeError{place + inner.at, inner.reason}
	}
	return &placeError{place, err}
}
