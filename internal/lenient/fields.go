package lenient

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// Fields returns the fields of a JSON object, and nil for anything else, such as
// HTML, a list or an object that is cut off. It reads what [Read] reads: a byte
// order mark, invalid UTF-8 and names that come twice hide no field. Of two
// values under one name the last one counts, but one that says nothing (null,
// false, 0, "", [] or {}) never hides one that says something.
//
// The values are parts of data. They must not be changed.
func Fields(data []byte) map[string]jsontext.Value {
	data = bytes.TrimPrefix(data, byteOrderMark)
	if checkSize(data) != nil || checkJSON(data) != nil {
		return nil
	}
	s := scanner{data: data}
	if s.peek() != '{' {
		return nil
	}
	s.at++
	read := map[string]jsontext.Value{}
	for s.more() {
		name := nameOf(s.next())
		s.colon()
		value := s.next()
		if _, again := read[name]; !again || !saysNothing(value) {
			read[name] = value
		}
	}
	return read
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
