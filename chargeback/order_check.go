package chargeback

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// systemMembers are those that only Chargeback sets. It ignores them when they
// are sent, so whoever sends one is mistaken.
var systemMembers = []string{
	"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated",
}

const notUTF8 = "is not UTF-8 text"

// checkOptions looks at what the options mean for an order's body. complete says
// that required members must be there.
func checkOptions(opts []CallOption) (complete bool, err error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return false, err
	}
	for name := range cfg.params {
		at := slices.IndexFunc(systemMembers, func(own string) bool { return strings.EqualFold(name, own) })
		if at >= 0 {
			return false, &ValidationError{Param: systemMembers[at], Reason: "is set by Chargeback only"}
		}
	}
	return !cfg.incomplete, nil
}

// Validate checks an order as [OrdersService.Create], [OrdersService.CreateBatch]
// and [OrdersService.Import] do before they send it: that all required members are
// there, which [WithoutRequiredCheck] spares them, that members have their form,
// that all text is UTF-8, and that there is no card number. What is wrong first
// gives a [*ValidationError], and so does a nil OrderCreateParams. Whether CRM and
// merchant exist, and whether the order is there already, only Chargeback knows.
func (p *OrderCreateParams) Validate() error {
	_, err := p.encode(true)
	return err
}

// encode checks an order and writes it.
func (p *OrderCreateParams) encode(complete bool) ([]byte, error) {
	if err := p.check(complete); err != nil {
		return nil, err
	}
	body, err := encodeBody(opCreateOrder.on().sending(p), nil)
	if err != nil {
		return nil, err
	}
	return body, refuseCards(body)
}

// check finds what Chargeback documents as required and what has the wrong form.
func (p *OrderCreateParams) check(complete bool) error {
	if p == nil {
		return &ValidationError{Param: "params", Reason: "is nil"}
	}
	if complete {
		if err := p.checkRequired(); err != nil {
			return err
		}
	}
	return checkForms(p.CardPrefix, p.CardSuffix, p.TrackingNumbers)
}

func (p *OrderCreateParams) checkRequired() error {
	missing := ""
	switch {
	case p.OrderID == "":
		missing = "order_id"
	case p.OrderTS.IsZero():
		missing = "order_ts"
	case !p.OrderAmount.IsSet():
		missing = "order_amount"
	case p.TransactionID == "":
		missing = "transaction_id"
	case !p.TransactionAmount.IsSet():
		missing = "transaction_amount"
	case p.CRMID == nil && isEmpty(p.CRMName):
		return &ValidationError{Param: "crm_id", Reason: "is missing, and so is crm_name"}
	case p.MerchantName == "":
		missing = "merchant_name"
	default:
		return nil
	}
	return &ValidationError{Param: missing, Reason: "is missing"}
}

func isEmpty(text *string) bool { return text == nil || *text == "" }

// check refuses to empty what an order can't be without.
func (p *OrderUpdateParams) check() error {
	for _, member := range []struct {
		name  string
		empty bool
	}{
		{"order_id", p.OrderID != nil && *p.OrderID == ""},
		{"order_ts", p.OrderTS != nil && p.OrderTS.IsZero()},
		{"order_amount", p.OrderAmount != nil && !p.OrderAmount.IsSet()},
		{"transaction_id", p.TransactionID != nil && *p.TransactionID == ""},
		{"transaction_amount", p.TransactionAmount != nil && !p.TransactionAmount.IsSet()},
		{"crm_name", p.CRMName != nil && *p.CRMName == ""},
		{"merchant_name", p.MerchantName != nil && *p.MerchantName == ""},
	} {
		if member.empty {
			return &ValidationError{Param: member.name, Reason: "is empty"}
		}
	}
	return checkForms(p.CardPrefix, p.CardSuffix, p.TrackingNumbers)
}

func checkForms(prefix, suffix *string, tracking TrackingNumbers) error {
	switch {
	case prefix != nil && !isDigits(*prefix, 6):
		return &ValidationError{Param: "card_prefix", Reason: "is not six digits"}
	case suffix != nil && !isDigits(*suffix, 4):
		return &ValidationError{Param: "card_suffix", Reason: "is not four digits"}
	}
	for i, number := range tracking {
		at := fmt.Sprintf("tracking_numbers[%d]", i)
		switch {
		case strings.Contains(number, ","):
			return &ValidationError{Param: at, Reason: "has a comma in it"}
		case !utf8.ValidString(number):
			return &ValidationError{Param: at, Reason: notUTF8}
		}
	}
	return nil
}

func isDigits(text string, count int) bool {
	return len(text) == count && strings.Trim(text, "0123456789") == ""
}

// refuseCards looks for card numbers in every text and number of a JSON body,
// whatever put it there. The error names the place and not the number.
func refuseCards(body []byte) error {
	if bytes.IndexByte(body, '\\') < 0 && !hasCardNumber(string(body)) {
		return nil // without escapes, what is in no part of the text is in none of its values
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return nil // the end of a body that this package has written
		}
		if kind := token.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
			continue
		}
		if hasCardNumber(token.String()) {
			return &ValidationError{Param: place(string(decoder.StackPointer())), Reason: "has a card number in it that is not masked"}
		}
	}
}

// changesText suspects that a text was not UTF-8: encoding/json puts U+FFFD in
// place of what is not, and leaves raw JSON as it is.
func changesText(body []byte) bool {
	return bytes.Contains(body, []byte(`\ufffd`)) || bytes.Contains(body, []byte("\ufffd")) || !utf8.Valid(body)
}

// refuseUnwritable names the place of what JSON can't say: text that is not
// UTF-8, a year of five digits, an infinite number.
func refuseUnwritable(body any) error {
	_, err := json.Marshal(body, json.Deterministic(true))
	var pointer jsontext.Pointer
	reason := notUTF8
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		pointer, reason = semantic.JSONPointer, fmt.Sprintf("can't be written as JSON: %v", semantic.Err)
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		pointer, reason = syntax.JSONPointer, notUTF8
	}
	if pointer == "" {
		return nil
	}
	return &ValidationError{Param: place(string(pointer)), Reason: reason}
}

// place writes a JSON pointer the way Go would: orders[3].line_items[0].product_name.
func place(pointer string) string {
	var b strings.Builder
	for i, part := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		_, err := strconv.Atoi(part)
		if hasCardNumber(part) {
			part, err = "…", strconv.ErrSyntax
		}
		switch {
		case err == nil && i == 0:
			b.WriteString("orders[" + part + "]")
		case err == nil:
			b.WriteString("[" + part + "]")
		case i > 0:
			b.WriteString("." + part)
		default:
			b.WriteString(part)
		}
	}
	return b.String()
}
