package lenient

import (
	"bytes"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// walker reads one response along the shape of its result. What it remembers of
// former responses makes it faster, and never changes what it reads.
//
// Its methods return an [oddError] for a value that can't be read: they may have
// stopped anywhere in it. Any other error ends the reading.
type walker struct {
	scanner
	path []step
	odd  []Odd

	memories []*memory // by the number of the object
	lengths  []int     // of the last list, by the number of its shape
	cache    cache
	strings  []string // of the lists that are being read
	name     []byte   // room for the name of a field that the result does not have
	chunk    []byte   // of values that are kept as sent
}

// value reads the next value.
func (w *walker) value(s *shape, v reflect.Value) error {
	switch s.op {
	case opStruct:
		return w.object(s.object, v)
	case opPointer:
		return w.pointer(s, v)
	case opList:
		return w.list(s, v)
	case opMap:
		return w.mapOf(s, v)
	case opRaws:
		return w.mapOfRaws(v)
	case opStrings:
		return w.mapOfStrings(v)
	}
	err := w.single(s, v, w.next())
	if err == errNone {
		v.SetZero()
		return nil
	}
	return w.located(err, "")
}

// pointer leaves v nil if the value says none.
func (w *walker) pointer(s *shape, v reflect.Value) error {
	if !s.elem.single() {
		if !s.elem.begins(w.peek()) {
			return w.none(v)
		}
		v.Set(reflect.New(s.elem.typ))
		return w.value(s.elem, v.Elem())
	}
	raw := w.next()
	if s.elem.isNone(raw) {
		v.SetZero()
		return nil
	}
	v.Set(reflect.New(s.elem.typ))
	if err := w.single(s.elem, v.Elem(), raw); err != errNone {
		return w.located(err, "")
	}
	v.SetZero()
	return nil
}

// begins reports whether a value that begins so may have the shape.
func (s *shape) begins(c byte) bool {
	return c == '{' || c == '[' && (s.op == opList || s.op == opStrings)
}

// none reads a value that can only mean that there is no object or list. The
// response itself must be one.
func (w *walker) none(v reflect.Value) error {
	raw, isRoot := w.next(), len(w.path) == 0
	v.SetZero()
	switch raw.Kind() {
	case jsontext.KindNull, jsontext.KindFalse:
		return nil
	case jsontext.KindString, jsontext.KindBeginArray:
		if !isRoot && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0 {
			return nil
		}
	}
	return otherKind(raw, "an object or a list")
}
