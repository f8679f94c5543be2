package chargedesk_test

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// bad are values that a field must refuse.
type bad = []any

var (
	unsendable = decimal.New(1, 1_000_000)
	someAmount = bad{noAmount, tooFine, chargedesk.MustAmount("1.00001"), chargedesk.NewAmount(unsendable)}
	notBelow   = append(bad{negative}, someAmount...)
	above      = append(bad{zero}, notBelow...)
	fine       = bad{noAmount, negative, chargedesk.MustAmount("1.00001"), chargedesk.NewAmount(unsendable)} // where no currency is given
	fineAbove  = append(bad{zero}, fine...)
	money      = bad{chargedesk.Currency(""), chargedesk.Currency("usd"), chargedesk.Currency("USDT"), chargedesk.Currency("U D"), chargedesk.Currency("€")}
	hourly     = bad{chargedesk.Interval("hour"), chargedesk.Interval("Month")}
	units      = bad{0, -1}
	days       = bad{-1}
	page       = bad{0, -1, 501}
	empty      = bad{""}
	word       = bad{"", ".", "..", "a\nb", "\xff", strings.Repeat("x", 256)}
	person     = append(bad{"grouped", "history"}, word...)
	mail       = bad{"nowhere", "a@b@c"}
	land       = bad{"Germany", "USA", "G", "12", "ß"}
	lengthy    = bad{long}
	never      = bad{chargedesk.Time{}}
	span       = bad{chargedesk.TimeRange{Min: new(chargedesk.Time{})}, chargedesk.TimeRange{Max: new(chargedesk.Time{})}, chargedesk.TimeRange{Min: new(chargedesk.NewTime(newYear)), Max: new(chargedesk.NewTime(newYear.AddDate(0, 0, -1)))}}
	pairs      = bad{
		chargedesk.Metadata{strings.Repeat("é", 33): "x"}, chargedesk.Metadata{"x": long}, chargedesk.Metadata{"a[b": "x"}, chargedesk.Metadata{"a]": "x"}, chargedesk.Metadata{" ": "x"}, chargedesk.Metadata{"a\x00": "x"}, chargedesk.Metadata{"": "x"},
	}
)

// fieldTables say of every type of parameters which values its fields refuse, and
// which fields take anything.
var fieldTables = []struct {
	valid   any
	refuses map[string]bad
	free    string
}{
	{&onCard, map[string]bad{"customer[id]": empty, "amount": above, "currency": money, "metadata": pairs}, "description"},
	{
		&recurring, map[string]bad{
			"customer[id]": empty, "amount": notBelow, "currency": money, "quantity": units,
			"product[product_id]": empty, "product[interval]": append(bad{chargedesk.IntervalNone}, hourly...), "product[interval_count]": units,
			"product[trial_period_days]": days, "product[billing_cycles_total]": days, "product[setup_amount]": notBelow,
		}, "description product[coupon]",
	},
	{
		with(askedFor, func(p *chargedesk.PaymentRequestParams) { p.Lines = []chargedesk.PaymentLineParams{{Amount: &dollars}} }), map[string]bad{
			"contact": empty, "amount": above, "currency": money, "quantity": units, "customer[id]": person,
			"lines[0]": {chargedesk.PaymentLineParams{}}, "lines[0][amount]": someAmount, "lines[0][currency]": money, "lines[0][quantity]": units,
			"lines[0][interval]": append(bad{chargedesk.IntervalNone}, hourly...), "lines[0][interval_count]": units, "lines[0][trial_period_days]": days,
			"lines[0][billing_cycles_total]": days, "lines[0][setup_amount]": notBelow,
		}, "link_only description lines[0][product_id] lines[0][description] lines[0][taxable] lines[0][coupon]",
	},
	{&chargedesk.RefundParams{Amount: dollars}, map[string]bad{"amount": fineAbove}, "log_reason"},
	{&chargedesk.RefundInFullParams{}, nil, "log_reason"},
	{&chargedesk.CaptureParams{Amount: dollars}, map[string]bad{"amount": fineAbove}, ""},
	{&chargedesk.CancelSubscriptionParams{}, nil, "log_reason"},
	{
		&chargedesk.UpdatePlansParams{Plans: []chargedesk.PlanParams{{ID: new("plan_small")}}},
		map[string]bad{"plans[0]": {chargedesk.PlanParams{}}, "plans[0][id]": empty, "plans[0][quantity]": units, "trial_end": never, "period_end": never},
		"prorate invoice",
	},
	{
		with(recorded, func(p *chargedesk.ChargeCreateParams) {
			p.Lines, p.TransactionID = []chargedesk.ChargeLineParams{{Amount: &dollars}}, new("tx_1042")
		}), map[string]bad{
			"amount": notBelow, "currency": money, "customer[id]": person, "customer[email]": mail, "customer[country]": land, "occurred": never,
			"status": {chargedesk.ChargeStatus("")}, "amount_refunded": notBelow, "transaction_id": empty, "product[id]": word, "subscription[id]": word,
			"lines[0]": {chargedesk.ChargeLineParams{}}, "lines[0][amount]": someAmount, "lines[0][currency]": money, "lines[0][quantity]": units, "lines[0][tax_paid]": notBelow, "metadata": pairs,
		}, "customer[username] customer[name] customer[description] customer[delinquent] gateway_id duplicate last_4_digits description " +
			"lines[0][product_id] lines[0][description] lines[0][taxable]",
	},
	{
		&chargedesk.ChargeUpdateParams{Currency: new(chargedesk.CurrencyUSD), Lines: []chargedesk.ChargeLineParams{{Amount: &dollars}}}, map[string]bad{
			"amount": notBelow, "currency": money, "customer[id]": person, "customer[email]": mail, "customer[country]": land, "occurred": never,
			"status": {chargedesk.ChargeStatus("")}, "amount_refunded": notBelow, "transaction_id": empty,
			"lines[0]": {chargedesk.ChargeLineParams{}}, "lines[0][amount]": someAmount, "lines[0][currency]": money, "lines[0][quantity]": units, "lines[0][tax_paid]": notBelow, "metadata": pairs,
		}, "customer[username] customer[name] customer[description] customer[delinquent] last_4_digits description product[id] subscription[id] " +
			"lines[0][product_id] lines[0][description] lines[0][taxable]",
	},
	{
		&chargedesk.ChargeListParams{}, map[string]bad{
			"count": page, "offset": {-1, 50_001}, "status": {chargedesk.ChargeStatus("")}, "customer[id]": empty, "customer[email]": empty, "transaction_id": empty, "occurred": span,
		}, "query customer[name] customer[username] last_4_digits description metadata_key metadata_value",
	},
	{&chargedesk.ChargeEmailParams{}, map[string]bad{"email": append(bad{""}, mail...)}, ""},
	{
		&chargedesk.ChargePreviewParams{ChargeID: new("ch_7Q"), Currency: new(chargedesk.CurrencyUSD)},
		map[string]bad{"charge_id": empty, "product_id": empty, "amount": notBelow, "currency": money, "country": land}, "tax_number add_tax",
	},
	{
		&newCustomer, map[string]bad{
			"customer_id": person, "email": mail, "country": land, "description": lengthy,
			"billing_address": lengthy, "shipping_address": lengthy, "invoice_details": lengthy, "metadata": pairs,
		}, "duplicate gateway_id name phone username customer_company website delinquent card_on_file tax_number_abr tax_number",
	},
	{
		&chargedesk.CustomerUpdateParams{}, map[string]bad{
			"customer_id": person, "email": mail, "country": land, "description": lengthy,
			"billing_address": lengthy, "shipping_address": lengthy, "invoice_details": lengthy, "metadata": pairs, "send_email_to": append(bad{"ada@example.com,x"}, mail...),
		}, "gateway_id name phone username customer_company website delinquent card_on_file tax_number_abr tax_number override_agents",
	},
	{
		&chargedesk.CustomerListParams{}, map[string]bad{"count": page, "offset": {-1, 50_001}, "customer_id": empty, "email": empty, "country": land, "first_seen": span},
		"name username",
	},
	{&chargedesk.CustomerSearchParams{}, map[string]bad{"customer[id]": empty, "customer[email]": empty}, "customer[username] customer[name] customer[phone] query"},
	{
		with(subscribed, func(p *chargedesk.SubscriptionCreateParams) {
			p.Currency, p.Items = new(chargedesk.CurrencyUSD), []chargedesk.SubscriptionItemParams{{ID: new("item_1")}}
		}), map[string]bad{
			"subscription_id": word, "customer_id": person, "status": {chargedesk.SubscriptionStatus("")}, "amount": notBelow, "currency": money,
			"setup_amount": notBelow, "product_id": word, "interval": append(bad{chargedesk.IntervalNone}, hourly...), "interval_count": units, "quantity": units, "billing_cycles_total": days,
			"billing_cycles_current": days, "items[0]": {chargedesk.SubscriptionItemParams{}}, "items[0][id]": empty, "items[0][amount]": someAmount, "items[0][currency]": money,
			"items[0][quantity]": units, "items[0][percent]": {noAmount, chargedesk.NewAmount(unsendable)}, "metadata": pairs,
		}, "duplicate gateway_id current_period_start current_period_end trial_start trial_end ended_at canceled_at items[0][description]",
	},
	{
		&chargedesk.SubscriptionUpdateParams{Currency: new(chargedesk.CurrencyUSD), Items: []chargedesk.SubscriptionItemParams{{ID: new("item_1")}}}, map[string]bad{
			"subscription_id": word, "customer_id": person, "status": {chargedesk.SubscriptionStatus("")}, "amount": notBelow, "currency": money,
			"setup_amount": notBelow, "interval": append(bad{chargedesk.IntervalNone}, hourly...), "interval_count": units, "quantity": units, "billing_cycles_total": days,
			"billing_cycles_current": days, "items[0]": {chargedesk.SubscriptionItemParams{}}, "items[0][id]": empty, "items[0][amount]": someAmount, "items[0][currency]": money,
			"items[0][quantity]": units, "items[0][percent]": {noAmount, chargedesk.NewAmount(unsendable)}, "metadata": pairs,
		}, "gateway_id product_id current_period_start current_period_end trial_start trial_end ended_at canceled_at items[0][description]",
	},
	{&chargedesk.SubscriptionListParams{}, map[string]bad{"count": page, "offset": {-1, 10_001}, "customer_id": empty, "created": span}, ""},
	{
		with(offered, func(p *chargedesk.ProductCreateParams) { p.Currency = new(chargedesk.CurrencyUSD) }), map[string]bad{
			"product_id": word, "description": lengthy, "amount": notBelow, "currency": money, "quantity": units, "interval": hourly,
			"interval_count": units, "trial_period_days": days, "billing_cycles_total": days, "setup_amount": notBelow,
		}, "duplicate name url gateway_id chargeable",
	},
	{
		&chargedesk.ProductUpdateParams{Currency: new(chargedesk.CurrencyUSD)}, map[string]bad{
			"product_id": word, "description": lengthy, "amount": notBelow, "currency": money, "quantity": units, "interval": hourly,
			"interval_count": units, "trial_period_days": days, "billing_cycles_total": days, "setup_amount": notBelow,
		}, "name url gateway_id chargeable",
	},
	{&chargedesk.ProductListParams{}, map[string]bad{"count": page, "offset": {-1, 10_001}}, ""},
	{
		&chargedesk.WebhookCreateParams{URL: "https://shop.example/x", Notifications: []chargedesk.EventType{chargedesk.EventTypeChargeNew}},
		map[string]bad{"url": {"", "/chargedesk", "ftp://shop.example/x", "https://", "https://shop.example/\x7f"}, "notifications[0]": {chargedesk.EventType("")}}, "all",
	},
	{&invited, map[string]bad{"name": empty, "email": append(bad{"", "Grace <grace@example.com>"}, mail...), "role": {chargedesk.AgentRole("")}}, ""},
	{
		&chargedesk.ActivityListParams{ObjectType: new(chargedesk.ObjectTypeCharge)},
		map[string]bad{"count": page, "offset": {-1, 10_001}, "object_id": empty, "occurred": span}, "object_type action_type",
	},
	{&chargedesk.CancellationListParams{}, map[string]bad{"count": page, "offset": {-1, 10_001}, "occurred": span}, "action"},
}
