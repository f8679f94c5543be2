package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// unknown keeps a field that the result doesn't have.
func (w *walker) unknown(o *object, v reflect.Value, quoted jsontext.Value) error {
	raw := w.next()
	extra := o.extraOf(v)
	if extra == nil {
		return nil
	}
	text, invalid := jsontext.AppendUnquote(w.name[:0], quoted)
	w.name = text[:0]
	if invalid != nil {
		w.report(hidden, errName)
	}
	name := w.cache.string(text)
	if before, again := (*extra)[name]; again && isID(name) && !bytes.Equal(before, raw) {
		return &FieldError{At: w.place(hidden), Reason: errTwice}
	}
	put(extra, name, raw)
	return nil
}

// keep puts a value into Extra. Its bytes are copied: a result that is kept must
// not keep the whole response.
func (o *object) keep(v reflect.Value, name string, raw []byte) {
	if extra := o.extraOf(v); extra != nil {
		put(extra, name, raw)
	}
}

func put(extra *map[string]stdjson.RawMessage, name string, raw []byte) {
	if *extra == nil {
		*extra = map[string]stdjson.RawMessage{}
	}
	(*extra)[name] = bytes.Clone(raw)
}

// drop takes a value out of Extra.
func (o *object) drop(v reflect.Value, name string) {
	extra := o.extraOf(v)
	if extra == nil {
		return
	}
	if delete(*extra, name); len(*extra) == 0 {
		*extra = nil
	}
}

// extraOf returns the field Extra of a struct, nil if it has none.
func (o *object) extraOf(v reflect.Value) *map[string]stdjson.RawMessage {
	if o.extra == nil {
		return nil
	}
	return v.FieldByIndex(o.extra).Addr().Convert(pointerToExtra).Interface().(*map[string]stdjson.RawMessage)
}

var (
	typeOfExtra    = reflect.TypeFor[map[string]stdjson.RawMessage]()
	pointerToExtra = reflect.PointerTo(typeOfExtra)
)
