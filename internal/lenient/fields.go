package lenient

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Object is the fields of a JSON object as sent, in their order. A name that comes
// twice is in it twice. The values are parts of the text and must not be changed.
type Object []Member

// Member is a field of an [Object].
type Member struct {
	quoted jsontext.Value // the name
	value  jsontext.Value
}

// Fields returns the fields of a JSON object, and nil for anything else, such as
// HTML, a list or an object that is cut off. It reads what [Read] reads: a byte
// order mark, invalid UTF-8 and names that come twice hide no field.
func Fields(data []byte) Object {
	data = bytes.TrimPrefix(data, byteOrderMark)
	if checkSize(data) != nil {
		return nil
	}
	return fieldsOf(data)
}

func fieldsOf(data []byte) Object {
	s := scanner{data: data}
	if s.peek() != '{' {
		return nil
	}
	read := make(Object, 0, 4)
	for more := s.enter('}'); more; more = s.more('}') {
		name := s.nextName()
		read = append(read, Member{name, s.next()})
	}
	if s.end() != nil {
		return nil
	}
	return read
}

// Get returns the value of a field, or nil if there is none. Of two values under one
// name the last one counts, but one that says nothing (null, false, 0, "", [] or
// {}) never hides one that says something. The name has no characters that JSON
// escapes.
func (o Object) Get(name string) (found jsontext.Value) {
	for _, m := range o {
		if m.is(name) && (found == nil || !saysNothing(m.value)) {
			found = m.value
		}
	}
	return found
}

// Object returns the fields of a field that is an object, and nil for any other.
func (o Object) Object(name string) Object {
	if value := o.Get(name); value != nil {
		return fieldsOf(value)
	}
	return nil
}

// Map returns the value that Get returns for each name.
func (o Object) Map() map[string]jsontext.Value {
	all := make(map[string]jsontext.Value, len(o))
	for _, m := range o {
		name := nameOf(m.quoted)
		if _, again := all[name]; !again || !saysNothing(m.value) {
			all[name] = m.value
		}
	}
	return all
}

func (m Member) is(name string) bool {
	inner := m.quoted[1 : len(m.quoted)-1]
	return string(inner) == name || bytes.IndexByte(inner, '\\') >= 0 && nameOf(m.quoted) == name
}

// nameOf returns the name of a field, with U+FFFD for what is not valid UTF-8.
func nameOf(quoted jsontext.Value) string {
	if name, ok := plainText(quoted); ok {
		return name
	}
	name, _ := jsontext.AppendUnquote(nil, quoted)
	return string(name)
}

// saysNothing reports whether a value is one of PHP's empty ones.
func saysNothing(value jsontext.Value) bool {
	switch value.Kind() {
	case jsontext.KindNull, jsontext.KindFalse:
		return true
	case jsontext.KindNumber:
		return string(value) == "0"
	case jsontext.KindString, jsontext.KindBeginArray, jsontext.KindBeginObject:
		return len(bytes.TrimSpace(value[1:len(value)-1])) == 0
	}
	return false
}
