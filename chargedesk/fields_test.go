package chargedesk_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
)

func TestEveryFieldRefusesWhatItMustNotTake(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	kinds, refused := map[reflect.Type]bool{}, 0
	for _, row := range fieldTables {
		kind := reflect.TypeOf(row.valid).Elem()
		kinds[kind] = true
		free := strings.Fields(row.free)
		fields := slices.Sorted(maps.Keys(wireFields(copied(row.valid).Elem(), "")))
		require.ElementsMatch(t, fields, append(slices.Collect(maps.Keys(row.refuses)), free...), "%v: every field is in the table", kind)
		requireSent(t, row.valid)
		for _, name := range fields {
			for _, value := range row.refuses[name] {
				changed := copied(row.valid)
				set(wireFields(changed.Elem(), "")[name], value)
				err := give(t.Context(), silent(t), changed.Interface())
				fault, ok := errors.AsType[*chargedesk.ValidationError](err)
				require.True(t, ok, "%v %s takes %v: %v", kind, name, value, err)
				require.Contains(t, []string{name, name + "[min]", name + "[max]"}, fault.Param, "%v: %v", kind, err)
				refused++
			}
			fmt.Fprintf(table, "%s\t%s\t%d\n", kind.Name(), name, len(row.refuses[name]))
		}
	}
	require.GreaterOrEqual(t, len(kinds), 27)
	require.NoError(t, table.Flush())
	t.Log("\ntype\tfield\tvalues refused\n" + text.String())
	require.Greater(t, refused, 500)
}

// requireSent wants the call to be sent.
func requireSent(t *testing.T, params any) {
	t.Helper()
	sent := 0
	desk := answering(t, func(*http.Request) (*http.Response, error) { sent++; return nil, errors.New("sent") })
	require.Error(t, give(t.Context(), desk, params))
	require.Equal(t, 1, sent, "%+v", params)
}

// copied is a deep enough copy of params: lists and pointers to structs too.
func copied(params any) reflect.Value {
	fresh := reflect.New(reflect.TypeOf(params).Elem())
	fresh.Elem().Set(reflect.ValueOf(params).Elem())
	for i := range fresh.Elem().NumField() {
		if field := fresh.Elem().Field(i); field.Kind() == reflect.Slice && !field.IsNil() {
			list := reflect.MakeSlice(field.Type(), field.Len(), field.Len())
			reflect.Copy(list, field)
			field.Set(list)
		}
	}
	return fresh
}

// wireFields are the fields of params by the names that they are sent with. The
// first element of a list is one too, and so is each of its fields.
func wireFields(params reflect.Value, at string) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("url"), ",")
		if at != "" {
			name = at + "[" + name + "]"
		}
		field := params.Field(i)
		if field.Type() == reflect.TypeFor[*chargedesk.ChargeCustomerUpdateParams]() {
			field.Set(reflect.ValueOf(new(chargedesk.ChargeCustomerUpdateParams)))
			field = field.Elem()
		}
		switch {
		case field.Kind() == reflect.Struct && !field.Type().Implements(textMarshaler):
			maps.Copy(found, wireFields(field, name))
		case field.Kind() == reflect.Slice:
			found[name+"[0]"] = field.Index(0)
			if field.Index(0).Kind() == reflect.Struct {
				maps.Copy(found, wireFields(field.Index(0), name+"[0]"))
			}
		default:
			found[name] = field
		}
	}
	return found
}

func set(field reflect.Value, value any) {
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	field.Set(reflect.ValueOf(value))
}
