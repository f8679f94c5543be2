package lenient

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Encode writes v as JSON. Requests are small, and for those encoding/json is
// the faster of the two engines.
func Encode(v any) ([]byte, error) {
	return stdjson.Marshal(v)
}

// AddFields writes a JSON object again with more fields, which replace those of the
// same name. null counts as an empty object. Anything else is an error.
func AddFields(object []byte, fields map[string]any) ([]byte, error) {
	all := map[string]any{}
	raw, err := rawFields(object)
	if err != nil || strings.HasPrefix(string(object), "[") {
		return nil, errors.New("only an object has fields")
	}
	for name, value := range raw {
		all[name] = stdjson.RawMessage(value)
	}
	maps.Copy(all, fields)
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
