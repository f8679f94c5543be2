package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// unknown keeps a field that the result doesn't have.
func (w *walker) unknown(r *record, quoted jsontext.Value) error {
	raw := w.next()
	if r.extra == nil {
		r.extra = r.extraOf(r.v)
	}
	extra := r.extra
	if extra == nil {
		return nil
	}
	text, invalid := jsontext.AppendUnquote(w.name[:0], quoted)
	w.name = text[:0]
	if invalid != nil {
		w.report(hidden, errName)
	}
	name := w.cache.string(text)
	if isID(name) {
		if before, again := (*extra)[name]; again && !bytes.Equal(before, raw) {
			return &FieldError{At: w.place(hidden), Reason: errTwice}
		}
	}
	if *extra == nil {
		*extra = make(map[string]stdjson.RawMessage, r.memory.unknown)
	}
	(*extra)[name] = w.copied(raw)
	r.memory.unknown = len(*extra)
	return nil
}

// chunk is how many bytes of raw values are allocated together at most. A value that
// is kept keeps no more than these of the response.
const chunk = 512

// copied returns a copy of a value. Small ones share a chunk, without room to append.
func (w *walker) copied(raw []byte) []byte {
	if len(raw) > chunk/8 {
		return bytes.Clone(raw)
	}
	if cap(w.chunk)-len(w.chunk) < len(raw) {
		w.chunk = make([]byte, 0, min(max(chunk/8, 2*cap(w.chunk)), chunk))
	}
	start := len(w.chunk)
	w.chunk = append(w.chunk, raw...)
	return w.chunk[start:len(w.chunk):len(w.chunk)]
}

// keep puts a value into Extra. Its bytes are copied: a result that is kept must
// not keep the whole response.
func (o *object) keep(v reflect.Value, name string, raw []byte) {
	extra := o.extraOf(v)
	if extra == nil {
		return
	}
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
