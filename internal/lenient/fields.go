package lenient

import (
	"bytes"

	"github.com/go-json-experiment/json"
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
	if checkSize(data) != nil {
		return nil
	}
	read := fields{}
	if json.Unmarshal(data, &read, tolerant) != nil {
		return nil
	}
	return read
}

type fields map[string]jsontext.Value

// UnmarshalJSONFrom is how the engine hands over its decoder.
func (f fields) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if kind := dec.PeekKind(); kind != jsontext.KindBeginObject {
		return &kindError{kind, "an object"}
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != jsontext.KindEndObject {
		quoted, err := dec.ReadValue()
		if err != nil {
			return err
		}
		name, _ := jsontext.AppendUnquote(nil, quoted)
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if _, again := f[string(name)]; !again || !saysNothing(value) {
			f[string(name)] = value
		}
	}
	_, err := dec.ReadToken()
	return err
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
