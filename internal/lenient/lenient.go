package lenient

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DecodeLenient is [Decode] for the answers of programs without types, PHP's
// above all. Where a value is of another kind than out wants, the answer is read
// once more for what such a program means by it:
//
//   - false is none, as null is, wherever no yes or no belongs;
//   - "" and an empty list are none where an object may be missing, or a map
//     belongs, and so is "" where a list belongs;
//   - a number or true is a text where a text belongs;
//   - an object is its values where a list belongs: so PHP writes a list that
//     lost an element. A list of raw values gets the object whole unless all its
//     names are numbers, so that no name is lost.
//
// What none of this explains stays an error. The second reading costs nothing
// where the first succeeds.
func DecodeLenient(data []byte, out any) error {
	err := Decode(data, out)
	if _, ok := errors.AsType[*json.SemanticError](err); !ok {
		return err
	}
	return json.Unmarshal(data, out, lenient)
}

var lenient = json.WithUnmarshalers(json.UnmarshalFromFunc(readLenient))

func readLenient(decoder *jsontext.Decoder, out any) error {
	target, next := reflect.ValueOf(out).Elem(), decoder.PeekKind()
	kind, own := target.Kind(), reflect.TypeOf(out).Implements(ownDecoder)
	object := kind == reflect.Pointer && target.Type().Elem().Kind() == reflect.Struct && !target.Type().Implements(ownDecoder)
	list := kind == reflect.Slice && !own && !isRaw(target.Type())
	switch {
	case next == jsontext.KindFalse && kind != reflect.Bool && kind != reflect.Interface && !isRaw(target.Type()):
		target.SetZero()
		return decoder.SkipValue()
	case next == jsontext.KindString && (object || list || kind == reflect.Map), next == jsontext.KindBeginArray && (object || kind == reflect.Map && !own):
		return readMissing(decoder, target)
	case next == jsontext.KindBeginObject && list:
		return readValues(decoder, target)
	case (next == jsontext.KindNumber || next == jsontext.KindTrue) && kind == reflect.String && !own:
		value, err := decoder.ReadValue()
		target.SetString(string(value))
		return err
	}
	return errSkip
}

var ownDecoder = reflect.TypeFor[json.Unmarshaler]()

// isRaw says whether a type keeps any JSON as it is.
func isRaw(t reflect.Type) bool { return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 }

// readMissing reads the empty text or list that stands for nothing.
func readMissing(decoder *jsontext.Decoder, target reflect.Value) error {
	value, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	if inside := value[1 : len(value)-1]; len(bytes.TrimSpace(inside)) > 0 {
		return fmt.Errorf("want none or another kind than a JSON %v", value.Kind())
	}
	target.SetZero()
	return nil
}

// readValues reads the values of an object into a list.
func readValues(decoder *jsontext.Decoder, target reflect.Value) error {
	value, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	names, values, err := inOrder(value)
	if err != nil {
		return err
	}
	if isRaw(target.Type().Elem()) && slices.ContainsFunc(names, func(name string) bool { return !isIndex(name) }) {
		values = []jsontext.Value{value}
	}
	read := reflect.MakeSlice(target.Type(), len(values), len(values))
	for i, value := range values {
		if err := json.Unmarshal(value, read.Index(i).Addr().Interface(), decoder.Options()); err != nil {
			return err
		}
	}
	target.Set(read)
	return nil
}

// inOrder are the names and values of an object.
func inOrder(object jsontext.Value) (names []string, values []jsontext.Value, err error) {
	decoder := jsontext.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.ReadToken(); err != nil {
		return nil, nil, err
	}
	for decoder.PeekKind() != jsontext.KindEndObject {
		name, err := decoder.ReadToken()
		if err != nil {
			return nil, nil, err
		}
		names = append(names, name.String())
		value, err := decoder.ReadValue()
		if err != nil {
			return nil, nil, err
		}
		values = append(values, value.Clone())
	}
	return names, values, nil
}
