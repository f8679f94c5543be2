package fake

import "strings"

// Limits of PHP's default configuration.
const (
	// MaxVariables is how many variables a form may have (max_input_vars).
	MaxVariables = 1000
	// MaxNesting is how many brackets a name may have (max_input_nesting_level).
	MaxNesting = 64
)

// Form is a form as PHP reads it into $_GET or $_POST: names with brackets make
// nested maps, every [] appends an element, later values replace earlier ones.
type Form struct {
	Value // the map of all top-level names

	// Dropped is how many variables followed the first MaxVariables. PHP drops
	// them and only writes a line to the server's log.
	Dropped int
}

// ParseForm reads a form body or query string as PHP's parse_str does.
//
// The form is never nil. The error reports a malformed percent escape, which PHP
// leaves in the string without an error.
func ParseForm(encoded string) (*Form, error) {
	form := &Form{Value: Value{isMap: true}}
	var firstErr error
	variables := 0
	for pair := range strings.SplitSeq(encoded, "&") {
		if pair == "" {
			continue
		}
		if variables++; variables > MaxVariables {
			form.Dropped++
			continue
		}
		if err := form.addPair(pair); err != nil && firstErr == nil {
			firstErr = err
		}
	}
	return form, firstErr
}

func (f *Form) addPair(pair string) error {
	name, text, _ := strings.Cut(pair, "=")
	name, nameErr := decodeEscapes(name)
	text, textErr := decodeEscapes(text)
	f.register(name, text)
	if nameErr != nil {
		return nameErr
	}
	return textErr
}

// register stores a variable at the path that its name spells.
func (f *Form) register(name, text string) {
	path, ok := splitName(name)
	switch {
	case !ok:
		return
	case len(path) > MaxNesting+1:
		f.remove(path[0].key) // PHP removes the whole variable, not only this value
		return
	}
	place := &f.Value
	for _, step := range path[:len(path)-1] {
		place = place.enter(step)
	}
	place.put(path[len(path)-1], &Value{text: text})
}
