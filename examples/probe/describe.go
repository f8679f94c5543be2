package main

import (
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/chargekit/chargekit-go/testdata/openapi"
)

// description is what this repository knows about the API of a vendor.
type description struct {
	doc   *openapi3.T
	names map[string]bool // of all fields
}

func describe(vendor string) (*description, error) {
	data, err := openapi.Files.ReadFile(vendor + ".yaml")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	d := &description{doc, map[string]bool{}}
	for _, schema := range doc.Components.Schemas {
		for name := range schema.Value.Properties {
			d.names[name] = true
		}
	}
	return d, nil
}

// response returns the schema of the response to a GET of a route, and whether the
// description has this status. The schema is nil if none is described.
func (d *description) response(route string, status int) (schema *openapi3.SchemaRef, described bool) {
	item := d.doc.Paths.Value(route)
	if item == nil || item.Get == nil {
		return nil, false
	}
	text := strconv.Itoa(status)
	response := item.Get.Responses.Value(text)
	if response == nil {
		response = item.Get.Responses.Value(text[:1] + "XX")
	}
	described = response != nil
	if response == nil && status >= 400 {
		response = item.Get.Responses.Value("400")
	}
	if response == nil {
		response = item.Get.Responses.Value("200")
	}
	if media := response.Value.Content.Get("application/json"); media != nil {
		return media.Schema, described
	}
	return nil, described
}

// row returns the schema of the rows of a list.
func (d *description) row(l *list) *openapi3.SchemaRef {
	whole, _ := d.response(l.path, 200)
	return whole.Value.Properties[l.rows].Value.Items
}

// knownWords returns the known words of a field, or nil if it is no enum.
func knownWords(ref *openapi3.SchemaRef) map[string]bool {
	var list []any
	for _, extensions := range []map[string]any{ref.Extensions, ref.Value.Extensions} {
		if open, ok := extensions["x-open-enum"].([]any); ok {
			list = open
		}
	}
	if list == nil {
		return nil
	}
	known := map[string]bool{"": true}
	for _, word := range list {
		if text, ok := word.(string); ok {
			known[text] = true
		}
	}
	return known
}

// isUnknown reports whether the description says that nobody knows the contents, so
// that the names of its fields are the vendor's and worth a line.
func isUnknown(ref *openapi3.SchemaRef) bool {
	return ref.Extensions["x-certainty"] == "unknown" || ref.Value.Extensions["x-certainty"] == "unknown"
}

// isMap reports whether the names of an object's fields are data.
func isMap(schema *openapi3.Schema) bool { return len(schema.Properties) == 0 }

func isTime(ref *openapi3.SchemaRef) bool {
	return strings.HasSuffix(ref.Ref, "/UnixTime") || strings.Contains(ref.Value.Description, "ISO 8601")
}

// alternatives returns the schemas one of which a value has to match.
func alternatives(schema *openapi3.Schema) openapi3.SchemaRefs {
	return append(schema.AnyOf[:len(schema.AnyOf):len(schema.AnyOf)], schema.OneOf...)
}

// pick returns the alternative that fits a value, ref itself if it has none, and nil
// if none fits.
func pick(ref *openapi3.SchemaRef, value any) *openapi3.SchemaRef {
	all := alternatives(ref.Value)
	if len(all) == 0 {
		return ref
	}
	for _, one := range all {
		if fits(one.Value, value) {
			return one
		}
	}
	return nil
}

// fits reports whether the kind of a value, its required fields and the kinds of its
// other fields are those of a schema.
func fits(schema *openapi3.Schema, value any) bool {
	if !allows(schema, kindOf(value)) {
		return false
	}
	object, ok := value.(map[string]any)
	if !ok {
		return true
	}
	for _, name := range schema.Required {
		if _, sent := object[name]; !sent {
			return false
		}
	}
	for name, property := range schema.Properties {
		if inner, sent := object[name]; sent && !allows(property.Value, kindOf(inner)) {
			return false
		}
	}
	return true
}
