package chargedesktest

import (
	"strconv"
	"strings"
	"time"
)

// Names of the messages about a charge.
const (
	receipt         = "receipt"
	refundNotice    = "refund notification"
	authorizeNotice = "authorization notification"
	voidNotice      = "void notification"
	paymentRequest  = "payment request"
)

// notice returns the message for the status of a charge.
func (ch *charge) notice() string {
	switch ch.Status {
	case partiallyRefunded, refunded:
		return refundNotice
	case authorized:
		return authorizeNotice
	case void, invoiceCanceled:
		return voidNotice
	case invoiced:
		return paymentRequest
	}
	return receipt
}

func (d *desk) writeCharge(w *writer, ch *charge) {
	w.object("", func() { d.chargeFields(w, ch) })
}

// chargeFields writes the fields of both JSON types, then those of live accounts.
func (d *desk) chargeFields(w *writer, ch *charge) {
	w.text("charge_id", ch.ChargeID)
	w.text("object", "charge")
	w.money("amount", ch.Amount, ch.Currency)
	w.money("amount_refunded", ch.AmountRefunded, ch.Currency)
	w.money("added_tax", ch.addedTax(), ch.Currency)
	w.text("amount_formatted", formatted(ch.Amount, ch.Currency))
	w.text("amount_refunded_formatted", formatted(ch.AmountRefunded, ch.Currency))
	w.text("amount_symbol", symbol(ch.Currency))
	w.text("amount_with_commas", commas(ch.Amount, ch.Currency))
	w.text("currency", ch.Currency)
	w.text("status", ch.Status)
	w.text("status_text", ch.Status) // a subscription's is capitalized
	w.boolean("is_paid", ch.paidIn())
	w.column("occurred", ch.At)
	w.text("occurred_formatted", day(ch.At))
	w.text("occurred_relative", relative(d.now()-ch.At))
	w.text("refunded_at_formatted", day(ch.RefundedAt))
	w.text("company", company)
	d.chargeParties(w, ch)
	w.text("description", ch.Description)
	d.chargePayment(w, ch)
	w.metadata("metadata", ch.Metadata)
	w.array("logs", func() {})
	d.chargeActions(w, ch)
	d.chargeLinks(w, ch)
	if w.live {
		ch.liveFields(w)
	}
}

func (d *desk) chargeParties(w *writer, ch *charge) {
	person := ch.customer
	w.text("customer_id", person.CustomerID)
	w.text("customer_email", person.Email)
	w.text("customer_name", person.Name)
	w.text("customer_username", person.Username)
	w.text("customer_country", person.Country)
	w.textOrNull("customer_phone", person.Phone)
	w.raw("invoice_company", "null")
	w.text("product_id", ch.ProductID)
	w.text("product_desc", d.productName(ch.ProductID))
	w.text("subscription_id", ch.SubscriptionID)
	w.text("transaction_id", ch.TransactionID)
	w.text("gateway_id", ch.GatewayID)
	w.text("gateway_url", "")
}

func (d *desk) chargePayment(w *writer, ch *charge) {
	method, brand, describe := "", "", ""
	if ch.LastDigits != "" {
		method, brand, describe = "Credit", "Visa", "Visa ending in "+ch.LastDigits
	}
	w.text("payment_method", method)
	w.text("payment_method_brand", brand)
	w.text("payment_method_describe", describe)
	w.text("last_4_digits", ch.LastDigits)
}

func (d *desk) chargeActions(w *writer, ch *charge) {
	active := []string{"email"}
	if ch.Status == invoiced {
		active = []string{"remind", "email"}
	}
	w.texts("methods_active", active...)
	w.texts("methods_supported", "edit", "remind", "email")
	w.text("name_email", ch.notice())
	w.text("name_send_email", "Send "+title(ch.notice()))
	w.count("email_last_sent", ch.lastSent())
}

func (d *desk) chargeLinks(w *writer, ch *charge) {
	w.text("sent_invoice", seconds(ch.Sent[paymentRequest]))
	w.text("sent_invoice_reminder", "")
	w.text("invoice_url", site+"/invoice/"+ch.ChargeID)
	w.text("invoice_download_url", site+"/invoice/"+ch.ChargeID+"/download")
	w.text("manage_url", site+"/charge/"+ch.ChargeID)
	w.text("support_url", site+"/support/"+company)
	w.text("support_email", "support@example.com")
}

// liveFields writes the fields that were only seen in live accounts.
func (ch *charge) liveFields(w *writer) {
	_, domain, _ := strings.Cut(ch.customer.Email, "@")
	w.text("refunded_at", strconv.FormatInt(ch.RefundedAt, 10))
	w.text("customer_email_domain", domain)
	w.text("payment_method_bank", "")
	w.text("statement_description", "")
	w.text("failure_reason", ch.FailureReason)
	w.text("sent_receipt", seconds(ch.Sent[receipt]))
	w.text("sent_refund_receipt", seconds(ch.Sent[refundNotice]))
	w.text("sent_authorize", seconds(ch.Sent[authorizeNotice]))
	w.text("sent_void", seconds(ch.Sent[voidNotice]))
	w.text("sent_dunning", "")
	w.text("accurate_at", seconds(ch.At))
	w.text("audited_job", "")
}

func (ch *charge) lastSent() int64 {
	last := int64(0)
	for _, at := range ch.Sent {
		last = max(last, at)
	}
	return last
}

// title returns a status or name with capitalized words.
func title(words string) string {
	parts := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '_' })
	for i, part := range parts {
		parts[i] = strings.ToUpper(part[:1]) + part[1:]
	}
	return strings.Join(parts, " ")
}

func day(at int64) string {
	if at == 0 {
		return ""
	}
	return time.Unix(at, 0).UTC().Format("January 2, 2006")
}

func seconds(at int64) string {
	if at == 0 {
		return ""
	}
	return strconv.FormatInt(at, 10)
}

// relative returns an age in words.
func relative(age int64) string {
	switch {
	case age < 60:
		return "moments ago"
	case age < 3600:
		return ago(age/60, "minute")
	case age < 86400:
		return ago(age/3600, "hour")
	}
	return ago(age/86400, "day")
}

func ago(n int64, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return strconv.FormatInt(n, 10) + " " + unit + " ago"
}
