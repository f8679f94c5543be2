package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// record is an object that is being read into v.
type record struct {
	*object
	v      reflect.Value
	memory *memory
	seen   fieldSet
	extra  map[string]stdjson.RawMessage // nil as long as there is none
	room   []string                      // for the strings that fields point to
	used   int                           // how many of these there are
}

// memory is what objects of one kind looked like the last time. It is a guess of what the
// next looks like: a wrong one costs time, and never changes what is read.
type memory struct {
	first   int // the field that came first
	fields  []fieldMemory
	unknown int // how many fields went to Extra
	used    int // as in the last record that used any
}

type fieldMemory struct {
	next int    // the field that came after this one
	last string // if it is a string
}

func (w *walker) memoryOf(o *object) *memory {
	for len(w.memories) <= o.number {
		w.memories = append(w.memories, nil)
	}
	m := w.memories[o.number]
	if m == nil {
		m = &memory{fields: make([]fieldMemory, len(o.fields))}
		for i := range m.fields {
			m.fields[i].next = (i + 1) % len(m.fields)
		}
		w.memories[o.number] = m
	}
	return m
}

func (w *walker) object(o *object, v reflect.Value) error {
	if w.peek() != '{' {
		return w.none(v)
	}
	r := record{object: o, v: v, memory: w.memoryOf(o)}
	guess := &r.memory.first
	for more := w.enter('}'); more; more = w.more('}') {
		i, name := w.find(o, guess)
		var err error
		if i < 0 {
			err = w.unknown(&r, name)
		} else {
			guess = &r.memory.fields[i].next
			err = w.field(&r, i)
		}
		if err != nil {
			return err
		}
	}
	if r.used > 0 {
		r.memory.used = r.used
	}
	return nil
}

// find steps to the value of a field and returns the field's index, below 0 if
// there is none. guess is the index that is likely, and becomes the one that was
// found.
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
func (w *walker) field(r *record, i int) error {
	f := &r.fields[i]
	target, again := f.of(r.v), r.seen.add(i)
	last := &r.memory.fields[i].last
	if f.isString && !again && w.isString(*last) {
		w.at += len(*last) + len(`""`)
		r.setString(f.shape, target, *last)
		return nil
	}
	start, depth, odds := w.at, w.depth, len(w.odd)
	var err error
	switch {
	case again:
		err = w.again(r, f, target)
	case f.isString:
		err = w.text(r, f.shape, target, w.next(), last)
	case f.shape.single():
		err = w.located(w.single(f.shape, target, w.next()), f.name)
	default:
		err = w.under(f, target)
	}
	if err == nil {
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
	r.keep(f.name, bytes.Clone(w.next()))
	w.report(f.name, odd.reason)
	return nil
}

// text reads a field that isString, and remembers the string as the last one of its
// field. A string with an escape is never remembered, so that it is never taken for
// another with the same characters in the response.
func (w *walker) text(r *record, s *shape, v reflect.Value, raw jsontext.Value, last *string) error {
	if s.op == opPointer && s.elem.isNone(raw) {
		v.SetZero()
		return nil
	}
	text, err := w.textOf(raw, nil)
	if err != nil {
		return err
	}
	plain := raw[0] == '"' && len(text) == len(raw)-len(`""`)
	if plain && len(text) <= maxRemembered {
		*last = text
	}
	r.setString(s, v, text)
	return nil
}

// setString sets a field that isString. What the fields of one object point to is
// allocated together: as many strings as the last object had.
func (r *record) setString(s *shape, v reflect.Value, text string) {
	if s.op == opString {
		v.SetString(text)
		return
	}
	if s.elem.typ != typeOfString {
		v.Set(reflect.New(s.elem.typ))
		v.Elem().SetString(text)
		return
	}
	if len(r.room) == 0 {
		r.room = make([]string, max(1, r.memory.used-r.used))
	}
	r.room[0] = text
	v.Set(reflect.ValueOf(&r.room[0]))
	r.room = r.room[1:]
	r.used++
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
func (w *walker) again(r *record, f *field, target reflect.Value) error {
	before := reflect.New(target.Type()).Elem()
	before.Set(target)
	target.SetZero()
	r.drop(f.name)
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
