package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// variant is how much of the parameters of a call is set.
type variant string

const (
	rich   variant = "rich"   // everything
	sparse variant = "sparse" // what is required
	empty  variant = "empty"  // what is required, and each list and map without elements
)

// samples are values by type, words texts by name on the wire: what a vendor
// would reject to read from any text.
var (
	moment  = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	samples = map[reflect.Type]any{
		reflect.TypeFor[chargedesk.Amount]():             chargedesk.MustAmount("12.34"),
		reflect.TypeFor[chargedesk.Time]():               chargedesk.NewTime(moment),
		reflect.TypeFor[chargedesk.Currency]():           chargedesk.CurrencyUSD,
		reflect.TypeFor[chargedesk.Interval]():           chargedesk.IntervalMonth,
		reflect.TypeFor[chargedesk.Number]():             chargedesk.NewNumber(2),
		reflect.TypeFor[chargedesk.ChargeStatus]():       chargedesk.ChargeStatusPaid,
		reflect.TypeFor[chargedesk.SubscriptionStatus](): chargedesk.SubscriptionStatusActive,
		reflect.TypeFor[chargedesk.EventType]():          chargedesk.EventType("charge_paid"),
		reflect.TypeFor[chargedesk.AgentRole]():          chargedesk.AgentRoleAgent,
		reflect.TypeFor[chargedesk.DeleteMode]():         chargedesk.DeleteModeCustomerOnly,
		reflect.TypeFor[*chargedesk.TimeRange]():         &chargedesk.TimeRange{Min: new(chargedesk.NewTime(moment)), Max: new(chargedesk.NewTime(moment.AddDate(1, 0, 0)))},
		reflect.TypeFor[chargeback.Amount]():             chargeback.MustAmount("12.34"),
		reflect.TypeFor[chargeback.Time]():               chargeback.NewTime(moment),
		reflect.TypeFor[chargehound.Time]():              chargehound.NewTime(moment),
		reflect.TypeFor[chargehound.ChargedAt]():         chargehound.NewChargedAt(moment),
		reflect.TypeFor[chargehound.Quantity]():          chargehound.NewQuantityText("3 m"),
		reflect.TypeFor[chargehound.DisputeCheck]():      chargehound.DisputeCheckPass,
		reflect.TypeFor[chargehound.DisputeState]():      chargehound.DisputeStateNeedsResponse,
		reflect.TypeFor[chargehound.Fields]():            chargehound.Fields{"order_id": chargehound.TextField("ord_1042"), "parcels": chargehound.NumberField(2), "shipped": chargehound.DateField(moment)},
	}
	words = map[string]string{
		"email": "ada@example.com", "customer_email": "ada@example.com", "notification_email": "desk@example.com", "send_email_to": "ada@example.com",
		"contact": "ada@example.com", "to": "ada@example.com", "from": "shop@example.com",
		"country": "SE", "billing_country": "SWE", "origin_country": "NOR", "destination_country": "SWE",
		"currency": "USD", "reversal_currency": "usd", "currency_code": "EUR",
		"url": "https://shop.example.com/", "image": "https://shop.example.com/lamp.png", "reference_url": "https://shop.example.com/orders/1042", "source_url": "https://shop.example.com/orders/1042",
		"object_type": "charge", "action_type": "refund", "action": "cancel", "interval": "month",
		"website": "https://shop.example.com", "last_4_digits": "4242", "card_prefix": "412300", "card_suffix": "0907", "card_exp": "11/29", "ip_address": "192.0.2.44",
	}
)

// params makes parameters of a type, as the variant says.
func params(of reflect.Type, how variant) reflect.Value {
	made := reflect.New(of).Elem()
	fill(made, "", how)
	return made
}

func fill(v reflect.Value, name string, how variant) {
	if how != rich && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && name != "" {
		if how == empty && v.Kind() == reflect.Slice {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if how == empty && v.Kind() == reflect.Map {
			v.Set(reflect.MakeMap(v.Type()))
		}
		return
	}
	if sample, known := samples[v.Type()]; known {
		v.Set(reflect.ValueOf(sample))
		return
	}
	if v.Type().ConvertibleTo(reflect.TypeFor[map[string]json.RawMessage]()) {
		return // what a result does not know is sent back as it came
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name, how)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				fill(v.Field(i), wireName(field), how)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), name, how)
		fill(v.Index(1), name, how)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, name, how)
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
	return field.Name
}
