package lenient

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Inline writes a result the way its vendor does: what is in Extra stands among
// the other fields, where encoding/json writes it as a field of its own. A field
// whose name is in Extra is left out, because its value could not be read. In a
// list, a result that has nothing but a value under "" is written as that value.
// The same v always gives the same JSON.
func Inline(v any) ([]byte, error) {
	value := reflect.ValueOf(v)
	if !value.IsValid() {
		return []byte("null"), nil
	}
	return inline(make([]byte, 0, 1024), shapeOf(value.Type()), value)
}

func inline(dst []byte, s *shape, v reflect.Value) ([]byte, error) {
	switch {
	case s.op == opPointer && v.IsNil():
		return append(dst, "null"...), nil
	case s.op == opPointer:
		return inline(dst, s.elem, v.Elem())
	case s.op == opStruct && !s.marshal:
		return s.object.inline(dst, v)
	case s.op == opRaw:
		return appendRaw(dst, v.Bytes())
	case s.op == opList && !s.marshal:
		return inlineList(dst, s, v)
	case (s.op == opMap || s.op == opRaws) && !s.marshal:
		return inlineMap(dst, s, v)
	case s.op == opString && !s.marshal:
		return jsontext.AppendQuote(dst, v.String())
	case s.op == opInt && !s.marshal:
		return strconv.AppendInt(dst, v.Int(), 10), nil
	case s.op == opBool && !s.marshal:
		return strconv.AppendBool(dst, v.Bool()), nil
	}
	text, err := json.Marshal(v.Interface(), json.Deterministic(true))
	return append(dst, text...), err
}

func inlineList(dst []byte, s *shape, v reflect.Value) (_ []byte, err error) {
	dst = append(dst, '[')
	for i := range v.Len() {
		if dst, err = inlineElement(comma(dst), s.elem, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

// inlineElement writes an element that [Read] found to be no object as it was.
func inlineElement(dst []byte, s *shape, v reflect.Value) ([]byte, error) {
	row, value := s, v
	if s.op == opPointer && !v.IsNil() {
		row, value = s.elem, v.Elem()
	}
	if row.op == opStruct && !row.marshal {
		if raw, odd := row.object.extraIn(value)[""]; odd && row.object.isOdd(value) {
			return appendRaw(dst, raw)
		}
	}
	return inline(dst, s, v)
}

func inlineMap(dst []byte, s *shape, v reflect.Value) (_ []byte, err error) {
	byName := func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }
	dst = append(dst, '{')
	for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), byName) {
		if dst, err = appendName(dst, key.String()); err != nil {
			return nil, err
		}
		if dst, err = inline(dst, s.elem, v.MapIndex(key)); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func (o *object) inline(dst []byte, v reflect.Value) (_ []byte, err error) {
	extra := o.extraIn(v)
	dst = append(dst, '{')
	for i := range o.fields {
		f := &o.fields[i]
		if _, odd := extra[f.name]; odd {
			continue
		}
		if dst, err = f.inline(dst, f.of(v)); err != nil {
			return nil, err
		}
	}
	if len(extra) > 0 {
		dst, err = inlineExtra(dst, extra)
	}
	return append(dst, '}'), err
}

func inlineExtra(dst []byte, extra map[string]stdjson.RawMessage) (_ []byte, err error) {
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if dst, err = appendName(dst, name); err != nil {
			return nil, err
		}
		if dst, err = appendRaw(dst, extra[name]); err != nil {
			return nil, err
		}
	}
	return dst, nil
}

// inline writes a field with its name, or leaves it out as its tag says.
func (f *field) inline(dst []byte, v reflect.Value) ([]byte, error) {
	if f.omitZero && f.shape.isZero(v) {
		return dst, nil
	}
	named := append(comma(dst), f.quoted...)
	start := len(named)
	named, err := inline(named, f.shape, v)
	if err != nil {
		return nil, err
	}
	if f.omitEmpty && isEmpty(named[start:]) {
		return dst, nil
	}
	return named, nil
}

func isEmpty(text []byte) bool {
	switch string(text) {
	case "null", `""`, "[]", "{}":
		return true
	}
	return false
}

// isZero asks the value itself where its type can tell.
func (s *shape) isZero(v reflect.Value) bool {
	if s.zeroer && (s.op != opPointer || !v.IsNil()) {
		return v.Interface().(zeroer).IsZero()
	}
	return v.IsZero()
}

// isOdd reports whether a struct has one value in Extra and nothing else.
func (o *object) isOdd(v reflect.Value) bool {
	for i := range o.fields {
		if !o.fields[i].of(v).IsZero() {
			return false
		}
	}
	return len(o.extraIn(v)) == 1
}

// extraIn returns what is in the field Extra of a struct.
func (o *object) extraIn(v reflect.Value) map[string]stdjson.RawMessage {
	if o.extra == nil {
		return nil
	}
	if v.CanAddr() { // converting the map itself would copy it to the heap
		return *o.extraOf(v)
	}
	return v.FieldByIndex(o.extra).Convert(typeOfExtra).Interface().(map[string]stdjson.RawMessage)
}

// appendName begins a field.
func appendName(dst []byte, name string) ([]byte, error) {
	dst, err := jsontext.AppendQuote(comma(dst), name)
	return append(dst, ':'), err
}

// comma separates from what stands before in an object or a list.
func comma(dst []byte) []byte {
	if last := dst[len(dst)-1]; last == '{' || last == '[' {
		return dst
	}
	return append(dst, ',')
}

// appendRaw writes a raw value without white space. Strings that are not valid,
// and names that come twice, stay as they are. nil is null.
func appendRaw(dst []byte, raw stdjson.RawMessage) ([]byte, error) {
	text, err := json.Marshal(jsontext.Value(raw))
	if err != nil {
		value := jsontext.Value(bytes.Clone(raw))
		err = value.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true))
		text = value
	}
	return append(dst, text...), err
}
