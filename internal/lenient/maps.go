package lenient

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// StringMap reads an object of strings. PHP writes an empty map as [] and one
// with the keys 0, 1, … as an array, so an array becomes a map of its indexes.
// Values that are not strings keep their JSON text; null becomes "".
// null itself gives a nil map.
func StringMap(data []byte) (map[string]string, error) {
	members, err := rawMembers(data)
	if err != nil || members == nil {
		return nil, err
	}
	texts := make(map[string]string, len(members))
	for key, value := range members {
		text, _, err := Text(value)
		if err != nil {
			text = string(value)
		}
		texts[key] = text
	}
	return texts, nil
}

func rawMembers(data []byte) (map[string]jsontext.Value, error) {
	switch kind := jsontext.Value(data).Kind(); kind {
	case jsontext.KindNull:
		return nil, nil
	case jsontext.KindBeginObject:
		var members map[string]jsontext.Value
		err := json.Unmarshal(data, &members)
		return members, err
	case jsontext.KindBeginArray:
		var list []jsontext.Value
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, err
		}
		members := make(map[string]jsontext.Value, len(list))
		for i, value := range list {
			members[strconv.Itoa(i)] = value
		}
		return members, nil
	default:
		return nil, fmt.Errorf("want an object or an array, have a JSON %v", kind)
	}
}
