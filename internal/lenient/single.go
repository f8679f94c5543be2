package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// isNone reports whether a value says none to a pointer to this shape.
func (s *shape) isNone(raw jsontext.Value) bool {
	switch raw.Kind() {
	case jsontext.KindNull:
		return true
	case jsontext.KindFalse:
		return s.op == opString || s.op == opInt && !s.money
	case jsontext.KindString:
		return len(raw) == len(`""`) && (s.op == opBool || s.op == opInt && !s.money)
	}
	return false
}

// single reads a value that is no object or list of ours. It returns an
// [oddError], errNone or a [FieldError] whose place begins at the value.
func (w *walker) single(s *shape, v reflect.Value, raw jsontext.Value) error {
	switch s.op {
	case opString:
		text, err := w.textOf(raw, nil)
		if err == nil {
			v.SetString(text)
		}
		return err
	case opInt:
		return readInt(s, v, raw)
	case opBool:
		return readBool(v, raw)
	case opRaw:
		v.SetBytes(w.copied(raw))
		return nil
	case opMethod:
		if w.err != nil {
			return nil // raw is only in place of what is not JSON, and not for a caller's method
		}
		return readByMethod(s, v, raw)
	}
	if !isText(raw) {
		return unreadable(s, errUTF8) // encoding/json would read it as U+FFFD
	}
	return noneOr(s, raw, stdjson.Unmarshal(raw, v.Addr().Interface()))
}

// isText reports whether every string in a value is UTF-8, without lone surrogates.
func isText(raw jsontext.Value) bool {
	s := scanner{data: raw}
	for s.at < len(raw) {
		if s.char() != '"' {
			s.at++
			continue
		}
		quoted := s.next()
		if s.plain {
			continue
		}
		if _, err := jsontext.AppendUnquote(nil, quoted); err != nil {
			return false
		}
	}
	return true
}

// errNone says that a value means none: false, for a type that can't read it.
var errNone = errors.New("none")

func noneOr(s *shape, raw jsontext.Value, err error) error {
	switch {
	case err == nil:
		return nil
	case raw.Kind() == jsontext.KindFalse:
		return errNone
	}
	return unreadable(s, err)
}

// readInt reads a whole number. Money has no none but null.
func readInt(s *shape, v reflect.Value, raw jsontext.Value) error {
	if kind := raw.Kind(); kind == jsontext.KindFalse && !s.money {
		v.SetInt(0)
		return nil
	} else if kind == jsontext.KindString && len(raw) == len(`""`) && s.money {
		return unreadable(s, errUnreadable)
	}
	n, _, err := Int64(raw)
	if err == nil && v.OverflowInt(n) {
		err = errUnreadable
	}
	if err != nil {
		return unreadable(s, err)
	}
	v.SetInt(n)
	return nil
}

// unreadable returns what becomes of a value that can't be read.
func unreadable(s *shape, reason error) error {
	if s.money {
		return &FieldError{Reason: safe(reason)}
	}
	return &oddError{reason}
}

// readByMethod reads a value by its type's own UnmarshalJSON. A type may want to see
// false, so that only false that it can't read means none. An error about money
// or an id inside stays one.
func readByMethod(s *shape, v reflect.Value, raw jsontext.Value) error {
	err := v.Addr().Interface().(stdjson.Unmarshaler).UnmarshalJSON(raw)
	if err == nil {
		return nil
	}
	if inner, ok := errors.AsType[*FieldError](err); ok && inner.At != "" {
		return inner
	}
	return noneOr(s, raw, err)
}

// readBool is the one rule for booleans.
func readBool(v reflect.Value, raw jsontext.Value) error {
	switch raw.Kind() {
	case jsontext.KindTrue, jsontext.KindFalse, jsontext.KindNull:
		v.SetBool(raw.Kind() == jsontext.KindTrue)
		return nil
	}
	text, _, err := Text(raw)
	if err != nil {
		return &oddError{err}
	}
	no := strings.Trim(text, "0.") == "" || slices.Contains([]string{"false", "no", "off"}, strings.ToLower(text))
	v.SetBool(!no)
	return nil
}

// textOf returns what next or nextName returned last as a string, from the cache if
// there is one.
func (w *walker) textOf(raw jsontext.Value, known *cache) (string, error) {
	switch raw.Kind() {
	case jsontext.KindString:
		return w.unquote(raw, known)
	case jsontext.KindNumber, jsontext.KindTrue:
		return known.string(raw), nil
	case jsontext.KindNull, jsontext.KindFalse:
		return "", nil
	}
	return "", otherKind(raw, "a string")
}

// unquote returns a string. One that is not valid UTF-8 is odd.
func (w *walker) unquote(raw jsontext.Value, known *cache) (string, error) {
	plain := raw[1 : len(raw)-1]
	if w.plain || bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
		return known.string(plain), nil
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return "", &oddError{errUTF8}
	}
	return string(text), nil
}
