package main

import (
	"context"
	"encoding/json"
	"net/url"
	"reflect"

	"github.com/chargekit/chargekit-go/internal/baseline"
)

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// getByHand reads a response into a struct of its fields.
func getByHand(path string, response []byte) maker {
	t := typeOf(response)
	return func(n network) call {
		return func(ctx context.Context) (any, error) {
			out := reflect.New(t).Interface()
			return out, baseline.Call(ctx, n.client, n.url+path, "", "", out)
		}
	}
}

// formByHand sends a form.
func formByHand(path string, form func() url.Values, response []byte) maker {
	t := typeOf(response)
	return func(n network) call {
		return func(ctx context.Context) (any, error) {
			out := reflect.New(t).Interface()
			return out, baseline.Call(ctx, n.client, n.url+path, formType, form().Encode(), out)
		}
	}
}

// postByHand sends a struct of the request's fields.
func postByHand(path string, request, response []byte) maker {
	t, in := typeOf(response), reflect.New(typeOf(request)).Interface()
	must(json.Unmarshal(request, in))
	return func(n network) call {
		return func(ctx context.Context) (any, error) {
			body, err := json.Marshal(in)
			if err != nil {
				return nil, err
			}
			out := reflect.New(t).Interface()
			return out, baseline.Call(ctx, n.client, n.url+path, jsonType, string(body), out)
		}
	}
}

// typeOf returns the type that a program without an SDK would declare for a JSON
// value.
func typeOf(document []byte) reflect.Type {
	var value any
	must(json.Unmarshal(document, &value))
	return typeOfValue(value)
}

func typeOfValue(value any) reflect.Type {
	switch value := value.(type) {
	case map[string]any:
		var fields []reflect.StructField
		for name, field := range value {
			fields = append(fields, reflect.StructField{
				Name: "F_" + name, Type: typeOfValue(field), Tag: reflect.StructTag(`json:"` + name + `"`),
			})
		}
		return reflect.StructOf(fields)
	case []any:
		if len(value) == 0 {
			return reflect.TypeFor[[]json.RawMessage]()
		}
		return reflect.SliceOf(typeOfValue(value[0]))
	case bool:
		return reflect.TypeFor[bool]()
	case float64:
		if value == float64(int64(value)) && value < 1<<53 {
			return reflect.TypeFor[int64]()
		}
		return reflect.TypeFor[float64]()
	default: // a field that may be null is a string most of the time
		return reflect.TypeFor[string]()
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
