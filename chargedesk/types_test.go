package chargedesk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/golden"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// results returns all types that calls return.
func results() []any {
	return []any{
		new(chargedesk.PaymentResult), new(chargedesk.Charge), new(chargedesk.ChargeList), new(chargedesk.ChargePreview), new(chargedesk.TaxRate),
		new(chargedesk.ChargeItems), new(chargedesk.ChargeItem),
		new(chargedesk.Customer), new(chargedesk.CustomerList), new(chargedesk.CustomerSearchResult), new(chargedesk.SearchMatch),
		new(chargedesk.Subscription), new(chargedesk.SubscriptionItem), new(chargedesk.SubscriptionList), new(chargedesk.Product), new(chargedesk.ProductList),
		new(chargedesk.Webhook), new(chargedesk.EventTypeInfo), new(chargedesk.Activity), new(chargedesk.ActivityList), new(chargedesk.Cancellation),
		new(chargedesk.CancellationList),
		new(chargedesk.Event), new(chargedesk.EventData),
	}
}

// fill sets every field of a result to something that is not its zero value.
func fill(v reflect.Value, depth int) {
	switch value := v.Addr().Interface().(type) {
	case *chargedesk.Amount:
		*value = chargedesk.MustAmount("34.50")
		return
	case *chargedesk.Number:
		*value = chargedesk.NewNumber(42)
		return
	case *chargedesk.Time:
		*value = chargedesk.NewTime(newYear)
		return
	case *json.RawMessage:
		*value = json.RawMessage(`{"kept":[1,"two",null]}`)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth)
		}
	case reflect.Pointer:
		if depth < 2 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if fill(v.Index(0), depth); v.Index(0).IsZero() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
	case reflect.Map:
		element := reflect.New(v.Type().Elem()).Elem()
		fill(element, depth)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("brand_new"), element)
	case reflect.String:
		v.SetString("Grüße/<&>\u2028")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(42)
	}
}

func TestResultsSurviveTheStandardLibrarysJSON(t *testing.T) {
	t.Parallel()
	for _, result := range results() {
		for _, filled := range []bool{true, false} {
			if filled {
				fill(reflect.ValueOf(result).Elem(), 0)
			} else {
				result = reflect.New(reflect.TypeOf(result).Elem()).Interface()
			}
			text, err := json.Marshal(result)
			require.NoError(t, err)
			again := reflect.New(reflect.TypeOf(result).Elem()).Interface()
			require.NoError(t, json.Unmarshal(text, again))
			require.Equal(t, result, again, "%T: %s", result, text)
		}
	}
}

func TestResultsKeepFieldsTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	for _, result := range results() {
		fill(reflect.ValueOf(result).Elem(), 0)
		text, err := lenient.Inline(result)
		require.NoError(t, err)
		require.Contains(t, string(text), `"brand_new":{"kept":[1,"two",null]}`, "%T", result)
		again := reflect.New(reflect.TypeOf(result).Elem()).Interface()
		require.NoError(t, chargedesk.Decode(text, again))
		require.Equal(t, result, again, "%T", result)
	}
}

// response returns the body of the response in a golden exchange.
func response(t *testing.T, file string) []byte {
	t.Helper()
	archive, err := golden.ReadFile(filepath.Join("../testdata/chargedesk", file+".txtar"))
	require.NoError(t, err)
	for _, part := range archive.Parts {
		if strings.HasPrefix(part.Name, "response") {
			_, body, found := strings.Cut(string(part.Data), "\n\n")
			require.True(t, found)
			return []byte(body)
		}
	}
	t.Fatalf("%s has no response", file)
	return nil
}

func TestResultsLoseNoFieldOfAResponse(t *testing.T) {
	t.Parallel()
	for file, result := range map[string]any{
		"charges_get": new(chargedesk.Charge), "charges_create": new(chargedesk.Charge), "charges_list": new(chargedesk.ChargeList),
		"charges_preview": new(chargedesk.ChargePreview),
		"customers_get":   new(chargedesk.Customer), "customers_create": new(chargedesk.Customer), "customers_list": new(chargedesk.CustomerList),
		"customers_search":  new(chargedesk.CustomerSearchResult),
		"subscriptions_get": new(chargedesk.Subscription), "subscriptions_create": new(chargedesk.Subscription), "subscriptions_list": new(chargedesk.SubscriptionList),
		"products_get": new(chargedesk.Product), "products_create": new(chargedesk.Product), "products_list": new(chargedesk.ProductList),
		"gateway_create_charge": new(chargedesk.PaymentResult), "gateway_create_subscription": new(chargedesk.PaymentResult),
		"gateway_request_payment": new(chargedesk.PaymentResult),
		"logs_list_activity":      new(chargedesk.ActivityList), "logs_list_cancellations": new(chargedesk.CancellationList), "webhooks_create": new(chargedesk.Webhook),
	} {
		var sent, kept any
		body := response(t, file)
		require.NoError(t, chargedesk.Decode(body, result), file)
		again, err := lenient.Inline(result)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(body, &sent))
		require.NoError(t, json.Unmarshal(again, &kept))
		requireKept(t, file, sent, kept)
	}
}

// requireKept requires every field that was sent, of whatever JSON kind.
func requireKept(t *testing.T, where string, sent, kept any) {
	t.Helper()
	switch sent := sent.(type) {
	case map[string]any:
		require.IsType(t, kept, map[string]any{}, where)
		for name, value := range sent {
			require.Contains(t, kept, name, where)
			requireKept(t, where+"."+name, value, kept.(map[string]any)[name])
		}
	case []any:
		if len(sent) > 0 {
			require.Len(t, kept, len(sent), where)
			for i := range sent {
				requireKept(t, where+"[]", sent[i], kept.([]any)[i])
			}
		}
	default:
		require.Equal(t, plainText(sent), plainText(kept), where)
	}
}

// plainText is what a scalar means, in whichever type it came.
func plainText(value any) string {
	text, _ := json.Marshal(value)
	plain := strings.Trim(string(text), `"`)
	switch plain {
	case "null", "false", "0", "":
		return "none"
	case "true":
		return "1"
	}
	return plain
}

// One object of each type as the documentation shows it, and as live accounts
// send it; what they mean is the same.
var generations = []struct {
	result     func() any
	docs, live string
}{
	{
		func() any { return new(chargedesk.Charge) },
		`{"charge_id":"ch_7Q","amount":"34.00","amount_refunded":"0.00","is_paid":true,"occurred":1767261600,"customer_phone":"","metadata":{},"email_last_sent":0,` +
			`"description":"a/b","gateway_id":""}`,
		`{"charge_id":"ch_7Q","amount":"34.00","amount_refunded":"0.00","is_paid":true,"occurred":"1767261600","customer_phone":null,"metadata":[],` +
			`"email_last_sent":"0","description":"a\/b","gateway_id":null}`,
	},
	{
		func() any { return new(chargedesk.Customer) },
		`{"customer_id":"cus_ada","charges":3,"first_seen":1767261600,"delinquent":0,"edited":1,"card_on_file":true,"tickets":2,"metadata":{"0":"a","1":"b"}}`,
		`{"customer_id":"cus_ada","charges":3,"first_seen":1767261600,"delinquent":"0","edited":"1","card_on_file":"1","tickets":"2","metadata":["a","b"]}`,
	},
	{
		func() any { return new(chargedesk.Subscription) },
		`{"subscription_id":"sub_9K","amount":"34.00","quantity":2,"setup_amount":10.50,"interval_count":1,"trial_period_days":14,"current_period_start":1767261600,` +
			`"current_period_end":1769940000,"trial_start":0,"trial_end":0,"canceled_at":0,"ended_at":0,"has_items":0,"metadata":{}}`,
		`{"subscription_id":"sub_9K","amount":"34.00","quantity":"2","setup_amount":"10.50","interval_count":"1","trial_period_days":"14",` +
			`"current_period_start":"1767261600","current_period_end":"1769940000","trial_start":"0","trial_end":"","canceled_at":null,"ended_at":"0","has_items":"0",` +
			`"metadata":[]}`,
	},
	{
		func() any { return new(chargedesk.Product) },
		`{"product_id":"prod_loom","amount":34.50,"quantity":1,"interval_count":0,"setup_amount":10.25,"trial_period_days":0,"billing_cycles_total":0,"chargeable":1,` +
			`"taxable":1,"has_agent_log":0,"charges":4,"first_seen":1767261600}`,
		`{"product_id":"prod_loom","amount":"34.50","quantity":"1","interval_count":"0","setup_amount":"10.25","trial_period_days":"0","billing_cycles_total":"",` +
			`"chargeable":"1","taxable":1,"has_agent_log":"0","charges":4,"first_seen":1767261600}`,
	},
	{
		func() any { return new(chargedesk.ChargeItems) },
		`{"items":[{"ord":0,"amount":12.50,"quantity":2,"taxable":true,"tax_paid":null}]}`,
		`{"items":[{"ord":"0","amount":"12.50","quantity":"2","taxable":"1","tax_paid":""}]}`,
	},
	{func() any { return new(chargedesk.Webhook) }, `{"webhook_id":"1042"}`, `{"webhook_id":1042}`},
	{func() any { return new(chargedesk.ActivityList) }, `{"count":20,"offset":0,"data":[{"occurred":1767261600}]}`,
		`{"count":"20","offset":"0","data":[{"occurred":"1767261600"}]}`},
	{func() any { return new(chargedesk.CancellationList) }, `{"data":[{"occurred":1767261600}]}`, `{"data":[{"occurred":"1767261600"}]}`},
}

func TestBothGenerationsOfTypesDecodeToEqualValues(t *testing.T) {
	t.Parallel()
	for _, g := range generations {
		docs, live := g.result(), g.result()
		require.NoError(t, chargedesk.Decode([]byte(g.docs), docs))
		require.NoError(t, chargedesk.Decode([]byte(g.live), live), "%T", live)
		require.Equal(t, docs, live)
	}
}

func TestAmountsWithThousandsSignsAreRejectedAndNoneIsNotZero(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{`34`: "34", `"34.00"`: "34.00", `34.00`: "34.00", `null`: "", `""`: "", `"0.00"`: "0.00"} {
		var product chargedesk.Product
		require.NoError(t, chargedesk.Decode([]byte(`{"amount":`+text+`}`), &product), text)
		require.Equal(t, want, product.Amount.String())
		require.Equal(t, want != "", product.Amount.IsSet(), text)
	}
	for _, text := range []string{`"1,234.56"`, `"$34"`, `true`, `"1e400"`, `"` + strings.Repeat("9", 65) + `"`} {
		require.Error(t, chargedesk.Decode([]byte(`{"amount":`+text+`}`), new(chargedesk.Product)), text)
	}
}

func TestTimesOfZeroAreNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`0`, `"0"`, `""`, `null`} {
		var subscription chargedesk.Subscription
		require.NoError(t, chargedesk.Decode([]byte(`{"canceled_at":`+text+`}`), &subscription))
		require.True(t, subscription.CanceledAt.IsZero(), text)
	}
}

func TestStatusesPassAsTheyAre(t *testing.T) {
	t.Parallel()
	var charge chargedesk.Charge
	require.NoError(t, chargedesk.Decode([]byte(`{"status":"brand new"}`), &charge))
	require.Equal(t, chargedesk.ChargeStatus("brand new"), charge.Status)
	require.NotEqual(t, string(chargedesk.ChargeStatusPastDue), string(chargedesk.SubscriptionStatusPastDue))
	require.True(t, chargedesk.SubscriptionStatus("cancelled").IsCanceled())
	require.True(t, chargedesk.SubscriptionStatusCanceled.IsCanceled())
	require.False(t, chargedesk.SubscriptionStatusActive.IsCanceled())
}

func TestFixturesHaveNoVendorSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/chargedesk/*.txtar")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.False(t, slices.ContainsFunc([]string{"chargedesk.com", "yoursite", "cus-example", "1361191994", "1710820148"}, func(sample string) bool {
			return strings.Contains(string(text), sample)
		}), file)
	}
}

func TestAmountsAreComparedByWhatTheyAreWorth(t *testing.T) {
	t.Parallel()
	require.False(t, reflect.TypeFor[chargedesk.Amount]().Comparable(), "== would tell 34 from 34, made twice")
	var docs, live chargedesk.Charge
	require.NoError(t, chargedesk.Decode([]byte(`{"charge_id":"ch_7Q","amount":34}`), &docs))
	require.NoError(t, chargedesk.Decode([]byte(`{"charge_id":"ch_7Q","amount":"34.00"}`), &live))
	require.True(t, docs.Amount.Equal(live.Amount))
	require.False(t, docs.Amount.Equal(chargedesk.MustAmount("34.01")))
	require.False(t, chargedesk.MustAmount("0").Equal(noAmount))
}

func TestAnAmountOfAMillionDigitsIsNotWrittenOut(t *testing.T) {
	t.Parallel()
	for text, d := range map[string]decimal.Decimal{"1e1000000": unsendable, "-5e-1000000": decimal.New(-5, -1_000_000), "3000": decimal.New(3, 3)} {
		require.Equal(t, text, chargedesk.NewAmount(d).String())
	}
}
