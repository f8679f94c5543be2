package lenient

import (
	"bytes"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner steps through JSON, and checks it on the way. It accepts what the engine
// accepts, so that the engine has to read again only what is not JSON, for its error.
//
// A scanner that has found a fault is broken: from there on it finds nothing but null.
type scanner struct {
	data   []byte
	at     int // what is before it has been read
	depth  int
	plain  bool // the last string, or name, is ASCII without escapes
	broken bool
}

var null = jsontext.Value("null")

func (s *scanner) fail() {
	s.at, s.broken = len(s.data), true
}

// ended reports whether all of the text was JSON, and was read.
func (s *scanner) ended() bool {
	s.peek()
	return s.at == len(s.data) && !s.broken
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
		s.fail()
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
	s.fail()
	return false
}

// nextName reads the name of a field, and steps to the field's value.
func (s *scanner) nextName() jsontext.Value {
	if s.peek() != '"' {
		s.fail()
	}
	name := s.next()
	if s.peek() != ':' {
		s.fail()
		return null
	}
	s.at++
	s.peek()
	return name
}

// next reads the value that begins here whole.
func (s *scanner) next() jsontext.Value {
	start := s.at
	if s.skip(); s.broken {
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
	if !bytes.HasPrefix(s.data[s.at:], []byte(word)) {
		s.fail()
		return
	}
	s.at += len(word)
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
		s.fail()
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
			s.fail()
			return
		case c >= utf8.RuneSelf:
			s.plain = false
		case c == '\\':
			s.plain = false
			length := escape(s.data[i:])
			if length == 0 {
				s.fail()
				return
			}
			i += length - 1
		}
	}
	s.fail()
}

// escape returns the length of the escape with which text begins, 0 if it is none.
func escape(text []byte) int {
	if len(text) < len(`\n`) {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return len(`\n`)
	case 'u':
		if length := len(`\u00e9`); len(text) >= length && isHex(text[2:length]) {
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
