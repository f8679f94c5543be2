package chargedesktest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// The JSON types of all fields, as the documentation has them and as live
// accounts do; - is absent.
var generations = map[string]string{
	"charge": `
		charge_id object amount amount_refunded added_tax amount_formatted amount_refunded_formatted amount_symbol
		amount_with_commas currency status status_text occurred_formatted occurred_relative refunded_at_formatted company
		customer_id customer_email customer_name customer_username customer_country description product_desc product_id
		subscription_id transaction_id gateway_id gateway_url payment_method payment_method_brand payment_method_describe
		last_4_digits name_email name_send_email sent_invoice sent_invoice_reminder invoice_url invoice_download_url
		manage_url support_url support_email: string string
		is_paid: boolean boolean
		occurred: number string
		customer_phone invoice_company: null null
		refunded_at customer_email_domain payment_method_bank statement_description failure_reason sent_receipt
		sent_refund_receipt sent_authorize sent_void sent_dunning accurate_at audited_job: - string
		email_last_sent: number number
		metadata logs methods_active methods_supported: array array`,
	"customer": `
		customer_id object name first_name email username phone website description country readable_country company
		customer_company tax_number tax_number_abr billing_address shipping_address invoice_details gateway_id gateway_url
		manage_url: string string
		charges first_seen: number number
		delinquent edited: number string
		card_on_file has_items tickets fax email_domain send_email_to last_charge_id last_paid_charge accurate_at
		unsubscribe_receipts unsubscribe_refunds unsubscribe_authorize unsubscribe_void: - string
		items logs subscriptions metadata methods_active methods_supported: array array`,
	"subscription": `
		subscription_id object customer_id product_id product_desc status status_text amount amount_formatted amount_symbol
		currency interval readable_interval company gateway_id gateway_url manage_url: string string
		quantity setup_amount interval_count trial_period_days current_period_start current_period_end trial_start
		trial_end canceled_at ended_at has_items: number string
		billing_cycles_current billing_cycles_total first_seen charges: number number
		has_meta last_email accurate_at: - string
		items metadata logs methods_active methods_supported: array array`,
	"product": `
		product_id name description url support_url amount_formatted amount_symbol currency interval readable_interval
		status company gateway_id: string string
		object: - string
		amount quantity setup_amount interval_count trial_period_days billing_cycles_total chargeable has_agent_log: number string
		taxable charges first_seen: number number
		logs: array array`,
	"activity": `
		object_type object_id action_type action_reason event description sub_description ip source company: string string
		action_params: boolean boolean
		occurred: number number
		context params: null null`,
	"cancellation": `
		action customer_id email ip method reason subscription_id: string string
		occurred: number number`,
}

func TestFieldsHaveTheTypesOfTheirGeneration(t *testing.T) {
	t.Parallel()
	for types, column := range map[chargedesktest.JSONTypes]int{chargedesktest.DocsTypes: 0, chargedesktest.LiveTypes: 1} {
		d := open(t, chargedesktest.WithJSONTypes(types))
		d.SeedSubscriptions(1)
		d.SeedProducts(1)
		d.SeedCharges(1)
		d.SeedActivity(1)
		d.SeedCancellations(1)
		for class, path := range map[string]string{
			"charge": "/charges", "customer": "/customers?customer_id=cus_2", "subscription": "/subscriptions", "product": "/products",
			"activity": "/log/activity", "cancellation": "/log/cancellations",
		} {
			t.Run(class, func(t *testing.T) {
				d := d.with(t)
				require.Equal(t, kindsOf(generations[class], column), kinds(d.get(path).rows("data")[0]), class)
			})
		}
	}
}

// kindsOf reads a column of a table of generations.
func kindsOf(table string, column int) map[string]string {
	want := map[string]string{}
	names := []string{}
	words := strings.Fields(table)
	for i := 0; i < len(words); i++ {
		name, last := strings.CutSuffix(words[i], ":")
		names = append(names, name)
		if !last {
			continue
		}
		if kind := words[i+1+column]; kind != "-" {
			for _, name := range names {
				want[name] = kind
			}
		}
		names, i = nil, i+2
	}
	return want
}

func kinds(o object) map[string]string {
	got := map[string]string{}
	for name, value := range o {
		switch value.(type) {
		case string:
			got[name] = "string"
		case json.Number:
			got[name] = "number"
		case bool:
			got[name] = "boolean"
		case []any:
			got[name] = "array"
		case nil:
			got[name] = "null"
		default:
			got[name] = "object"
		}
	}
	return got
}

func TestBothGenerationsSayTheSame(t *testing.T) {
	t.Parallel()
	texts := func(types chargedesktest.JSONTypes) object {
		d := open(t, chargedesktest.WithJSONTypes(types))
		d.post("/subscriptions", "subscription_id=s&amount=5&currency=USD&setup_amount=10.50&quantity=2&trial_end=1700000000")
		o := d.get("/subscriptions/s")
		for name, value := range o {
			if number, ok := value.(json.Number); ok {
				o[name] = number.String()
			}
		}
		o["setup_amount"] = strings.TrimSuffix(o["setup_amount"].(string), "0")
		return o
	}
	docs, live := texts(chargedesktest.DocsTypes), texts(chargedesktest.LiveTypes)
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		require.Equal(t, docs[name], live[name], name)
	}
}

func TestLiveResponsesAreEscapedAsByPHP(t *testing.T) {
	t.Parallel()
	form := "customer_id=x&name=Zo%C3%AB+%F0%9F%98%80+%22%5C%09%0A/%FF"
	name := func(types chargedesktest.JSONTypes) string {
		d := open(t, chargedesktest.WithJSONTypes(types))
		status, _, body := d.send(http.MethodPost, "/customers", formType, form)
		require.Equal(t, 200, status)
		require.Equal(t, "Zoë 😀 \"\\\t\n/\uFFFD", parse(t, body)["name"])
		_, after, _ := strings.Cut(string(body), `"name":"`)
		text, _, _ := strings.Cut(after, `","`)
		return text
	}
	require.Equal(t, `Zo\u00eb \ud83d\ude00 \"\\\u0009\n\/\ufffd`, name(chargedesktest.LiveTypes))
	require.Equal(t, "Zoë 😀 \\\"\\\\\\u0009\\n/\uFFFD", name(chargedesktest.DocsTypes))
}

func TestMetadataIsAnArrayWhenItsKeysCount(t *testing.T) {
	t.Parallel()
	d := open(t)
	base := "amount=1&currency=USD&customer[id]=x"
	for form, want := range map[string]any{
		"":                                 []any{},
		"&metadata[]=a&metadata[]=b":       []any{"a", "b"},
		"&metadata[1]=b&metadata[0]=a":     []any{"a", "b"},
		"&metadata[1]=b":                   map[string]any{"1": "b"},
		"&metadata[0]=a&metadata[x]=b":     map[string]any{"0": "a", "x": "b"},
		"&metadata[a.b]=1&metadata[c d]=2": map[string]any{"a.b": "1", "c d": "2"},
		"&metadata[\"]=q":                  map[string]any{`"`: "q"},
	} {
		t.Run(form, func(t *testing.T) {
			d := d.with(t)
			require.Equal(t, want, d.post("/charges", base+form)["metadata"], form)
		})
	}
}

func TestAgesAreToldInWords(t *testing.T) {
	t.Parallel()
	d := open(t)
	for age, want := range map[time.Duration]string{
		59 * time.Second: "moments ago", time.Minute: "1 minute ago", 59 * time.Minute: "59 minutes ago",
		time.Hour: "1 hour ago", 47 * time.Hour: "1 day ago", 480 * time.Hour: "20 days ago",
	} {
		form := fmt.Sprintf("amount=1&currency=USD&customer[id]=x&occurred=%d", noon.Add(-age).Unix())
		require.Equal(t, want, d.post("/charges", form)["occurred_relative"])
	}
	require.Equal(t, "February 9, 2026", d.post("/charges", "amount=1&currency=USD&customer[id]=x&occurred=1770652800")["occurred_formatted"])
}

func TestTheStatusTextOfAChargeIsItsStatus(t *testing.T) {
	t.Parallel()
	for name, types := range map[string]chargedesktest.JSONTypes{"live": chargedesktest.LiveTypes, "docs": chargedesktest.DocsTypes} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t, chargedesktest.WithJSONTypes(types))
			id := d.SeedCharge("34.00", "USD").ChargeID
			require.Equal(t, "paid", d.get("/charges/" + id)["status_text"])
			require.Equal(t, "partially refunded", d.post("/gateway/charges/"+id+"/refund", "amount=1")["status_text"])
			sub := d.SeedSubscription("ada", "5.00", "USD")
			require.Equal(t, "Active", d.get("/subscriptions/" + sub)["status_text"], "a subscription's is capitalized")
		})
	}
}
