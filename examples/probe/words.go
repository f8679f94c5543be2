package main

import (
	"encoding/json"
	"regexp"
)

// vault knows the texts that must not be shown: the keys, what the vendor sent as
// values, and the names of fields that somebody chose, such as those of metadata.
type vault struct {
	texts  map[string]bool
	public map[string]bool // names of fields that are described somewhere
}

func newVault(keys ...string) *vault {
	v := &vault{texts: map[string]bool{}, public: map[string]bool{}}
	for _, key := range keys {
		v.texts[key] = true
	}
	return v
}

func (v *vault) keep(text string) { v.texts[text] = true }

// keepAll keeps every text in a value.
func (v *vault) keepAll(value any) {
	switch value := value.(type) {
	case string:
		v.keep(value)
	case json.Number:
		v.keep(value.String())
	case []any:
		for _, element := range value {
			v.keepAll(element)
		}
	case map[string]any:
		for _, element := range value {
			v.keepAll(element)
		}
	}
}

var (
	plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,59}$`)
	plainWord = regexp.MustCompile(`^[a-z]+([ _-][a-z]+){0,4}$`)
	manyDigit = regexp.MustCompile(`[0-9]{3}|[0-9].*[0-9].*[0-9]`)
)

// name returns the name of a field that is not described, if it looks like a name
// that the vendor chose, or is one of another object. Names like ids, addresses or data are not shown.
func (v *vault) name(name string) (shown string, ok bool) {
	if v.public[name] || plainName.MatchString(name) && !manyDigit.MatchString(name) && !v.texts[name] {
		return name, true
	}
	return "", false
}

// word returns the value of a field that holds one of a few words, if it looks like
// one and is no value of another field.
func (v *vault) word(word string) (shown string, ok bool) {
	if plainWord.MatchString(word) && len(word) <= 40 && !v.texts[word] {
		return word, true
	}
	return "", false
}
