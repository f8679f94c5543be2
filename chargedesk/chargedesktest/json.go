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

// writer writes the JSON of answers. Its methods are named after the kinds of
// members that the two generations of types treat alike.
type writer struct {
	live bool
	b    []byte
}

// object writes an object as a member, or without a name as an element.
func (w *writer) object(name string, fields func()) { w.nest(name, "{}", fields) }

// array writes an array; elements are objects or values without a name.
func (w *writer) array(name string, elements func()) { w.nest(name, "[]", elements) }

func (w *writer) nest(name, brackets string, inside func()) {
	w.key(name)
	w.b = append(w.b, brackets[0])
	inside()
	w.b = append(w.b, brackets[1])
}

// key writes what comes before a value.
func (w *writer) key(name string) {
	if n := len(w.b); n > 0 && strings.IndexByte("{[:", w.b[n-1]) < 0 {
		w.b = append(w.b, ',')
	}
	if name != "" {
		w.string(name)
		w.b = append(w.b, ':')
	}
}

// raw writes a value that is JSON already.
func (w *writer) raw(name, value string) {
	w.key(name)
	w.b = append(w.b, value...)
}

func (w *writer) text(name, value string) {
	w.key(name)
	w.string(value)
}

// textOrNull is null when there is nothing to say.
func (w *writer) textOrNull(name, value string) {
	if value == "" {
		w.raw(name, "null")
		return
	}
	w.text(name, value)
}

// count is a number in both generations.
func (w *writer) count(name string, n int64) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

// column is a number in the documentation and text in live accounts, as it
// comes out of a database row.
func (w *writer) column(name string, n int64) {
	if w.live {
		w.text(name, strconv.FormatInt(n, 10))
		return
	}
	w.count(name, n)
}

// flag is 1 or 0, typed like a column.
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

// money is text in both generations.
func (w *writer) money(name string, amount decimal.Decimal, currency string) {
	w.text(name, plain(amount, currency))
}

// price is a number in the documentation and text in live accounts.
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

// metadata is what PHP makes of a map: an array if it is empty or its keys are
// 0, 1, 2 and so on.
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

// string writes a JSON string; a live account's as PHP's json_encode does, with
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

// isPlain tells the text, by far the most, that is its own JSON.
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
