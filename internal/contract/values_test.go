package contract

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// badValues are what no field of a type may take, whatever the field.
var badValues = map[reflect.Type][]any{
	reflect.TypeFor[chargedesk.Amount](): {chargedesk.NewAmount(decimal.New(1, 1_000_000))},
	reflect.TypeFor[chargedesk.Number](): {chargedesk.Number{Decimal: decimal.New(1, 1_000_000)}},
	reflect.TypeFor[chargedesk.Metadata](): {
		chargedesk.Metadata{strings.Repeat("é", 33): "x"}, chargedesk.Metadata{"x": strings.Repeat("é", 256)},
		chargedesk.Metadata{"a[b": "x"}, chargedesk.Metadata{"a]": "x"}, chargedesk.Metadata{" ": "x"}, chargedesk.Metadata{"a\x00": "x"}, chargedesk.Metadata{"": "x"},
	},
}

// One field at a time gets a value that its type rules out. The rest of the
// params is valid.
func TestFieldsRejectWhatTheirTypeRulesOut(t *testing.T) {
	t.Parallel()
	everyMethod(t, func(t *testing.T, vendor, method string) {
		inWorld(t, vendor, method, func(t *testing.T, w *world) {
			for _, i := range w.argumentsWhere(isParams) {
				for _, name := range fieldsOf(w.arguments(t.Context(), valid)[i].Type().Elem(), "") {
					for _, value := range badValues[name.of] {
						arguments := w.arguments(t.Context(), valid)
						setField(arguments[i].Elem(), name.index, value)
						_, err := w.callWith(arguments)
						param := w.sentNothing(t, err, fmt.Sprintf("%s takes %v", name.sent, value))
						require.True(t, isFor(name.sent, param), "%s of %v is rejected as %s", name.sent, value, param)
					}
				}
			}
		})
	})
}

// field is a field of params, or of a struct in them; a list is there with its
// first element.
type field struct {
	sent  string // its name as it is sent
	of    reflect.Type
	index [][]int // of its struct, then in that
}

func fieldsOf(of reflect.Type, outer string, above ...[]int) []field {
	var all []field
	for f := range of.Fields() {
		tag, _, _ := strings.Cut(f.Tag.Get("url")+f.Tag.Get("json"), ",")
		if !f.IsExported() || tag == "" || tag == "-" {
			continue
		}
		name, typ, path := insideTag(outer, tag), f.Type, append(append([][]int{}, above...), f.Index)
		if typ.Kind() == reflect.Slice {
			name, typ = name+"[0]", typ.Elem()
		}
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		all = append(all, field{name, typ, path})
		if typ.Kind() == reflect.Struct && samples[typ] == nil && badValues[typ] == nil {
			all = append(all, fieldsOf(typ, name, path...)...)
		}
	}
	return all
}

// setField sets a field of params, in the first element of each list on the way.
func setField(params reflect.Value, path [][]int, value any) {
	for i, index := range path {
		params = params.FieldByIndex(index)
		if params.Kind() == reflect.Slice {
			if params.Len() == 0 {
				params.Set(reflect.MakeSlice(params.Type(), 1, 1))
			}
			params = params.Index(0)
		}
		if params.Kind() == reflect.Pointer {
			fresh := reflect.New(params.Type().Elem())
			if !params.IsNil() && i < len(path)-1 {
				fresh.Elem().Set(params.Elem())
			}
			params.Set(fresh)
			params = fresh.Elem()
		}
	}
	params.Set(reflect.ValueOf(value))
}
