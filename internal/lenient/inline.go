package lenient

import (
	"cmp"
	stdjson "encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// Inline writes a result the way its vendor does: what is in Extra stands among
// the other fields, where encoding/json writes it as a field of its own. A field
// whose name is in Extra is left out, because its value could not be read. In a
// list, a result that has nothing but a value under "" is written as that value.
// The same v always gives the same JSON.
func Inline(v any) ([]byte, error) {
	w := writer{text: make([]byte, 0, 1024)}
	if err := w.any(reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	return w.text, nil
}

// any writes what is in an interface.
func (w *writer) any(v reflect.Value) error {
	if !v.IsValid() {
		return w.word("null")
	}
	return w.value(shapeOf(v.Type()), v)
}

func (w *writer) value(s *shape, v reflect.Value) error {
	if w.depth++; w.depth > maxWriterDepth {
		return &LimitError{Name: "levels of nesting", Limit: MaxDepth}
	}
	err := w.valueOf(s, v)
	w.depth--
	return err
}

func (w *writer) valueOf(s *shape, v reflect.Value) error {
	switch {
	case s.op == opPointer && v.IsNil():
		return w.word("null")
	case s.op == opPointer:
		return w.value(s.elem, v.Elem())
	case s.op == opRaw:
		return w.raw(v.Bytes())
	case s.typ == typeOfNumber:
		return w.number(v.String())
	case s.marshal:
		return w.other(v)
	}
	switch s.op {
	case opStruct:
		return w.object(s.object, v)
	case opList:
		return w.list(s, v)
	case opMap, opRaws, opStrings:
		return w.mapOf(s, v)
	case opString:
		return w.quote(v.String())
	case opInt:
		w.text = strconv.AppendInt(w.text, v.Int(), 10)
		return nil
	case opBool:
		w.text = strconv.AppendBool(w.text, v.Bool())
		return nil
	}
	if v.Kind() == reflect.Interface {
		return w.any(v.Elem())
	}
	return w.other(v)
}

func (w *writer) list(s *shape, v reflect.Value) error {
	w.begin('[')
	for i := range v.Len() {
		w.comma()
		if err := w.element(s.elem, v.Index(i)); err != nil {
			return within(strconv.Itoa(i), err)
		}
	}
	return w.word("]")
}

// element writes an element that [Read] found to be no object as it was.
func (w *writer) element(s *shape, v reflect.Value) error {
	row, value := s, v
	if s.op == opPointer && !v.IsNil() {
		row, value = s.elem, v.Elem()
	}
	if row.op == opStruct && !row.marshal {
		if raw, odd := row.object.extraIn(value)[""]; odd && row.object.isOdd(value) {
			return w.raw(raw)
		}
	}
	return w.value(s, v)
}

func (w *writer) mapOf(s *shape, v reflect.Value) error {
	byName := func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }
	w.begin('{')
	for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), byName) {
		err := w.name(key.String())
		if err == nil {
			err = w.value(s.elem, v.MapIndex(key))
		}
		if err != nil {
			return within(key.String(), err)
		}
	}
	return w.word("}")
}

func (w *writer) object(o *object, v reflect.Value) error {
	extra := o.extraIn(v)
	w.begin('{')
	for i := range o.fields {
		f := &o.fields[i]
		if _, odd := extra[f.name]; odd {
			continue
		}
		if err := w.field(f, f.of(v)); err != nil {
			return within(f.name, err)
		}
	}
	return w.extra(extra)
}

func (w *writer) extra(extra map[string]stdjson.RawMessage) error {
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		err := w.name(name)
		if err == nil {
			err = w.raw(extra[name])
		}
		if err != nil {
			return within(name, err)
		}
	}
	return w.word("}")
}

// field writes a field with its name, or leaves it out as its tag says.
func (w *writer) field(f *field, v reflect.Value) error {
	if f.omitZero && f.shape.isZero(v) {
		return nil
	}
	before := len(w.text)
	w.comma()
	w.text = append(w.text, f.quoted...)
	start := len(w.text)
	err := w.value(f.shape, v)
	if f.omitEmpty && isEmpty(w.text[start:]) {
		w.text = w.text[:before]
	}
	return err
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
