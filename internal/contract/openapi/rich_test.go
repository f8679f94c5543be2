package openapi

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// rich makes parameters with every field set, so that each of them goes over the
// wire once and meets its description. change replaces what a call needs otherwise.
func rich[P any](change ...func(*P)) *P {
	params := new(P)
	fill(reflect.ValueOf(params).Elem(), "")
	for _, edit := range change {
		edit(params)
	}
	return params
}

// samples are values by type, words texts by name on the wire: what a vendor
// would reject to read from any text.
var (
	moment  = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	samples = map[reflect.Type]any{
		reflect.TypeFor[chargedesk.Amount]():             chargedesk.MustAmount("12.34"),
		reflect.TypeFor[chargedesk.Time]():               chargedesk.NewTime(moment),
		reflect.TypeFor[chargedesk.Currency]():           chargedesk.Currency("USD"),
		reflect.TypeFor[chargedesk.Interval]():           chargedesk.IntervalMonth,
		reflect.TypeFor[chargedesk.Number]():             chargedesk.NewNumber(2),
		reflect.TypeFor[chargedesk.ChargeStatus]():       chargedesk.ChargeStatusPaid,
		reflect.TypeFor[chargedesk.SubscriptionStatus](): chargedesk.SubscriptionStatusActive,
		reflect.TypeFor[chargedesk.EventType]():          chargedesk.EventType("charge_paid"),
		reflect.TypeFor[chargedesk.AgentRole]():          chargedesk.AgentRoleAgent,
		reflect.TypeFor[chargeback.Amount]():             chargeback.MustAmount("12.34"),
		reflect.TypeFor[chargeback.Time]():               chargeback.NewTime(moment),
		reflect.TypeFor[chargehound.Time]():              chargehound.NewTime(moment),
		reflect.TypeFor[chargehound.ChargedAt]():         chargehound.NewChargedAt(moment),
		reflect.TypeFor[chargehound.Quantity]():          chargehound.NewQuantityText("3 m"),
		reflect.TypeFor[chargehound.DisputeCheck]():      chargehound.DisputeCheckPass,
		reflect.TypeFor[chargehound.DisputeState]():      chargehound.DisputeStateNeedsResponse,
		reflect.TypeFor[chargehound.Fields]():            chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2), "shipped": chargehound.DateField(moment)},
		reflect.TypeFor[*chargedesk.TimeRange]():         &chargedesk.TimeRange{Min: new(chargedesk.NewTime(moment)), Max: new(chargedesk.NewTime(moment.AddDate(1, 0, 0)))},
		reflect.TypeFor[map[string]json.RawMessage]():    map[string]json.RawMessage(nil),
	}
	words = map[string]string{
		"email": "ada@example.com", "customer_email": "ada@example.com", "notification_email": "desk@example.com", "send_email_to": "ada@example.com",
		"contact": "ada@example.com", "to": "ada@example.com", "from": "shop@example.com",
		"country": "SE", "billing_country": "SWE", "currency": "USD", "reversal_currency": "usd", "currency_code": "EUR",
		"url": "https://shop.example.com/", "image": "https://shop.example.com/lamp.png", "reference_url": "https://shop.example.com/orders/1042", "source_url": "https://shop.example.com/orders/1042",
		"object_type": "charge", "action_type": "refund", "action": "cancel", "interval": "month",
		"website": "https://shop.example.com", "last_4_digits": "4242", "card_prefix": "412300", "card_suffix": "0907", "card_exp": "11/29", "ip_address": "192.0.2.44",
	}
)

func fill(v reflect.Value, name string) {
	if sample, known := samples[v.Type()]; known {
		v.Set(reflect.ValueOf(sample))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				fill(v.Field(i), wireName(field))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), name)
		fill(v.Index(1), name)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, name)
		v.SetMapIndex(reflect.ValueOf("colour.1").Convert(v.Type().Key()), value)
	case reflect.String:
		word, known := words[name]
		if !known {
			word = "A & B/ü=" + name
		}
		v.SetString(word)
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// wireName is the last part of a field's name: email of customer[email].
func wireName(field reflect.StructField) string {
	for _, tag := range []string{"url", "json"} {
		if name, _, _ := strings.Cut(field.Tag.Get(tag), ","); name != "" {
			return strings.TrimSuffix(name[strings.LastIndex(name, "[")+1:], "]")
		}
	}
	return ""
}

func TestRichParametersHaveNothingUnset(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]any{
		"charge":  rich[chargedesk.ChargeCreateParams](),
		"order":   rich[chargeback.OrderCreateParams](),
		"dispute": rich[chargehound.DisputeCreateParams](),
	} {
		v := reflect.ValueOf(params).Elem()
		for i := range v.NumField() {
			assert.False(t, v.Field(i).IsZero(), "%s: %s", name, v.Type().Field(i).Name)
		}
	}
}
