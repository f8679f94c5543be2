package contract

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargehound"
)

// Canaries: what no error text and no log may show. The keys may be nowhere.
const (
	canaryKey    = "sk_test_CANARYkey0123456789"
	canaryPublic = "pk_test_CANARYpub9876543210"
	canaryMail   = "canary.person@mail.test"
	canaryName   = "Canaria Wrenfield"
	canaryCard   = "4242424242424242"
	canaryAmount = "8812377.31"
	canaryQuery  = "q_CANARYquery"
	canaryHeader = "h_CANARYheader"
	canaryID     = "id_CANARY7Q"
)

const canaryMinor = 881237731 // canaryAmount in minor units

// samples are values by type, words texts by name on the wire: what a vendor
// would reject to read from any text.
var (
	moment  = time.Date(1999, 2, 3, 4, 5, 6, 0, time.UTC) // a synctest bubble begins in 2000
	samples = map[reflect.Type]any{
		reflect.TypeFor[chargedesk.Amount]():             chargedesk.MustAmount(canaryAmount),
		reflect.TypeFor[chargedesk.Time]():               chargedesk.NewTime(moment),
		reflect.TypeFor[chargedesk.Currency]():           chargedesk.CurrencyUSD,
		reflect.TypeFor[chargedesk.Interval]():           chargedesk.IntervalMonth,
		reflect.TypeFor[chargedesk.Number]():             chargedesk.NewNumber(2),
		reflect.TypeFor[chargedesk.ChargeStatus]():       chargedesk.ChargeStatusPaid,
		reflect.TypeFor[chargedesk.SubscriptionStatus](): chargedesk.SubscriptionStatusActive,
		reflect.TypeFor[chargedesk.EventType]():          chargedesk.EventType("charge_paid"),
		reflect.TypeFor[chargedesk.AgentRole]():          chargedesk.AgentRoleAgent,
		reflect.TypeFor[chargedesk.DeleteMode]():         chargedesk.DeleteModeCustomerOnly,
		reflect.TypeFor[*chargedesk.TimeRange]():         (*chargedesk.TimeRange)(nil), // lists are to find what was seeded
		reflect.TypeFor[chargeback.Amount]():             chargeback.MustAmount(canaryAmount),
		reflect.TypeFor[chargeback.Time]():               chargeback.NewTime(moment),
		reflect.TypeFor[json.RawMessage]():               json.RawMessage(`7`),
		reflect.TypeFor[chargehound.Time]():              chargehound.NewTime(moment),
		reflect.TypeFor[chargehound.ChargedAt]():         chargehound.NewChargedAt(moment),
		reflect.TypeFor[chargehound.Quantity]():          chargehound.NewQuantityText("3 m"),
		reflect.TypeFor[chargehound.DisputeCheck]():      chargehound.DisputeCheckPass,
		reflect.TypeFor[chargehound.DisputeState]():      chargehound.DisputeStateNeedsResponse,
		reflect.TypeFor[chargehound.Fields]():            chargehound.Fields{"customer_name": chargehound.TextField(canaryName), "parcels": chargehound.NumberField(2), "shipped": chargehound.DateField(moment)},
	}
	words = map[string]string{
		"email": canaryMail, "customer_email": canaryMail, "notification_email": canaryMail, "send_email_to": canaryMail,
		"contact": canaryMail, "to": canaryMail, "from": canaryMail,
		"country": "SE", "billing_country": "SWE", "origin_country": "NOR", "destination_country": "SWE",
		"currency": "USD", "reversal_currency": "usd", "currency_code": "EUR",
		"url": "https://shop.example.com/", "image": "https://shop.example.com/lamp.png", "reference_url": "https://shop.example.com/orders/1042", "source_url": "https://shop.example.com/orders/1042",
		"object_type": "charge", "action_type": "refund", "action": "cancel", "interval": "month",
		"website": "https://shop.example.com", "last_4_digits": "4242", "card_prefix": "412300", "card_suffix": "0907", "card_number": "412300******0907", "card_exp": "11/29", "ip_address": "192.0.2.44",
	}
)

// filling sets every field of parameters. Strings that need no certain form are
// text.
type filling struct {
	text  string
	words map[string]string
	every bool // also those that need one
}

func (f filling) params(of reflect.Type) reflect.Value {
	made := reflect.New(of).Elem()
	f.fill(made, "")
	return made
}

func (f filling) fill(v reflect.Value, name string) {
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
		f.fill(v.Elem(), name)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				f.fill(v.Field(i), wireName(field))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), name)
		f.fill(v.Index(1), name)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		value := reflect.New(v.Type().Elem()).Elem()
		f.fill(value, name)
		v.SetMapIndex(reflect.ValueOf("colour").Convert(v.Type().Key()), value)
	case reflect.String:
		v.SetString(f.word(name))
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
		if strings.Contains(name, "amount") {
			v.SetInt(canaryMinor)
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Interface:
		v.Set(reflect.ValueOf(map[string]string{"order_id": canaryID}))
	}
}

func (f filling) word(name string) string {
	if f.every {
		return f.text
	}
	if word, known := f.words[name]; known {
		return word
	}
	if word, known := words[name]; known {
		return word
	}
	if name == "id" || strings.HasSuffix(name, "_id") {
		return canaryID
	}
	return f.text
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
