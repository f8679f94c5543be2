package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// each calls read for each element of the next list or object. name is the
// element's in an object, with its quotes, and nil in a list.
func (w *walker) each(read func(name jsontext.Value) error) error {
	named, end := w.data[w.at] == '{', byte(']')
	if named {
		end = '}'
	}
	w.path = append(w.path, step{})
	at := len(w.path) - 1
	var name jsontext.Value
	i := 0
	for more := w.enter(end); more; more = w.more(end) {
		w.path[at] = step{index: i}
		if named {
			w.path[at] = step{name: hidden}
			name = w.nextName()
		}
		if err := read(name); err != nil {
			return err
		}
		i++
	}
	w.path = w.path[:at]
	return nil
}

// list reads a list, or the values of an object.
func (w *walker) list(s *shape, v reflect.Value) error {
	if !s.begins(w.peek()) {
		return w.none(v)
	}
	if s.typ.Elem() == typeOfString {
		return w.listOfStrings(s, v)
	}
	v.Set(s.empty)
	start, indexed := w.at, true
	err := w.each(func(name jsontext.Value) error {
		if name != nil && !w.nameElement(name) {
			indexed = false
		}
		n := v.Len()
		if n == v.Cap() {
			v.Grow(w.room(s, n))
		}
		v.SetLen(n + 1)
		return w.element(s.elem, v.Index(n))
	})
	if v.Len() > 0 {
		w.lengths[s.number] = v.Len()
	}
	if err == nil && s.elem.op == opRaw && !indexed {
		whole := reflect.MakeSlice(s.typ, 1, 1)
		whole.Index(0).SetBytes(bytes.Clone(w.data[start:w.at]))
		v.Set(whole)
	}
	return err
}

// maxRoom is how many elements a list gets room for, at most, before they are read.
const maxRoom = 8

// room returns how many more elements a list of n should get room for: as many as
// the last one had, at first.
func (w *walker) room(s *shape, n int) int {
	if n > 0 {
		return 1 // reflect doubles it
	}
	for len(w.lengths) <= s.number {
		w.lengths = append(w.lengths, 0)
	}
	return max(1, min(w.lengths[s.number], maxRoom))
}

// nameElement puts the name of an element into the path if it is an index, and
// reports whether it is.
func (w *walker) nameElement(name jsontext.Value) bool {
	text, err := jsontext.AppendUnquote(nil, name)
	if err != nil || !isIndex(string(text)) {
		return false
	}
	w.path[len(w.path)-1].name = string(text)
	return true
}

// element reads an element of a list. In a list of results an element that is no
// object becomes a result with its value in Extra.
func (w *walker) element(s *shape, v reflect.Value) error {
	row := s
	if s.op == opPointer {
		row = s.elem
	}
	if row.op != opStruct || w.peek() == '{' {
		return w.value(s, v)
	}
	if s.op == opPointer {
		v.Set(reflect.New(row.typ))
		v = v.Elem()
	}
	raw := w.next()
	if row.object.extra != nil {
		row.object.makeExtra(v, 1)[""] = bytes.Clone(raw)
	}
	w.report("", &kindError{raw.Kind(), "an object"})
	return nil
}

// listOfStrings gathers the strings first, so that the list is allocated once.
func (w *walker) listOfStrings(s *shape, v reflect.Value) error {
	start := len(w.strings)
	err := w.each(func(jsontext.Value) error {
		text, err := w.textOf(w.next(), &w.cache)
		w.strings = append(w.strings, text)
		return err
	})
	gathered := w.strings[start:]
	w.strings = w.strings[:start]
	switch list, plain := v.Addr().Interface().(*[]string); {
	case err != nil:
		return err
	case len(gathered) == 0:
		v.Set(s.empty)
	case plain:
		*list = slices.Clone(gathered)
	default:
		v.Set(reflect.ValueOf(slices.Clone(gathered)))
	}
	return nil
}

// mapOf reads an object with names of its own.
func (w *walker) mapOf(s *shape, v reflect.Value) error {
	if !s.begins(w.peek()) {
		return w.none(v)
	}
	v.Set(reflect.MakeMap(s.typ))
	key, value := reflect.New(s.typ.Key()).Elem(), reflect.New(s.elem.typ).Elem()
	return w.each(func(name jsontext.Value) error {
		text, err := w.textOf(name, &w.cache)
		if err != nil {
			return err
		}
		value.SetZero()
		if err := w.value(s.elem, value); err != nil {
			return err
		}
		key.SetString(text)
		v.SetMapIndex(key, value)
		return nil
	})
}

// mapOfRaws reads an object whose values are kept as sent.
func (w *walker) mapOfRaws(v reflect.Value) error {
	if w.peek() != '{' {
		return w.none(v)
	}
	read := map[string]stdjson.RawMessage{}
	v.Set(reflect.ValueOf(read))
	return w.each(func(name jsontext.Value) error {
		key, err := w.textOf(name, &w.cache)
		read[key] = w.copied(w.next())
		return err
	})
}

// mapOfStrings reads an object of strings, or a list by its indexes. A value
// that is not a string keeps its JSON; null becomes "".
func (w *walker) mapOfStrings(v reflect.Value) error {
	if c := w.peek(); c != '{' && c != '[' {
		return w.none(v)
	}
	read := map[string]string{}
	v.Set(reflect.ValueOf(read))
	return w.each(func(name jsontext.Value) error {
		key, err := strconv.Itoa(len(read)), error(nil)
		if name != nil {
			key, err = w.textOf(name, &w.cache)
		}
		if err != nil {
			return err
		}
		read[key], err = w.textOrJSON(w.next())
		return err
	})
}

func (w *walker) textOrJSON(raw jsontext.Value) (string, error) {
	switch raw.Kind() {
	case jsontext.KindString, jsontext.KindNull:
		return w.textOf(raw, &w.cache)
	}
	if !utf8.Valid(raw) {
		return "", &oddError{errUTF8}
	}
	return w.cache.string(raw), nil
}
