package chargedesk_test

import (
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// takesParams calls yield with each method that takes parameters and sends them
// itself, so with no All, no Import and no Ensure method, and with the position of these among
// its arguments.
func takesParams(desk *chargedesk.Client, yield func(method reflect.Value, i int)) {
	services := reflect.ValueOf(desk).Elem()
	for field := range services.Type().Fields() {
		if !field.IsExported() {
			continue
		}
		service := services.FieldByIndex(field.Index)
		for i := range service.NumMethod() {
			method := service.Method(i)
			for j := 1; j < method.Type().NumIn()-1; j++ {
				name := service.Type().Method(i).Name
				if in := method.Type().In(j); in.Kind() == reflect.Pointer && !strings.HasPrefix(name, "All") && name != "Import" && !strings.HasPrefix(name, "Ensure") {
					yield(method, j)
				}
			}
		}
	}
}

// allParams are all types of parameters.
func allParams() []any {
	var all []any
	takesParams(&chargedesk.Client{}, func(method reflect.Value, i int) {
		all = append(all, reflect.New(method.Type().In(i).Elem()).Interface())
	})
	return all
}

// give makes the call that params are for.
func give(ctx context.Context, desk *chargedesk.Client, params any) (err error) {
	err = fmt.Errorf("no call takes %T", params)
	takesParams(desk, func(method reflect.Value, i int) {
		if method.Type().In(i) != reflect.TypeOf(params) {
			return
		}
		arguments := []reflect.Value{reflect.ValueOf(ctx)}
		for range i - 1 {
			arguments = append(arguments, reflect.ValueOf("id_7Q"))
		}
		results := method.Call(append(arguments, reflect.ValueOf(params)))
		err, _ = results[len(results)-1].Interface().(error)
	})
	return err
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

func TestParamsHaveOnlyFieldsThatEncode(t *testing.T) {
	t.Parallel()
	fields := 0
	for _, params := range allParams() {
		checkParams(t, reflect.TypeOf(params).Elem(), &fields)
	}
	require.Greater(t, fields, 250)
	require.GreaterOrEqual(t, len(allParams()), 27)
}

func checkParams(t *testing.T, params reflect.Type, fields *int) {
	t.Helper()
	for field := range fieldsOf(params) {
		*fields++
		where := params.Name() + "." + field.Name
		require.True(t, field.IsExported(), where)
		name, options, _ := strings.Cut(field.Tag.Get("url"), ",")
		require.NotEmpty(t, name, where)
		kind := field.Type
		want := ""
		switch {
		case kind.Kind() == reflect.Pointer:
			if kind = kind.Elem(); kind.Kind() == reflect.Bool {
				want = "int,omitempty"
			} else if kind == reflect.TypeFor[chargedesk.Time]() {
				want = "unix,omitempty"
			} else {
				want = "omitempty"
			}
		case name == "duplicate":
			want = "true=update"
		case kind.Kind() == reflect.Slice || kind.Kind() == reflect.Map:
			if kind.Kind() == reflect.Slice && kind.Elem().Kind() == reflect.Struct {
				checkParams(t, kind.Elem(), fields)
			}
		}
		require.Equal(t, want, options, "%s: optional fields are pointers with omitempty, flags are int, the others are always sent", where)
		if kind.Implements(textMarshaler) {
			continue
		}
		switch kind.Kind() {
		case reflect.Slice, reflect.Map:
		case reflect.Struct:
			require.Equal(t, params.PkgPath(), kind.PkgPath(), where)
			checkParams(t, kind, fields)
		case reflect.String, reflect.Int, reflect.Bool:
		default:
			t.Errorf("%s of %v would be written wrongly", where, kind)
		}
	}
}

func fieldsOf(of reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range of.NumField() {
			if !yield(of.Field(i)) {
				return
			}
		}
	}
}

// drawParams fills params at random and returns what should arrive, by path.
func drawParams(random *rand.Rand, params reflect.Value, path string, want map[string]string) {
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("url"), ",")
		outer, inner, nested := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		at := path + "/" + outer
		if nested {
			at += "/" + inner
		}
		drawField(random, params.Field(i), at, want)
	}
}

func drawField(random *rand.Rand, field reflect.Value, at string, want map[string]string) {
	if field.Kind() == reflect.Pointer {
		if !seeds.Bool(random) {
			return
		}
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	switch value := field.Addr().Interface().(type) {
	case *chargedesk.Amount:
		plain := fmt.Sprintf("%d.%02d", seeds.Between[int64](random, -1e12, 1e12), seeds.Between(random, 0, 99))
		*value, want[at] = chargedesk.MustAmount(plain), plain
		return
	case *chargedesk.Number:
		plain := fmt.Sprintf("%d.%02d", seeds.Between[int64](random, -1e12, 1e12), seeds.Between(random, 0, 99))
		*value, want[at] = chargedesk.Number{Decimal: decimal.RequireFromString(plain)}, plain
		return
	case *chargedesk.Time:
		seconds := seeds.Between[int64](random, 1, 4e9)
		*value, want[at] = chargedesk.NewTime(timeOf(seconds)), fmt.Sprint(seconds)
		return
	case *chargedesk.Metadata:
		pairs := chargedesk.Metadata{}
		for range seeds.Between(random, 1, 4) {
			pairs[drawKey(random)] = seeds.String(random, 12)
		}
		*value = pairs
		for key, text := range pairs {
			want[at+"/"+key] = text
		}
		return
	}
	switch field.Kind() {
	case reflect.Struct:
		drawParams(random, field, at, want)
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), seeds.Between(random, 1, 12), 12))
		for i := range field.Len() {
			// An element nobody can tell from none is left out of forms.
			if element := field.Index(i); element.Kind() == reflect.Struct {
				for j := range element.NumField() {
					element.Field(j).Set(reflect.New(element.Field(j).Type().Elem()))
				}
				drawSet(random, element, fmt.Sprintf("%s/%d", at, i), want)
			} else {
				drawField(random, element, fmt.Sprintf("%s/%d", at, i), want)
			}
		}
	case reflect.String:
		field.SetString(seeds.String(random, 12))
		want[at] = field.String()
	case reflect.Int:
		field.SetInt(seeds.Between[int64](random, -1000, 1000))
		want[at] = fmt.Sprint(field.Int())
	case reflect.Bool:
		field.SetBool(seeds.Bool(random))
		want[at] = map[bool]string{true: "1", false: "0"}[field.Bool()]
		if strings.HasSuffix(at, "/duplicate") {
			if delete(want, at); field.Bool() {
				want[at] = "update"
			}
		}
	}
}

func timeOf(seconds int64) time.Time { return time.Unix(seconds, 0) }

// drawSet fills every field of a list's element.
func drawSet(random *rand.Rand, element reflect.Value, at string, want map[string]string) {
	for i := range element.NumField() {
		name, _, _ := strings.Cut(element.Type().Field(i).Tag.Get("url"), ",")
		drawField(random, element.Field(i).Elem(), at+"/"+name, want)
	}
}

// drawKey returns a key of metadata: no brackets, and no space in front.
func drawKey(random *rand.Rand) string {
	const first = "abzAZ019._+&=%é-"
	key := string(seeds.OneOf(random, []rune(first)...))
	for range seeds.Between(random, 0, 20) {
		key += string(seeds.OneOf(random, []rune(first+" ")...))
	}
	return key
}

// flatten is what PHP would have in $_POST, by path.
func flatten(value *fake.Value, path string, to map[string]string) {
	if text, ok := value.Text(); ok {
		to[path] = text
		return
	}
	for _, key := range value.Map() {
		flatten(value.At(key), path+"/"+key, to)
	}
}

// What is sent arrives as it was meant when PHP's rules read it.
func TestParamsArriveAsTheyWereMeant(t *testing.T) {
	t.Parallel()
	for _, params := range allParams() {
		t.Run(reflect.TypeOf(params).Elem().Name(), func(t *testing.T) {
			t.Parallel()
			seeds.Check(t, 200, func(t *testing.T, random *rand.Rand) {
				drawn := reflect.New(reflect.TypeOf(params).Elem())
				want := map[string]string{}
				drawParams(random, drawn.Elem(), "", want)
				requireArrives(t, drawn.Interface(), want)
			})
		})
	}
}

func requireArrives(t require.TestingT, params any, want map[string]string) {
	values, err := form.Params(params)
	require.NoError(t, err)
	form, err := fake.ParseForm(values.Encode())
	require.NoError(t, err)
	require.Zero(t, form.Dropped)
	got := map[string]string{}
	for _, key := range form.Map() {
		flatten(form.At(key), "/"+key, got)
	}
	require.Equal(t, want, got)
}

func FuzzFormEncoding(f *testing.F) {
	f.Add("cus_ada", "34.00", "order", "ord_1042", "Punched cards & more=1", uint8(3))
	f.Add("ada+x@example.com", "0.1", "a.b c", "", "[0]%5B\x00\xff", uint8(12))
	f.Fuzz(func(t *testing.T, customer, amount, key, value, description string, lines uint8) {
		params := chargedesk.ChargeCreateParams{Currency: chargedesk.CurrencyUSD, Customer: chargedesk.ChargeCustomerParams{ID: customer}, Description: &description}
		want := map[string]string{"/currency": "USD", "/customer/id": customer, "/description": description}
		price, err := chargedesk.ParseAmount(amount)
		if err != nil {
			price = chargedesk.MustAmount("0.00")
		}
		params.Amount, want["/amount"] = price, price.String()
		if strings.TrimSpace(key) != "" && !strings.ContainsAny(key, "[]\x00") {
			params.Metadata, want["/metadata/"+key] = chargedesk.Metadata{key: value}, value
		}
		for i := range int(lines % 13) {
			params.Lines = append(params.Lines, chargedesk.ChargeLineParams{Quantity: new(chargedesk.NewNumber(int64(i))), Description: &value})
			want[fmt.Sprintf("/lines/%d/quantity", i)], want[fmt.Sprintf("/lines/%d/description", i)] = fmt.Sprint(i), value
		}
		requireArrives(t, &params, want)
	})
}

func FuzzParseAmount(f *testing.F) {
	for _, text := range []string{"34.00", "-0.01", "0", "00012.50", "1,234.56", "1e9", "+5", ".5", "5.", "\u22125", strings.Repeat("9", 64)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := chargedesk.ParseAmount(text)
		if err != nil {
			require.False(t, amount.IsSet())
			require.IsType(t, new(chargedesk.ValidationError), err)
			return
		}
		plain := amount.String()
		require.Regexp(t, `^-?[0-9]+(\.[0-9]+)?$`, plain)
		again, err := chargedesk.ParseAmount(plain)
		require.NoError(t, err)
		require.True(t, amount.Equal(again))
		require.Equal(t, plain, again.String())
		data, err := json.Marshal(amount)
		require.NoError(t, err)
		var read chargedesk.Amount
		require.NoError(t, json.Unmarshal(data, &read))
		require.Equal(t, plain, read.String())
	})
}

func TestEmptyListsAndMapsAreSentAndNilOnesAreNot(t *testing.T) {
	t.Parallel()
	for _, params := range allParams() {
		t.Run(reflect.TypeOf(params).Elem().Name(), func(t *testing.T) {
			t.Parallel()
			requireEmptyListsSent(t, reflect.New(reflect.TypeOf(params).Elem()))
		})
	}
}

func requireEmptyListsSent(t *testing.T, v reflect.Value) {
	t.Helper()
	before, err := form.Params(v.Interface())
	require.NoError(t, err)
	want := before
	for i, field := range slices.Collect(fieldsOf(v.Type().Elem())) {
		switch field.Type.Kind() {
		case reflect.Slice:
			v.Elem().Field(i).Set(reflect.MakeSlice(field.Type, 0, 0))
		case reflect.Map:
			v.Elem().Field(i).Set(reflect.MakeMap(field.Type))
		default:
			continue
		}
		require.False(t, before.Has(field.Tag.Get("url")))
		want.Set(field.Tag.Get("url"), "")
	}
	after, err := form.Params(v.Interface())
	require.NoError(t, err)
	require.Equal(t, want, after)
}

func TestOptionalParametersAreNotSentUnlessGiven(t *testing.T) {
	t.Parallel()
	for _, params := range []any{
		new(chargedesk.ChargeUpdateParams), new(chargedesk.CustomerUpdateParams), new(chargedesk.SubscriptionUpdateParams),
		new(chargedesk.ProductUpdateParams), new(chargedesk.ChargeListParams), new(chargedesk.UpdatePlansParams),
	} {
		values, err := form.Params(params)
		require.NoError(t, err)
		require.Empty(t, values, "%T", params)
	}
}
