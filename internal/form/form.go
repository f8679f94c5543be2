// Package form encodes parameters as PHP reads them: variables with names in
// brackets, such as lines[0][amount].
package form

import (
	"cmp"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"
)

// MaxVariables is how many variables PHP reads from one form; it drops the
// rest without telling anybody.
const MaxVariables = 1000

// Values turns a pointer to a params struct into form variables by its
// `url` tags. A nil pointer gives none.
func Values(params any) (url.Values, error) {
	if v := reflect.ValueOf(params); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return url.Values{}, nil
	}
	return query.Values(params)
}

// EmptyError says that an element of a list encodes to nothing. Left out, it would
// make the list one with a gap, which is a map to PHP.
type EmptyError struct{ Name string }

func (e *EmptyError) Error() string { return e.Name + " is empty" }

// AddList adds the elements of a list of structs as key[0][name], key[1][name], …
// PHP reads key[][name] as a new element at every name. An empty list is sent
// as one empty variable; a nil one is not sent. An element without any variable
// is an [*EmptyError].
func AddList[T any](key string, list []T, to *url.Values) error {
	if list != nil && len(list) == 0 {
		to.Set(key, "")
	}
	for i, element := range list {
		values, err := query.Values(element)
		if err != nil {
			return err
		}
		if len(values) == 0 {
			return &EmptyError{Name: fmt.Sprintf("%s[%d]", key, i)}
		}
		for name, texts := range values {
			first, rest, nested := strings.Cut(name, "[")
			path := fmt.Sprintf("%s[%d][%s]", key, i, first)
			if nested {
				path += "[" + rest
			}
			(*to)[path] = texts
		}
	}
	return nil
}

// AddStrings adds a list of strings as key[0], key[1], …; nil is not sent and
// an empty list is sent as one empty variable.
func AddStrings[T ~string](key string, list []T, to *url.Values) {
	if list != nil && len(list) == 0 {
		to.Set(key, "")
	}
	for i, text := range list {
		to.Set(fmt.Sprintf("%s[%d]", key, i), string(text))
	}
}

// AddMap adds a map as key[name]; nil is not sent and an empty map is sent as
// one empty variable.
func AddMap(key string, texts map[string]string, to *url.Values) {
	if texts != nil && len(texts) == 0 {
		to.Set(key, "")
	}
	for name, text := range texts {
		to.Set(key+"["+name+"]", text)
	}
}

// CountVariables is how many variables PHP makes of the form, or would like to.
func CountVariables(values url.Values) (variables int) {
	for _, texts := range values {
		variables += len(texts)
	}
	return variables
}

// Encode writes the variables in natural order, key[2] before key[10]:
// PHP keeps the order of arrival, so a list sorted as text would arrive shuffled.
func Encode(values url.Values) string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.SortFunc(names, compareNatural)
	var b strings.Builder
	for _, name := range names {
		escaped := url.QueryEscape(name)
		for _, text := range values[name] {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(escaped)
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(text))
		}
	}
	return b.String()
}

// compareNatural orders bracketed names part by part, indexes by their number.
func compareNatural(a, b string) int {
	restA, restB := a, b
	for restA != restB {
		var partA, partB string
		partA, restA, _ = strings.Cut(restA, "[")
		partB, restB, _ = strings.Cut(restB, "[")
		if partA != partB {
			return compareParts(strings.TrimSuffix(partA, "]"), strings.TrimSuffix(partB, "]"))
		}
	}
	return strings.Compare(a, b)
}

// compareParts puts numbers before texts, or 10 < 1a < 2 < 10.
func compareParts(a, b string) int {
	numericA, numericB := isIndex(a), isIndex(b)
	switch {
	case numericA && !numericB:
		return -1
	case numericB && !numericA:
		return 1
	case numericA && len(a) != len(b):
		return cmp.Compare(len(a), len(b))
	}
	return strings.Compare(a, b)
}

// isIndex says whether a part is an index as PHP writes it, without leading zeros.
func isIndex(part string) bool {
	if part == "0" {
		return true
	}
	return part != "" && part[0] != '0' && strings.Trim(part, "0123456789") == ""
}
