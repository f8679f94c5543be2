package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Kinds of JSON values. Whole numbers are told from others, as the descriptions do.
const (
	isNull     = "null"
	isBoolean  = "boolean"
	isWhole    = "whole number"
	isFraction = "number with a fraction"
	isString   = "string"
	isList     = "list"
	isObject   = "object"
)

func kindOf(value any) string {
	switch value := value.(type) {
	case bool:
		return isBoolean
	case json.Number:
		if strings.ContainsAny(value.String(), ".eE") {
			return isFraction
		}
		return isWhole
	case string:
		return isString
	case []any:
		return isList
	case map[string]any:
		return isObject
	}
	return isNull
}

// kindsOf are the kinds of a type of the description.
var kindsOf = map[string][]string{
	"null": {isNull}, "boolean": {isBoolean}, "integer": {isWhole}, "number": {isWhole, isFraction},
	"string": {isString}, "array": {isList}, "object": {isObject},
}

func allows(schema *openapi3.Schema, kind string) bool {
	if schema.Type == nil {
		all := alternatives(schema)
		return len(all) == 0 || slices.ContainsFunc(all, func(one *openapi3.SchemaRef) bool { return allows(one.Value, kind) })
	}
	return slices.ContainsFunc(schema.Type.Slice(), func(name string) bool { return slices.Contains(kindsOf[name], kind) })
}

// expected returns the kinds that a schema allows, as a text.
func expected(schema *openapi3.Schema) string {
	var kinds []string
	for _, kind := range []string{isString, isWhole, isFraction, isBoolean, isObject, isList, isNull} {
		if allows(schema, kind) {
			kinds = append(kinds, kind)
		}
	}
	return strings.Join(kinds, ", ")
}

// isOpen reports whether a schema allows several kinds besides null, so that the
// description leaves open which one comes.
func isOpen(schema *openapi3.Schema) bool {
	n := 0
	for name, kinds := range kindsOf {
		if name != "null" && name != "number" && allows(schema, kinds[0]) {
			n++
		}
	}
	return n > 1
}

// Forms of times.
var timeForms = []struct {
	name string
	form *regexp.Regexp
}{
	{"Unix seconds", regexp.MustCompile(`^\d{9,10}$`)},
	{"Unix milliseconds", regexp.MustCompile(`^\d{12,13}$`)},
	{"a date only", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
	{"ISO 8601 without a zone", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)},
	{"ISO 8601 with Z", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)},
	{"ISO 8601 with an offset", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d$`)},
	{"ISO 8601 with fractions of a second", regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:?\d\d)?$`)},
}

// timeForm names the form of a time; "" means that there is no time.
func timeForm(value any) string {
	text := textOf(value)
	if text == "" || text == "0" {
		return ""
	}
	for _, known := range timeForms {
		if known.form.MatchString(text) {
			if _, isText := value.(string); isText && strings.HasPrefix(known.name, "Unix") {
				return known.name + " in a string"
			}
			return known.name
		}
	}
	return "another form"
}

// textOf returns a string or a number as text, and "" for anything else.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	}
	return ""
}

// sameJSON reports whether a value of a description's enum is the value of a response.
func sameJSON(described, value any) bool {
	if number, ok := value.(json.Number); ok {
		written, err := json.Marshal(described)
		return err == nil && string(written) == number.String()
	}
	return described == value
}
