package lenient

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// writer writes one result. Its errors are in a placeError, unless they are about the
// whole.
type writer struct {
	text  []byte
	depth int
}

// maxWriterDepth ends the writing of a value that is inside of itself. An interface, a
// pointer and what that points to are one level in JSON.
const maxWriterDepth = 3 * MaxDepth

func (w *writer) word(word string) error {
	w.text = append(w.text, word...)
	return nil
}

// name begins a field.
func (w *writer) name(name string) error {
	w.comma()
	err := w.quote(name)
	w.text = append(w.text, ':')
	return err
}

// begin begins an object or a list.
func (w *writer) begin(c byte) { w.text = append(w.text, c) }

// comma separates from what stands before in an object or a list.
func (w *writer) comma() {
	if last := w.text[len(w.text)-1]; last != '{' && last != '[' {
		w.text = append(w.text, ',')
	}
}

func (w *writer) quote(text string) (err error) {
	if w.text, err = jsontext.AppendQuote(w.text, text); err != nil {
		return errUTF8
	}
	return nil
}

// raw writes a raw value. nil is null.
func (w *writer) raw(raw []byte) error {
	if raw == nil {
		return w.word("null")
	}
	return w.compact(raw)
}

var typeOfNumber = reflect.TypeFor[stdjson.Number]()

// number writes a number as encoding/json does, whose error would quote it.
func (w *writer) number(text string) error {
	text = cmp.Or(text, "0")
	s := scanner{data: []byte(text)}
	if s.skipNumber(); s.err != nil || s.at < len(text) {
		return ErrNotJSON
	}
	return w.word(text)
}

// compact writes JSON without white space, and without escapes that it does not need. A
// string that is not valid stays as it is.
func (w *writer) compact(text []byte) error {
	if check(text) != nil {
		return ErrNotJSON
	}
	w.text = slices.Grow(w.text, len(text))
	s := scanner{data: text}
	for c := s.peek(); s.at < len(text); c = s.peek() {
		if c != '"' {
			w.text = append(w.text, c)
			s.at++
			continue
		}
		quoted := s.next()
		w.text = append(w.text, quoted...)
		if s.plain {
			continue
		}
		if text, err := jsontext.AppendUnquote(nil, quoted); err == nil {
			w.text, _ = jsontext.AppendQuote(w.text[:len(w.text)-len(quoted)], text)
		}
	}
	return nil
}

// other writes a value by its own method or by encoding/json.
func (w *writer) other(v reflect.Value) error {
	if !v.CanAddr() { // its method may have a pointer receiver
		addressable := reflect.New(v.Type()).Elem()
		addressable.Set(v)
		v = addressable
	}
	if own, ok := v.Addr().Interface().(stdjson.Marshaler); ok {
		text, err := own.MarshalJSON()
		if err != nil {
			return err
		}
		return w.compact(text)
	}
	text, err := stdjson.Marshal(v.Addr().Interface())
	if err != nil {
		return err
	}
	raw := bytes.Contains(text, []byte("\ufffd")) && holdsInvalidUTF8(v)
	for at, value := range Values(text) {
		if escapesReplacement(value) || raw && strings.Contains(at.LastToken()+string(value), "\ufffd") {
			return &placeError{at, errUTF8}
		}
	}
	return w.compact(text)
}

// escapesReplacement reports whether U+FFFD is written as an escape, as encoding/json
// does it only in place of what is not UTF-8.
func escapesReplacement(value jsontext.Value) bool {
	if !bytes.Contains(value, []byte(`\ufffd`)) {
		return false
	}
	text, _, _ := Text(value)
	return strings.Count(text, "\ufffd") > bytes.Count(value, []byte("\ufffd"))
}
