package lenient

import (
	"bytes"
	stdjson "encoding/json"
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
	cache    cache
	strings  []string // of the lists that are being read
	name     []byte   // room for the name of a field that the result does not have
	chunk    []byte   // of values for Extra
}

// memory is what objects of one kind looked like the last time.
type memory struct {
	first   int      // the field that came first
	next    []int    // the field that came after each
	last    []string // the string of each field
	unknown int      // how many fields went to Extra
}

func (w *walker) memoryOf(o *object) *memory {
	for len(w.memories) <= o.number {
		w.memories = append(w.memories, nil)
	}
	m := w.memories[o.number]
	if m == nil {
		m = &memory{next: make([]int, len(o.fields)), last: make([]string, len(o.fields))}
		for i := range m.next {
			m.next[i] = (i + 1) % len(m.next)
		}
		w.memories[o.number] = m
	}
	return m
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
	case opStrings:
		return w.mapOfStrings(v)
	}
	err := single(s, v, w.next())
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
	if err := single(s.elem, v.Elem(), raw); err != errNone {
		return w.located(err, "")
	}
	v.SetZero()
	return nil
}

// isString reports whether the shape is a string or points to one.
func (s *shape) isString() bool {
	return s.op == opString || s.op == opPointer && s.elem.op == opString
}

// text reads a value of a shape that isString.
func (s *shape) text(v reflect.Value, raw jsontext.Value, last *string) error {
	if s.op == opPointer && s.elem.isNone(raw) {
		v.SetZero()
		return nil
	}
	return stringOf(s.pointed(v), raw, last)
}

// pointed returns v, or what v points to from now on.
func (s *shape) pointed(v reflect.Value) reflect.Value {
	if s.op != opPointer {
		return v
	}
	v.Set(reflect.New(s.elem.typ))
	return v.Elem()
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

func (w *walker) object(o *object, v reflect.Value) error {
	if w.peek() != '{' {
		return w.none(v)
	}
	m := w.memoryOf(o)
	var seen fieldSet
	guess := &m.first
	var extra *map[string]stdjson.RawMessage // taken once, since reflection is slow here
	for more := w.enter('}'); more; more = w.more('}') {
		i, name := w.find(o, guess)
		var err error
		if i < 0 {
			if extra == nil {
				extra = o.extraOf(v)
			}
			err = w.unknown(o, extra, name)
		} else {
			guess = &m.next[i]
			err = w.field(o, v, i, seen.add(i), &m.last[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// find steps to the value of a field and returns the field's index, below 0 if
// there is none. guess is the index that is likely, and becomes the one that was found.
func (w *walker) find(o *object, guess *int) (i int, name jsontext.Value) {
	if *guess < len(o.fields) {
		if quoted := o.fields[*guess].quoted; bytes.HasPrefix(w.data[w.at:], quoted) {
			w.at += len(quoted)
			w.peek()
			return *guess, nil
		}
	}
	name = w.nextName()
	plain := name[1 : len(name)-1]
	if bytes.IndexByte(plain, '\\') >= 0 {
		plain, _ = jsontext.AppendUnquote(nil, name)
	}
	i, ok := o.byName[string(plain)]
	if !ok {
		return -1, name
	}
	*guess = i
	return i, name
}

// field reads the value of a field. A value that can't be read goes to Extra.
// last is the last string of the field.
func (w *walker) field(o *object, v reflect.Value, i int, again bool, last *string) error {
	f := &o.fields[i]
	target := f.of(v)
	if !again && f.shape.isString() && w.isString(*last) {
		w.at += len(*last) + len(`""`)
		f.shape.pointed(target).SetString(*last)
		return nil
	}
	start, depth, odds := w.at, w.depth, len(w.odd)
	var err error
	switch {
	case again:
		err = w.again(o, f, v, target)
	case f.shape.isString():
		err = f.shape.text(target, w.next(), last)
	case f.shape.single():
		err = w.located(single(f.shape, target, w.next()), f.name)
	default:
		err = w.under(f, target)
	}
	if err == nil || w.broken {
		return nil
	}
	target.SetZero()
	if err == errNone {
		return nil
	}
	odd, ok := err.(*oddError)
	if !ok {
		return err
	}
	w.at, w.depth, w.odd = start, depth, w.odd[:odds] // what was odd inside is reported as a whole
	o.keep(v, f.name, w.next())
	w.report(f.name, odd.reason)
	return nil
}

// under reads the value of a field that may have other values inside. It leaves
// the path as it was, wherever it stopped.
func (w *walker) under(f *field, target reflect.Value) error {
	depth := len(w.path)
	w.path = append(w.path, step{name: f.name})
	err := w.value(f.shape, target)
	w.path = w.path[:depth]
	return err
}

// again reads the value of a field that came before in the same object.
func (w *walker) again(o *object, f *field, v, target reflect.Value) error {
	before := reflect.New(target.Type()).Elem()
	before.Set(target)
	target.SetZero()
	o.drop(v, f.name)
	err := w.under(f, target)
	if err != nil && !isOdd(err) {
		return err
	}
	if err != nil {
		target.SetZero()
	}
	if f.once && !reflect.DeepEqual(before.Interface(), target.Interface()) {
		return &FieldError{At: w.place(f.name), Reason: errTwice}
	}
	return err
}
