package openapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/chargekit/chargekit-go/internal/fake"
)

const formType = "application/x-www-form-urlencoded"

// The built-in decoder knows neither lists of objects nor PHP's reading of [].
// The registry is the whole program's, so there is one decoder for all vendors.
func init() {
	openapi3filter.RegisterBodyDecoder(formType, decodeForm)
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
}

func decodeForm(body io.Reader, _ http.Header, schema *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	form, err := parseForm(string(text))
	if err != nil {
		return nil, err
	}
	return typed(&form.Value, variants(schema)), nil
}

// parseForm reads a form as PHP does, and rejects what PHP loses in silence: a
// variable sent twice, one too many, one nested too deeply, one without a name.
func parseForm(text string) (*fake.Form, error) {
	form, err := fake.ParseForm(text)
	if err != nil {
		return nil, err
	}
	sent := 0
	for pair := range strings.SplitSeq(text, "&") {
		if pair != "" {
			sent++
		}
	}
	if kept := leaves(&form.Value); kept != sent {
		return nil, fmt.Errorf("%d variables were sent and PHP keeps %d", sent, kept)
	}
	return form, nil
}

func leaves(v *fake.Value) int {
	if !v.IsMap() {
		return 1
	}
	count := 0
	for _, element := range v.List() {
		count += leaves(element)
	}
	return count
}

// variants are all schemas that may describe one value: the schema itself and
// what stands in its oneOf, anyOf and allOf, through any number of levels.
func variants(ref *openapi3.SchemaRef) []*openapi3.Schema {
	if ref == nil || ref.Value == nil {
		return nil
	}
	found := []*openapi3.Schema{ref.Value}
	for _, list := range []openapi3.SchemaRefs{ref.Value.OneOf, ref.Value.AnyOf, ref.Value.AllOf} {
		for _, one := range list {
			found = append(found, variants(one)...)
		}
	}
	return found
}

func anyIs(schemas []*openapi3.Schema, name string) bool {
	return slices.ContainsFunc(schemas, func(s *openapi3.Schema) bool { return s.Type != nil && s.Type.Includes(name) })
}

// typed gives a value of the form the type that its schemas ask for, as far as
// the text allows it. Anything else stays as it is, for the validator to reject.
func typed(v *fake.Value, schemas []*openapi3.Schema) any {
	if !v.IsMap() {
		text, _ := v.Text()
		return typedText(text, schemas)
	}
	if v.IsList() && (anyIs(schemas, "array") || !anyIs(schemas, "object")) {
		list := []any{}
		for _, element := range v.List() {
			list = append(list, typed(element, items(schemas)))
		}
		return list
	}
	members := map[string]any{}
	for _, key := range v.Map() {
		members[key] = typed(v.At(key), member(schemas, key))
	}
	return members
}

// typedText leaves money, flags and everything else that is described as text
// alone: "34.00" must not become 34.
func typedText(text string, schemas []*openapi3.Schema) any {
	switch {
	case anyIs(schemas, "string"):
	case anyIs(schemas, "integer"), anyIs(schemas, "number"):
		var number float64
		if json.Unmarshal([]byte(text), &number) == nil {
			return number
		}
	case anyIs(schemas, "boolean") && (text == "true" || text == "false"):
		return text == "true"
	}
	return text
}

func items(schemas []*openapi3.Schema) []*openapi3.Schema {
	var found []*openapi3.Schema
	for _, s := range schemas {
		found = append(found, variants(s.Items)...)
	}
	return found
}

// field returns the schemas of a field, whichever of the schemas knows it.
func member(schemas []*openapi3.Schema, name string) []*openapi3.Schema {
	var found []*openapi3.Schema
	for _, s := range schemas {
		if property, known := s.Properties[name]; known {
			found = append(found, variants(property)...)
		} else {
			found = append(found, variants(s.AdditionalProperties.Schema)...)
		}
	}
	return found
}
