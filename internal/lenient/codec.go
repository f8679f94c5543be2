// Package lenient reads and writes JSON whose types vary from one response to
// the next.
package lenient

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// checkSize rejects a response that would take many times its own size in memory:
// 10 MiB of {},{},{} made 4 GiB of charges.
func checkSize(data []byte) error {
	objects, values := bytes.Count(data, []byte("{"))+bytes.Count(data, []byte("[")), bytes.Count(data, []byte(","))
	if objects > MaxObjects || values > MaxValues { // or there are so many in its strings
		objects, values = countStructure(data)
	}
	if objects > MaxObjects {
		return &LimitError{Name: "objects and lists of a response", Limit: MaxObjects}
	}
	if values > MaxValues {
		return &LimitError{Name: "values of a response", Limit: MaxValues}
	}
	return nil
}

// countStructure counts what begins an object or a list, and commas, outside of
// strings.
func countStructure(data []byte) (objects, commas int) {
	for i, text := 0, false; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			text = !text
		case text && c == '\\':
			i++
		case !text && (c == '{' || c == '['):
			objects++
		case !text && c == ',':
			commas++
		}
	}
	return objects, commas
}

// Encode writes v as JSON. Requests are small, and for those encoding/json is
// the faster of the two engines.
func Encode(v any) ([]byte, error) {
	return stdjson.Marshal(v)
}

// AddMembers writes a JSON object again with more members, which win over
// members of the same name. null counts as an empty object.
func AddMembers(object []byte, members map[string]any) ([]byte, error) {
	all := map[string]any{}
	raw, err := rawMembers(object)
	if err != nil || strings.HasPrefix(string(object), "[") {
		return nil, errors.New("only an object has members")
	}
	for name, value := range raw {
		all[name] = stdjson.RawMessage(value)
	}
	maps.Copy(all, members)
	return stdjson.Marshal(all)
}

// Redacted returns err without text quoted from the response, which may be
// personal. A [*FieldError] says which field, and a [*LimitError] which bound.
func Redacted(err error) error {
	if field, ok := errors.AsType[*FieldError](err); ok {
		return field
	}
	if bound, ok := errors.AsType[*LimitError](err); ok {
		return bound
	}
	syntax, isSyntax := errors.AsType[*jsontext.SyntacticError](err)
	switch _, isEmpty := errors.AsType[emptyError](err); {
	case isEmpty, isSyntax && syntax.ByteOffset == 0 && errors.Is(err, io.ErrUnexpectedEOF):
		return emptyError{}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCutOff
	case isSyntax:
		return fmt.Errorf("no JSON from byte %d on", syntax.ByteOffset)
	}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		return fmt.Errorf("JSON of another kind than expected at byte %d", semantic.ByteOffset)
	}
	return err
}

var errCutOff = errors.New("it is cut off")
