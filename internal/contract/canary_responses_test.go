package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// mistyped are values that take the place of another in a response.
var mistyped = map[string]any{
	"a text":             canaryName,
	"a text of a number": canaryAmount + " " + canaryName,
	"a fraction":         json.Number(canaryAmount),
	"a list":             []any{canaryName},
	"an object":          map[string]any{canaryName: []any{canaryName}},
}

// What a response has in the wrong place is not in the error that says so: each
// value of each kind of response is replaced in turn.
func TestCanaryInResponsesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			s := newSearch(vendor)
			calls, failed := 0, 0
			for _, method := range oneForEachResult(vendor) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(vendor, method, slog.New(slog.DiscardHandler))
					defer w.fake.Close()
					recorded := w.record(t)
					for place, text := range replacements(vendor, recorded) {
						w.canned = text
						_, err := w.call(t.Context(), wide)
						if calls++; err != nil {
							failed++
							s.look(inErrors, vendor+" "+method+", "+place, err.Error(), personal...)
						}
					}
				})
			}
			t.Logf("%d responses with one value replaced, %d of them unreadable", calls, failed)
			require.Positive(t, failed)
			s.report(t)
		})
	}
}

// oneForEachResult are methods, one for each type that they return.
func oneForEachResult(vendor string) []string {
	known := map[reflect.Type]bool{}
	return slices.DeleteFunc(serviceMethods(vendor), func(name string) bool {
		method := (&world{method: name, client: reflect.New(clients[vendor]).Interface()}).bound().Type()
		seen := known[method.Out(0)]
		known[method.Out(0)] = true
		return seen
	})
}

// record makes the call and keeps the body of its last response.
func (w *world) record(t *testing.T) []byte {
	var body []byte
	w.hook = func(resp *http.Response) {
		var err error
		body, err = io.ReadAll(resp.Body)
		require.NoError(t, err)
		resp.Body = io.NopCloser(bytes.NewReader(body))
	}
	_, err := w.call(t.Context(), wide)
	require.NoError(t, err)
	w.hook = nil
	return body
}

// replacements are a response with one value replaced, by place and replacement.
func replacements(vendor string, body []byte) iter.Seq2[string, string] {
	return func(yield func(place, response string) bool) {
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		var whole any
		if decoder.Decode(&whole) != nil {
			return // nothing, or a document
		}
		whole = shortened(whole)
		yield("a field twice", `{"`+canaryName+`":1,"`+canaryName+`":2}`)
		visit(whole, "", func(place string, set func(any)) {
			for name, value := range mistyped {
				if vendorsWords[vendor+" "+place] != "" {
					continue
				}
				set(value)
				text, _ := json.Marshal(whole) // it was JSON before
				yield(place+" is "+name, string(text))
			}
		})
	}
}

// shortened leaves one element of each list.
func shortened(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			value[name] = shortened(inner)
		}
	case []any:
		for i, inner := range value {
			value[i] = shortened(inner)
		}
		return value[:min(1, len(value))]
	}
	return value
}

// visit calls do for each value inside of another, with a function that replaces
// it for now.
func visit(value any, place string, do func(place string, set func(any))) {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			visit(inner, place+"/"+name, do)
			do(place+"/"+name, func(other any) { value[name] = other })
			value[name] = inner
		}
	case []any:
		for i, inner := range value {
			visit(inner, fmt.Sprintf("%s/%d", place, i), do)
			do(fmt.Sprintf("%s/%d", place, i), func(other any) { value[i] = other })
			value[i] = inner
		}
	}
}
