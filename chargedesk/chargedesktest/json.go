package chargedesktest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// writer writes the JSON of responses. It has a method for each kind of field that
// has one JSON type with [LiveTypes] and one with [DocsTypes].
type writer struct {
	live bool
	b    []byte
}

// object writes an object as a field, or as an element if the name is "".
func (w *writer) object(name string, fields func()) { w.nest(name, "{}", fields) }

// array writes an array. Its elements are written with the name "".
func (w *writer) array(name string, elements func()) { w.nest(name, "[]", elements) }

func (w *writer) nest(name, brackets string, inside func()) {
	w.key(name)
	w.b = append(w.b, brackets[0])
	inside()
	w.b = append(w.b, brackets[1])
}

// key writes the comma and the name before a value.
func (w *writer) key(name string) {
	if n := len(w.b); n > 0 && strings.IndexByte("{[:", w.b[n-1]) < 0 {
		w.b = append(w.b, ',')
	}
	if name != "" {
		w.string(name)
		w.b = append(w.b, ':')
	}
}

// raw writes a value that is JSON.
func (w *writer) raw(name, value string) {
	w.key(name)
	w.b = append(w.b, value...)
}

func (w *writer) text(name, value string) {
	w.key(name)
	w.string(value)
}

// textOrNull writes null for "".
func (w *writer) textOrNull(name, value string) {
	if value == "" {
		w.raw(name, "null")
		return
	}
	w.text(name, value)
}

// count writes a number for both JSON types.
func (w *writer) count(name string, n int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

// column writes a number with [DocsTypes] and a string with [LiveTypes], as from a
// database row.
func (w *writer) column(name string, n int64) {
	if w.live {
		w.text(name, strconv.FormatInt(n, 10))
		return
	}
	w.count(name, n)
}

// flag writes 1 or 0 as a column.
func (w *writer) flag(name string, value bool) {
	n := int64(0)
	if value {
		n = 1
	}
	w.column(name, n)
}

func (w *writer) boolean(name string, value bool) {
	w.key(name)
	w.b = strconv.AppendBool(w.b, value)
}

// money writes a string for both JSON types.
func (w *writer) money(name string, amount decimal.Decimal, currency string) {
	w.text(name, plain(amount, currency))
}

// price writes a number with [DocsTypes] and a string with [LiveTypes].
func (w *writer) price(name string, amount decimal.Decimal, currency string) {
	if w.live {
		w.money(name, amount, currency)
		return
	}
	w.number(name, amount)
}

func (w *writer) number(name string, value decimal.Decimal) { w.raw(name, number(value)) }

func (w *writer) texts(name string, values ...string) {
	w.array(name, func() {
		for _, value := range values {
			w.text("", value)
		}
	})
}

// metadata writes a map as PHP encodes it: as an array if it is empty or its keys
// are 0, 1, 2 and so on.
func (w *writer) metadata(name string, pairs map[string]string) {
	values := make([]string, 0, len(pairs))
	for i := range len(pairs) {
		if value, ok := pairs[strconv.Itoa(i)]; ok {
			values = append(values, value)
		}
	}
	if len(values) == len(pairs) {
		w.texts(name, values...)
		return
	}
	w.object(name, func() {
		for _, key := range slices.Sorted(maps.Keys(pairs)) {
			w.text(key, pairs[key])
		}
	})
}

// string writes a JSON string, with [LiveTypes] escaped as by PHP's json_encode:
// \/ and \uXXXX.
func (w *writer) string(text string) {
	w.b = append(w.b, '"')
	if isPlain(text) {
		w.b = append(w.b, text...)
	} else {
		for _, r := range text { // a broken byte becomes U+FFFD
			w.rune(r)
		}
	}
	w.b = append(w.b, '"')
}

// isPlain reports whether a string needs no escapes.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < 0x20 || c == '"' || c == '\\' || c == '/' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (w *writer) rune(r rune) {
	switch {
	case r == '"' || r == '\\' || r == '/' && w.live:
		w.b = append(w.b, '\\', byte(r))
	case r == '\n':
		w.b = append(w.b, `\n`...)
	case r < 0x20:
		w.escape(r)
	case r < utf8.RuneSelf || !w.live:
		w.b = utf8.AppendRune(w.b, r)
	case r > 0xFFFF:
		high, low := utf16.EncodeRune(r)
		w.escape(high)
		w.escape(low)
	default:
		w.escape(r)
	}
}

func (w *writer) escape(r rune) {
	const hex = "0123456789abcdef"
	w.b = append(w.b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
