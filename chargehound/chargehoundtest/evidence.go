package chargehoundtest

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"
)

// FieldKind is the kind of value that a template requires of an evidence field.
type FieldKind string

// Kinds of evidence fields.
const (
	KindText   FieldKind = "text"   // a string
	KindDate   FieldKind = "date"   // a string, or Unix seconds
	KindNumber FieldKind = "number" // an integer
	KindAmount FieldKind = "amount" // an integer, in minor units
	KindURL    FieldKind = "url"    // absolute, with http or https
	KindEmail  FieldKind = "email"  // a valid address
)

func (k FieldKind) isInteger() bool { return k == KindNumber || k == KindAmount }

// evidence holds the validated evidence of a request. Nil means not sent.
type evidence struct {
	template, referenceURL        *string
	charge, accountID, account    *string
	customerName, customerEmail   *string
	fields                        map[string]json.RawMessage
	products, mails, pastPayments []json.RawMessage
}

// evidenceParams are the parameters that create, update and submit accept.
var evidenceParams = []string{
	"template", "fields", "products", "correspondence", "past_payments", "reference_url", "account_id",
	"charge", "submit", "queue", "force",
}

// evidence reads and validates the evidence of a request.
func (c *call) evidence(p *params) evidence {
	e := evidence{
		template:      p.text("template"),
		referenceURL:  p.text("reference_url"),
		charge:        p.text("charge"),
		accountID:     p.text("account_id"),
		account:       p.text("account"),
		customerName:  p.text("customer_name"),
		customerEmail: p.text("customer_email"),
		fields:        c.fields(p),
		products:      p.list("products", invalidProducts, c.cfg.lenient, productRules),
		mails:         p.list("correspondence", invalidCorrespondence, c.cfg.lenient, mailRules),
		pastPayments:  p.list("past_payments", invalidPastPayments, c.cfg.lenient, paymentRules),
	}
	if len(e.pastPayments) > maxPastPayments {
		p.rejectAs(invalidPastPayments, "past_payments has more than 10 items")
	}
	if e.customerEmail != nil && *e.customerEmail != "" && !isEmail(*e.customerEmail) {
		p.reject("customer_email is not a valid address")
	}
	if e.template != nil && *e.template != "" && c.templates[*e.template] == nil {
		p.rejectAs(templateNotFound, "there is no template "+*e.template)
	}
	return e
}

// fields reads the evidence fields; nil if they were not sent.
func (c *call) fields(p *params) map[string]json.RawMessage {
	sent, there := p.get("fields")
	if !there {
		return nil
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(sent, &fields); err != nil {
		p.rejectAs(invalidFields, "fields is not an object")
	}
	for name, value := range fields {
		if wrong := fieldFault(c.kindOf(name), value); wrong != "" {
			p.rejectAs(invalidFields, "the field "+name+" "+wrong)
		}
	}
	return fields
}

// fieldFault returns why a field's value is invalid, or "".
func fieldFault(kind FieldKind, value json.RawMessage) string {
	integer := isIntegerToken(value)
	var written string
	isText := json.Unmarshal(value, &written) == nil && !isNull(value)
	switch {
	case !integer && !isText:
		return "is neither a string nor an integer"
	case kind.isInteger() && !integer:
		return "is not an integer"
	case (kind == KindText || kind == KindURL || kind == KindEmail) && !isText:
		return "is not a string"
	case kind == KindURL && !isURL(written):
		return "is not an absolute http or https URL"
	case kind == KindEmail && !isEmail(written):
		return "is not a valid address"
	}
	return ""
}

// isIntegerToken reports whether a JSON value is an integer, of any length.
func isIntegerToken(value json.RawMessage) bool {
	digits := strings.TrimPrefix(string(value), "-")
	return strings.Trim(digits, "0123456789") == ""
}

func isURL(written string) bool {
	u, err := url.Parse(written)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func isEmail(written string) bool {
	at := strings.IndexByte(written, '@')
	return at > 0 && at == strings.LastIndexByte(written, '@') && at < len(written)-1 && !strings.ContainsAny(written, " \t\r\n<>")
}

// save stores the evidence of a request.
func (w *work) save(e evidence) {
	d := w.d
	for target, sent := range map[*text]*string{
		&d.Template: e.template, &d.ReferenceURL: e.referenceURL, &d.AccountID: e.accountID,
		&d.Account: e.account, &d.CustomerName: e.customerName, &d.CustomerEmail: e.customerEmail,
	} {
		if sent != nil {
			*target, w.changed = text(*sent), true
		}
	}
	if e.charge != nil && *e.charge != "" {
		d.Charge, w.changed = *e.charge, true
	}
	if e.fields != nil {
		if w.cfg.replaceFields {
			d.Fields = map[string]json.RawMessage{}
		}
		maps.Copy(d.Fields, e.fields)
		w.changed = true
	}
	for target, sent := range map[*[]json.RawMessage][]json.RawMessage{
		&d.Products: e.products, &d.Correspondence: e.mails, &d.PastPayments: e.pastPayments,
	} {
		if sent != nil {
			*target, w.changed = sent, true
		}
	}
}
