package lenient

import (
	stdjson "encoding/json"
	"errors"
	"maps"
)

// Encode writes v as JSON.
func Encode(v any) ([]byte, error) {
	return stdjson.Marshal(v)
}

// AddFields writes a JSON object again with more fields, which replace those of the
// same name. null counts as an empty object. Anything else is an error.
func AddFields(object []byte, fields map[string]any) ([]byte, error) {
	raw := fieldsOf(object)
	all := make(map[string]any, len(raw)+len(fields))
	for name, value := range raw.Map() {
		all[name] = stdjson.RawMessage(value)
	}
	switch {
	case raw == nil && string(object) != "null":
		return nil, errors.New("only an object has fields")
	case len(all) < len(raw):
		return nil, errors.New("a field comes twice")
	}
	maps.Copy(all, fields)
	return stdjson.Marshal(all)
}
