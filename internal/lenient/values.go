package lenient

import (
	"iter"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Values yields each value of a JSON text and where it is, an object or a list before
// what is in it and as nothing but its first character. It stops at what is not JSON.
func Values(data []byte) iter.Seq2[jsontext.Pointer, jsontext.Value] {
	return func(yield func(jsontext.Pointer, jsontext.Value) bool) {
		s := scanner{data: data}
		for s.peek(); s.at < len(data) && s.values("", yield); s.peek() {
		}
	}
}

// values yields the value that begins here, and reports whether to go on.
func (s *scanner) values(at jsontext.Pointer, yield func(jsontext.Pointer, jsontext.Value) bool) bool {
	var end byte
	switch s.char() {
	case '{':
		end = '}'
	case '[':
		end = ']'
	default:
		value := s.next()
		return s.err == nil && yield(at, value)
	}
	if !yield(at, s.data[s.at:s.at+1:s.at+1]) {
		return false
	}
	index := 0
	for more := s.enter(end); more; more = s.more(end) {
		name := strconv.Itoa(index)
		if end == '}' {
			name = nameOf(s.nextName())
		}
		if !s.values(at.AppendToken(name), yield) {
			return false
		}
		index++
	}
	return s.err == nil
}
