// Package form encodes parameters as PHP reads them: variables with names in
// brackets, such as lines[0][amount].
package form

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxVariables is how many variables PHP reads from one form by default. It drops
// the rest and tells nobody.
const MaxVariables = 1000

// Form is the variables of a form in natural order, lines[2] before lines[10]:
// PHP keeps the order of arrival. A name may come more than once, as list[] does.
type Form []Variable

// Variable is one variable of a form.
type Variable struct{ Name, Value string }

// FromValues returns the variables of values.
func FromValues(values url.Values) Form {
	f := make(Form, 0, len(values))
	for name, texts := range values {
		for _, text := range texts {
			f = append(f, Variable{name, text})
		}
	}
	f.sort()
	return f
}

func (f Form) sort() {
	slices.SortStableFunc(f, func(a, b Variable) int { return compareNatural(a.Name, b.Name) })
}

func (f Form) find(name string) (at int, found bool) {
	return slices.BinarySearchFunc(f, name, func(v Variable, name string) int { return compareNatural(v.Name, name) })
}

// Get returns the first value of a variable, or "" if the form has none.
func (f Form) Get(name string) string {
	if at, found := f.find(name); found {
		return f[at].Value
	}
	return ""
}

// Has reports whether the form has a variable.
func (f Form) Has(name string) bool {
	_, found := f.find(name)
	return found
}

// Set replaces the values of a variable.
func (f *Form) Set(name string, values ...string) {
	at, _ := f.find(name)
	end := at
	for end < len(*f) && (*f)[end].Name == name {
		end++
	}
	added := make(Form, len(values))
	for i, value := range values {
		added[i] = Variable{name, value}
	}
	*f = slices.Concat((*f)[:at], added, (*f)[end:])
}

// CheckText returns a [*ValueError] if a name or a value is not valid UTF-8.
func (f Form) CheckText() error {
	for _, v := range f {
		if !utf8.ValidString(v.Name) {
			return &ValueError{"params", "have a name that is not valid UTF-8"}
		}
		if !utf8.ValidString(v.Value) {
			return &ValueError{v.Name, "is not valid UTF-8"}
		}
	}
	return nil
}

// Encode returns the form as application/x-www-form-urlencoded.
func (f Form) Encode() string {
	size := 0
	for _, v := range f {
		size += len(v.Name) + 2*strings.Count(v.Name, "[") + 2*strings.Count(v.Name, "]") + len(v.Value) + 2
	}
	encoded := make([]byte, 0, size+size/8)
	for i, v := range f {
		if i > 0 {
			encoded = append(encoded, '&')
		}
		encoded = appendEscaped(encoded, v.Name)
		encoded = append(encoded, '=')
		encoded = appendEscaped(encoded, v.Value)
	}
	return string(encoded)
}

// appendEscaped appends what [url.QueryEscape] returns, without a string for each
// name and value.
func appendEscaped(to []byte, text string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			to = append(to, c)
		case c == ' ':
			to = append(to, '+')
		default:
			to = append(to, '%', hex[c>>4], hex[c&15])
		}
	}
	return to
}
