package chargehound_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

var results = []any{
	chargehound.Dispute{}, chargehound.DisputeList{}, chargehound.DisputeResponse{}, chargehound.Event{},
	chargehound.Product{}, chargehound.Correspondence{}, chargehound.PastPayment{},
	chargehound.PersonalDataReceipt{}, chargehound.PersonalDataSuccess{},
}

// params are all types of parameters, one value of each.
var params = func() (all []any) {
	for service := range reflect.TypeFor[chargehound.Client]().Fields() {
		if !service.IsExported() {
			continue
		}
		for method := range service.Type.Methods() {
			for in := range method.Type.Ins() {
				if in.Kind() == reflect.Pointer && strings.HasSuffix(in.Elem().Name(), "Params") {
					all = append(all, reflect.Zero(in.Elem()).Interface())
				}
			}
		}
	}
	return all
}()

func TestEveryResultKeepsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, result := range results {
		t.Run(reflect.TypeOf(result).Name(), func(t *testing.T) {
			typ := reflect.TypeOf(result)
			extra, ok := typ.FieldByName("Extra")
			require.True(t, ok, typ)
			require.Equal(t, reflect.TypeFor[chargehound.Extra](), extra.Type)
			require.Equal(t, "Extra,omitempty", extra.Tag.Get("json"))

			into := reflect.New(typ)
			_, err := lenient.Read([]byte(`{"brand_new": {"a": 12345678901234567890}}`), into.Interface())
			require.NoError(t, err)
			require.Equal(t, `{"a": 12345678901234567890}`, string(into.Elem().FieldByName("Extra").Interface().(chargehound.Extra)["brand_new"]), typ)
			written, err := lenient.Inline(into.Interface())
			require.NoError(t, err)
			require.Contains(t, string(written), `"brand_new":{"a":12345678901234567890}`)
		})
	}
}

func TestEveryResultComesBackFromStandardJSON(t *testing.T) {
	t.Parallel()
	for _, result := range results {
		t.Run(reflect.TypeOf(result).Name(), func(t *testing.T) {
			for _, full := range []bool{true, false} {
				want := reflect.New(reflect.TypeOf(result))
				if full {
					fill(t, want.Elem())
				}
				text, err := json.Marshal(want.Interface())
				require.NoError(t, err)
				have := reflect.New(want.Elem().Type())
				require.NoError(t, json.Unmarshal(text, have.Interface()))
				require.Equal(t, want.Interface(), have.Interface(), string(text))
			}
		})
	}
}

// fill sets every field to something that is not its zero value.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	for _, known := range []any{
		chargehound.NewTime(time.Unix(1767945600, 0)), chargehound.NewQuantityText("<2 pcs>"),
		chargehound.NewChargedAt(time.Unix(1767945600, 0)), chargehound.TextField("<&>\u2028\n"), json.RawMessage(`[1]`),
	} {
		if v.Type() == reflect.TypeOf(known) {
			v.Set(reflect.ValueOf(known))
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x<&>\u2028")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(9999900000)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0))
		fill(t, v.Index(1))
	case reflect.Map:
		element := reflect.New(v.Type().Elem()).Elem()
		fill(t, element)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), element)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i))
			}
		}
	default:
		t.Fatalf("no value for a %s", v.Type())
	}
}

// An optional parameter must be able to say "not sent", zero, and a value; a
// required one is always sent.
func TestEveryParameterHasATagAndATypeThatFitsIt(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(params), 6)
	for _, p := range append(params, chargehound.Product{}, chargehound.Correspondence{}, chargehound.PastPayment{}) {
		for field := range reflect.TypeOf(p).Fields() {
			tag := field.Tag.Get("json") + field.Tag.Get("url")
			name, option, _ := strings.Cut(tag, ",")
			if field.Name == "Extra" {
				continue
			}
			require.Regexp(t, `^[a-z][a-z0-9_]*$`, name, "%T.%s", p, field.Name)
			switch field.Type.Kind() {
			case reflect.Pointer, reflect.Slice, reflect.Map:
				require.Contains(t, []string{"omitzero", "omitempty"}, option, "%T.%s", p, field.Name)
				require.Equal(t, field.Tag.Get("url") != "", option == "omitempty", "omitempty drops an empty map of a body")
			default:
				require.Empty(t, option, "%T.%s", p, field.Name)
			}
			require.NotContains(t, []reflect.Kind{reflect.Float32, reflect.Float64, reflect.Interface}, field.Type.Kind(), "%T.%s", p, field.Name)
		}
	}
}

func TestMoneyIs64BitsWide(t *testing.T) {
	t.Parallel()
	for _, value := range append(results, params...) {
		for field := range reflect.TypeOf(value).Fields() {
			if !field.IsExported() {
				continue
			}
			typ := field.Type
			if typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			if typ.Kind() == reflect.Int {
				require.Contains(t, []string{"Limit"}, field.Name, "%T", value)
			}
		}
	}
}
