package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every field of params that is set is sent under the name of its tag, and
// nothing else is, apart from what the method itself sets.
func TestEveryFieldOfParamsIsSent(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			if isComposed(method) {
				return
			}
			for _, i := range w.argumentsWhere(isParams) {
				for _, in := range []input{valid, varied} {
					w.fake.ClearRequests()
					arguments := w.arguments(t.Context(), in)
					_, _ = w.callWith(arguments)
					sent, want := w.requests()[0].names(t), map[string]bool{}
					setNames(want, arguments[i], "")
					for name := range want {
						require.True(t, slices.ContainsFunc(sent, func(s string) bool { return isFor(name, s) }), "%s is set and not sent", name)
					}
					for name := range parameterExceptions {
						if own, ok := strings.CutPrefix(name, vendor+" "+uncapital(method)+": "); ok {
							want[own] = true
						}
					}
					for _, name := range sent {
						require.True(t, slices.ContainsFunc(slices.Collect(maps.Keys(want)), func(w string) bool { return isFor(w, name) }), "%s is sent and not set", name)
					}
				}
			}
		})
	})
}

// isFor reports whether a name that is sent is that of a field or inside of it.
func isFor(field, sent string) bool { return sent == field || strings.HasPrefix(sent, field+"[") }

// names are the names of a request's query and body.
func (r request) names(t *testing.T) []string {
	t.Helper()
	form, found := r.query, map[string]bool{}
	if strings.HasPrefix(r.body, "{") {
		var body any
		require.NoError(t, json.Unmarshal([]byte(r.body), &body))
		jsonNames(found, body, "")
	} else {
		form += "&" + r.body
	}
	values, err := url.ParseQuery(form)
	require.NoError(t, err)
	return slices.Concat(slices.Collect(maps.Keys(found)), slices.Collect(maps.Keys(values)))
}

func jsonNames(to map[string]bool, value any, name string) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			jsonNames(to, inner, insideTag(name, key))
		}
	case []any:
		for i, inner := range value {
			jsonNames(to, inner, fmt.Sprintf("%s[%d]", name, i))
		}
	default:
		to[name] = true
	}
}

// setNames adds the names of the fields that are set, as they are sent.
func setNames(to map[string]bool, v reflect.Value, name string) {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	_, sample := samples[v.Type()]
	switch {
	case v.Kind() == reflect.Struct && (name == "" || !sample && hasTags(v.Type())):
		for i := range v.NumField() {
			field := v.Type().Field(i)
			tag, options, _ := strings.Cut(field.Tag.Get("url")+field.Tag.Get("json"), ",")
			if tag != "" && tag != "-" && tag != "Extra" && !isUnset(v.Field(i), options) {
				setNames(to, v.Field(i), insideTag(name, tag))
			}
		}
	case v.Kind() == reflect.Slice && v.Len() > 0 && v.Index(0).Kind() == reflect.Struct:
		for i := range v.Len() {
			setNames(to, v.Index(i), fmt.Sprintf("%s[%d]", name, i))
		}
	case v.Kind() == reflect.Map:
		for key, value := range v.Seq2() {
			setNames(to, value, name+"["+key.String()+"]")
		}
	default:
		to[name] = true
	}
}

// isUnset reports whether a field is left out: a nil pointer, list or map, or false
// where only true has a value.
func isUnset(field reflect.Value, options string) bool {
	switch field.Kind() {
	case reflect.Bool:
		return strings.HasPrefix(options, "true=") && !field.Bool()
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return field.IsNil()
	}
	return false
}

func hasTags(of reflect.Type) bool {
	for field := range of.Fields() {
		if field.Tag.Get("url")+field.Tag.Get("json") != "" {
			return true
		}
	}
	return false
}
