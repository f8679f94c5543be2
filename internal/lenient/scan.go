package lenient

import (
	"bytes"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// checked reads nothing: it lets the engine check that data is one JSON value.
type checked struct{}

// UnmarshalJSONFrom is how the engine hands over its decoder.
func (checked) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	_, err := dec.ReadValue()
	return err
}

// checkJSON checks that data is one JSON value. Afterwards a [scanner] can step
// through it without looking for errors.
func checkJSON(data []byte) error {
	return bounded(json.Unmarshal(data, &checked{}, tolerant))
}

// scanner steps through JSON that the engine has checked.
type scanner struct {
	data []byte
	at   int // what is before it has been read
}

// peek returns the first character of what comes next.
func (s *scanner) peek() byte {
	for {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
}

// more reports whether the object or list goes on, and steps over the comma or
// over its end.
func (s *scanner) more() bool {
	switch s.peek() {
	case ',':
		s.at++
		s.peek()
		return true
	case '}', ']':
		s.at++
		return false
	}
	return true
}

// colon steps over what is between a name and its value.
func (s *scanner) colon() {
	s.peek()
	s.at++
	s.peek()
}

// next reads the next value, or the next name, whole.
func (s *scanner) next() jsontext.Value {
	s.peek()
	start := s.at
	s.skip()
	return s.data[start:s.at:s.at]
}

// isString reports whether next would read this string, which has no escapes.
func (s *scanner) isString(text string) bool {
	rest := s.data[s.at:]
	return len(rest) > len(text)+1 && rest[0] == '"' && rest[len(text)+1] == '"' && string(rest[1:len(text)+1]) == text
}

// skip steps over a value.
func (s *scanner) skip() {
	switch s.data[s.at] {
	case '"':
		s.skipString()
	case '{', '[':
		s.skipNested()
	default:
		if end := bytes.IndexAny(s.data[s.at:], ",]} \t\r\n"); end >= 0 {
			s.at += end
		} else {
			s.at = len(s.data)
		}
	}
}

// skipNested steps over an object or a list.
func (s *scanner) skipNested() {
	for depth := 0; ; {
		switch s.data[s.at] {
		case '"':
			s.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}

// skipString steps over a string. A quote ends it if an even number of
// backslashes stands before the quote.
func (s *scanner) skipString() {
	begin := s.at + 1
	for s.at = begin; ; s.at++ {
		s.at += bytes.IndexByte(s.data[s.at:], '"')
		if s.data[s.at-1] != '\\' {
			s.at++
			return
		}
		before := s.data[begin:s.at]
		if backslashes := len(before) - len(bytes.TrimRight(before, `\`)); backslashes%2 == 0 {
			s.at++
			return
		}
	}
}
