package lenient

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner steps through JSON, and checks it on the way. It accepts what package
// go-json-experiment accepts where invalid UTF-8 and names that come twice are allowed.
// After its first fault it finds nothing but null.
type scanner struct {
	data  []byte
	at    int // what is before it has been read
	depth int
	plain bool  // the last string, or name, is ASCII without escapes
	err   error // the first fault
}

var null = jsontext.Value("null")

// check returns the first fault of a text that is not one JSON value.
func check(data []byte) error {
	s := scanner{data: data}
	s.peek()
	s.skip()
	return s.end()
}

// end returns the first fault, if only that there is more behind the value.
func (s *scanner) end() error {
	if s.peek(); s.at < len(s.data) {
		s.fail(s.at)
	}
	return s.err
}

// fail is for a text that is not JSON from byte i on, or that ends there too early.
func (s *scanner) fail(i int) {
	if i < len(s.data) {
		s.stop(&syntaxError{i})
	} else {
		s.stop(errCutOff)
	}
}

func (s *scanner) stop(err error) {
	if s.err == nil {
		s.err = err
	}
	s.at = len(s.data)
}

// char returns the next character, 0 at the end.
func (s *scanner) char() byte {
	if s.at < len(s.data) {
		return s.data[s.at]
	}
	return 0
}

// peek steps over white space, and returns the next character, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// enter steps into the object or list that begins here, and reports whether there
// is anything inside. end is how it ends.
func (s *scanner) enter(end byte) bool {
	s.at++
	if s.depth++; s.depth > MaxDepth {
		s.stop(&LimitError{Name: "levels of nesting", Limit: MaxDepth})
		return false
	}
	if s.peek() != end {
		return true
	}
	s.at++
	s.depth--
	return false
}

// more reports whether the object or list goes on, and steps over the comma or
// over its end.
func (s *scanner) more(end byte) bool {
	switch s.peek() {
	case ',':
		s.at++
		s.peek()
		return true
	case end:
		s.at++
		s.depth--
		return false
	}
	s.fail(s.at)
	return false
}

// nextName reads the name of a field, and steps to the field's value.
func (s *scanner) nextName() jsontext.Value {
	if s.peek() != '"' {
		s.fail(s.at)
	}
	name := s.next()
	if s.peek() != ':' {
		s.fail(s.at)
		return null
	}
	s.at++
	s.peek()
	return name
}

// next reads the value that begins here whole.
func (s *scanner) next() jsontext.Value {
	start := s.at
	if s.skip(); s.err != nil {
		return null
	}
	return s.data[start:s.at:s.at]
}

// isString reports whether next would read this string, which has no escapes.
func (s *scanner) isString(text string) bool {
	rest := s.data[s.at:]
	return len(rest) > len(text)+1 && rest[0] == '"' && rest[len(text)+1] == '"' && string(rest[1:len(text)+1]) == text
}

// skip steps over the value that begins here.
func (s *scanner) skip() {
	switch s.char() {
	case '"':
		s.skipString()
	case '{':
		for more := s.enter('}'); more; more = s.more('}') {
			s.nextName()
			s.skip()
		}
	case '[':
		for more := s.enter(']'); more; more = s.more(']') {
			s.skip()
		}
	case 't':
		s.skipWord("true")
	case 'f':
		s.skipWord("false")
	case 'n':
		s.skipWord("null")
	default:
		s.skipNumber()
	}
}

func (s *scanner) skipWord(word string) {
	for i := range len(word) {
		if s.char() != word[i] {
			s.fail(s.at)
			return
		}
		s.at++
	}
}

func (s *scanner) skipNumber() {
	if s.char() == '-' {
		s.at++
	}
	if s.char() == '0' {
		s.at++
	} else {
		s.skipDigits()
	}
	if s.char() == '.' {
		s.at++
		s.skipDigits()
	}
	if c := s.char(); c == 'e' || c == 'E' {
		s.at++
		if c := s.char(); c == '+' || c == '-' {
			s.at++
		}
		s.skipDigits()
	}
}

// skipDigits steps over at least one digit.
func (s *scanner) skipDigits() {
	start := s.at
	for c := s.char(); '0' <= c && c <= '9'; c = s.char() {
		s.at++
	}
	if s.at == start {
		s.fail(s.at)
	}
}

// skipString steps over a string. Bytes that are not UTF-8 don't break it.
func (s *scanner) skipString() {
	s.plain = true
	for i := s.at + 1; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			s.at = i + 1
			return
		case c < ' ':
			s.fail(i)
			return
		case c >= utf8.RuneSelf:
			s.plain = false
		case c == '\\':
			s.plain = false
			length := escape(s.data[i:])
			if length == 0 {
				s.fail(i)
				return
			}
			i += length - 1
		}
	}
	s.fail(len(s.data))
}

// escape returns the length of the escape with which text begins, 0 if it is none. The
// text may end within it.
func escape(text []byte) int {
	if len(text) < len(`\n`) {
		return len(`\n`)
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return len(`\n`)
	case 'u':
		if length := len(`\u00e9`); isHex(text[2:min(length, len(text))]) {
			return length
		}
	}
	return 0
}

func isHex(text []byte) bool {
	for _, c := range text {
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
			return false
		}
	}
	return true
}
