package lenient

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// StringMap reads an object of strings. PHP writes an empty map as [] and one
// with the keys 0, 1, … as an array, so an array becomes a map of its indexes.
// Values that are not strings are kept as their JSON; null becomes "".
// If data is null, the map is nil.
func StringMap(data []byte) (map[string]string, error) {
	raw, err := rawFields(data)
	if err != nil || raw == nil {
		return nil, err
	}
	read := make(map[string]string, len(raw))
	for key, value := range raw {
		text, _, err := Text(value)
		if err != nil {
			text = string(value)
		}
		read[key] = text
	}
	return read, nil
}

// rawFields reads an object, or an array as a map of its indexes. The map is nil if
// data is null.
func rawFields(data []byte) (map[string]jsontext.Value, error) {
	switch kind := jsontext.Value(data).Kind(); kind {
	case jsontext.KindNull:
		return nil, nil
	case jsontext.KindBeginObject:
		var raw map[string]jsontext.Value
		err := json.Unmarshal(data, &raw)
		return raw, err
	case jsontext.KindBeginArray:
		var list []jsontext.Value
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, err
		}
		raw := make(map[string]jsontext.Value, len(list))
		for i, value := range list {
			raw[strconv.Itoa(i)] = value
		}
		return raw, nil
	default:
		return nil, fmt.Errorf("want an object or an array, have a JSON %v", kind)
	}
}
