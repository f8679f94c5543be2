package chargedesk_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/form"
)

// allParams are all types of parameters.
func allParams() []any {
	return []any{
		new(chargedesk.GatewayChargeParams), new(chargedesk.GatewaySubscriptionParams), new(chargedesk.PaymentRequestParams), new(chargedesk.RefundParams), new(chargedesk.RefundInFullParams),
		new(chargedesk.CaptureParams), new(chargedesk.CancelSubscriptionParams), new(chargedesk.UpdatePlansParams),
		new(chargedesk.ChargeCreateParams), new(chargedesk.ChargeUpdateParams), new(chargedesk.ChargeListParams), new(chargedesk.ChargeEmailParams), new(chargedesk.ChargePreviewParams),
		new(chargedesk.CustomerCreateParams), new(chargedesk.CustomerUpdateParams), new(chargedesk.CustomerListParams), new(chargedesk.CustomerSearchParams),
		new(chargedesk.SubscriptionCreateParams), new(chargedesk.SubscriptionUpdateParams), new(chargedesk.SubscriptionListParams),
		new(chargedesk.ProductCreateParams), new(chargedesk.ProductUpdateParams), new(chargedesk.ProductListParams),
		new(chargedesk.WebhookCreateParams), new(chargedesk.AgentCreateParams), new(chargedesk.ActivityListParams), new(chargedesk.CancellationListParams),
	}
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

func TestParamsHaveOnlyFieldsThatEncode(t *testing.T) {
	t.Parallel()
	fields := 0
	for _, params := range allParams() {
		checkParams(t, reflect.TypeOf(params).Elem(), &fields)
	}
	require.Greater(t, fields, 250)
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
func drawParams(t *rapid.T, params reflect.Value, path string, want map[string]string) {
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("url"), ",")
		outer, inner, nested := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		at := path + "/" + outer
		if nested {
			at += "/" + inner
		}
		drawField(t, params.Field(i), at, want)
	}
}

func drawField(t *rapid.T, field reflect.Value, at string, want map[string]string) {
	if field.Kind() == reflect.Pointer {
		if !rapid.Bool().Draw(t, at+" given") {
			return
		}
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	text := rapid.StringN(0, 12, -1)
	switch value := field.Addr().Interface().(type) {
	case *chargedesk.Amount:
		plain := fmt.Sprintf("%d.%02d", rapid.Int64Range(-1e12, 1e12).Draw(t, at), rapid.IntRange(0, 99).Draw(t, at))
		*value, want[at] = chargedesk.MustAmount(plain), plain
		return
	case *chargedesk.Number:
		plain := fmt.Sprintf("%d.%02d", rapid.Int64Range(-1e12, 1e12).Draw(t, at), rapid.IntRange(0, 99).Draw(t, at))
		*value, want[at] = chargedesk.Number{Decimal: decimal.RequireFromString(plain)}, plain
		return
	case *chargedesk.Time:
		seconds := rapid.Int64Range(1, 4e9).Draw(t, at)
		*value, want[at] = chargedesk.NewTime(timeOf(seconds)), fmt.Sprint(seconds)
		return
	case *chargedesk.Metadata:
		pairs := rapid.MapOfN(rapid.StringMatching(`[a-zA-Z0-9._+&=%é-][a-zA-Z0-9 ._+&=%é-]{0,20}`), text, 1, 4).Draw(t, at)
		*value = pairs
		for key, text := range pairs {
			want[at+"/"+key] = text
		}
		return
	}
	switch field.Kind() {
	case reflect.Struct:
		drawParams(t, field, at, want)
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), rapid.IntRange(1, 12).Draw(t, at), 12))
		for i := range field.Len() {
			// An element nobody can tell from none is left out of forms.
			if element := field.Index(i); element.Kind() == reflect.Struct {
				for j := range element.NumField() {
					element.Field(j).Set(reflect.New(element.Field(j).Type().Elem()))
				}
				drawSet(t, element, fmt.Sprintf("%s/%d", at, i), want)
			} else {
				drawField(t, element, fmt.Sprintf("%s/%d", at, i), want)
			}
		}
	case reflect.String:
		field.SetString(text.Draw(t, at))
		want[at] = field.String()
	case reflect.Int:
		field.SetInt(rapid.Int64Range(-1000, 1000).Draw(t, at))
		want[at] = fmt.Sprint(field.Int())
	case reflect.Bool:
		field.SetBool(rapid.Bool().Draw(t, at))
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
func drawSet(t *rapid.T, element reflect.Value, at string, want map[string]string) {
	for i := range element.NumField() {
		name, _, _ := strings.Cut(element.Type().Field(i).Tag.Get("url"), ",")
		drawField(t, element.Field(i).Elem(), at+"/"+name, want)
	}
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
			rapid.Check(t, func(t *rapid.T) {
				drawn := reflect.New(reflect.TypeOf(params).Elem())
				want := map[string]string{}
				drawParams(t, drawn.Elem(), "", want)
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
		v := reflect.New(reflect.TypeOf(params).Elem())
		before, err := form.Params(v.Interface())
		require.NoError(t, err)
		var lists []string
		for i, field := range slices.Collect(fieldsOf(v.Type().Elem())) {
			switch field.Type.Kind() {
			case reflect.Slice:
				v.Elem().Field(i).Set(reflect.MakeSlice(field.Type, 0, 0))
			case reflect.Map:
				v.Elem().Field(i).Set(reflect.MakeMap(field.Type))
			default:
				continue
			}
			lists = append(lists, field.Tag.Get("url"))
			require.False(t, before.Has(field.Tag.Get("url")))
		}
		after, err := form.Params(v.Interface())
		require.NoError(t, err)
		want := before
		for _, name := range lists {
			want.Set(name, "")
		}
		require.Equal(t, want, after, "%T", params)
	}
}

func TestOptionalParametersAreNotSentUnlessGiven(t *testing.T) {
	t.Parallel()
	for _, params := range []any{new(chargedesk.ChargeUpdateParams), new(chargedesk.CustomerUpdateParams), new(chargedesk.SubscriptionUpdateParams), new(chargedesk.ProductUpdateParams), new(chargedesk.ChargeListParams), new(chargedesk.UpdatePlansParams)} {
		values, err := form.Params(params)
		require.NoError(t, err)
		require.Empty(t, values, "%T", params)
	}
}
