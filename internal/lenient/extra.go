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
	if r.object.extra == nil {
		return nil
	}
	text, invalid := jsontext.AppendUnquote(w.name[:0], quoted)
	w.name = text[:0]
	if invalid != nil {
		w.report(hidden, errName)
	}
	name := w.cache.string(text)
	if isID(name) {
		if before, again := r.extra[name]; again && !bytes.Equal(before, raw) {
			return &FieldError{At: w.place(hidden), Reason: errTwice}
		}
	}
	r.keep(name, w.copied(raw))
	r.memory.unknown = len(r.extra)
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

// maxUnknown is how many fields Extra gets room for, at most, before they are read.
const maxUnknown = 16

// keep puts a copy of a value into Extra: a result that is kept must not keep the
// whole response.
func (r *record) keep(name string, value []byte) {
	if r.object.extra == nil {
		return
	}
	if r.extra == nil {
		r.extra = r.makeExtra(r.v, min(r.memory.unknown, maxUnknown))
	}
	r.extra[name] = value
}

// drop takes a value out of Extra.
func (r *record) drop(name string) {
	if r.extra == nil {
		return
	}
	if delete(r.extra, name); len(r.extra) == 0 {
		r.extra = nil
		r.v.FieldByIndex(r.object.extra).SetZero()
	}
}

// makeExtra makes the map Extra of a struct that has that field.
func (o *object) makeExtra(v reflect.Value, size int) map[string]stdjson.RawMessage {
	extra := make(map[string]stdjson.RawMessage, size)
	v.FieldByIndex(o.extra).Set(reflect.ValueOf(extra))
	return extra
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
