package fake

import (
	"fmt"
	"strings"
)

// step is one level of a variable's name: a key, or [] for the next free index.
type step struct {
	key  string
	next bool
}

// splitName splits a variable's name as PHP does. It returns false if PHP discards
// the variable. Only the name before the first bracket is mangled into a PHP
// identifier; keys keep their dots and spaces.
func splitName(name string) ([]step, bool) {
	name, _, _ = strings.Cut(name, "\x00") // PHP reads names as C strings
	name = strings.TrimLeft(name, " ")
	base, rest, bracketed := strings.Cut(name, "[")
	if base == "" {
		return nil, false
	}
	path := []step{{key: mangle(base)}}
	for bracketed {
		var index step
		var closed bool
		index, rest, closed = splitIndex(rest)
		if !closed {
			return unclosed(path, rest), true
		}
		path = append(path, index)
		rest, bracketed = strings.CutPrefix(rest, "[")
	}
	return path, true // PHP ignores the rest
}

// splitIndex reads an index up to its closing bracket. Without one it returns
// the string unchanged.
func splitIndex(text string) (index step, rest string, closed bool) {
	key, rest, closed := strings.Cut(text, "]")
	switch {
	case !closed:
		return step{}, text, false
	case key == "" || len(key) == 1 && isSpace(key[0]):
		return step{next: true}, rest, true
	}
	return step{key: key}, rest, true
}

// unclosed returns the path of a name whose last bracket is not closed. If that is
// the first bracket it belongs to the name; a later one ends it.
func unclosed(path []step, rest string) []step {
	switch {
	case len(path) == 1:
		path[0].key += "_" + mangle(rest)
	case len(path) > MaxNesting:
		return append(path, step{key: rest}) // PHP counts this bracket too
	}
	return path
}

var mangler = strings.NewReplacer(" ", "_", ".", "_", "[", "_")

func mangle(name string) string { return mangler.Replace(name) }

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// decodeEscapes turns + into a space and %XX into its byte. It keeps a malformed
// escape and reports it.
func decodeEscapes(text string) (string, error) {
	if !strings.ContainsAny(text, "+%") {
		return text, nil
	}
	var err error
	decoded := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '+':
			decoded = append(decoded, ' ')
		case text[i] != '%':
			decoded = append(decoded, text[i])
		case i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			decoded = append(decoded, fromHex(text[i+1])<<4|fromHex(text[i+2]))
			i += 2
		default:
			decoded = append(decoded, '%')
			err = fmt.Errorf("fake: malformed escape at byte %d of %.40q", i, text)
		}
	}
	return string(decoded), err
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func fromHex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&0x0F + 9
}
