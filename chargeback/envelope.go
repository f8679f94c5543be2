package chargeback

import (
	"bytes"
	"cmp"
	"errors"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// errNoOrder is a 2xx answer that is JSON but has no order in it.
var errNoOrder = errors.New("has no order")

// errAnotherOrder is one about another order than the call was.
var errAnotherOrder = errors.New("is about another order")

// orderAnswer is a single order, in the documented envelope or, as drafts of
// the documentation had it, without.
type orderAnswer struct{ order *Order }

// UnmarshalJSON takes both forms.
func (a *orderAnswer) UnmarshalJSON(data []byte) error {
	var envelope struct {
		Order *Order `json:"order"`
	}
	if err := lenient.Decode(data, &envelope); err != nil {
		return err
	}
	if a.order = envelope.Order; a.order == nil {
		a.order = new(Order)
		if err := lenient.Decode(data, a.order); err != nil {
			return err
		}
	}
	if a.order.ID == "" { // an order_id alone may be no more than an echo of what was sent
		return errNoOrder
	}
	return nil
}

// alone is the element of a list of one, which one order may be answered by, and
// any other body as it is.
func alone(body []byte) []byte {
	var list []jsontext.Value
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) && lenient.Decode(bytes.TrimSpace(body), &list) == nil && len(list) == 1 {
		return list[0]
	}
	return body
}

// envelope reads what Chargeback says about an error, wherever it says it: none
// of it is documented. Any other body, HTML for example, says nothing.
func envelope(body []byte) (status, message, param string) {
	var said refusal
	if lenient.Decode(bytes.TrimSpace(alone(body)), &said) != nil {
		return "", "", ""
	}
	status = textOf(said.Status)
	for _, member := range []jsontext.Value{said.Message, said.Error, said.Errors} {
		text, at := explain(member)
		message, param = cmp.Or(message, text), cmp.Or(param, at)
	}
	return status, message, param
}

var (
	errNotDeleted = errors.New("does not say success")

	// What is no JSON may be like the documented answer to a delete, which is Ruby.
	statusText = regexp.MustCompile(`status['"]?\s*(?::|=>)\s*:?['"]?(\w+)`)
	denial     = regexp.MustCompile(`(?i)^<|error|fail|false|denied|not\b|n't\b`)
)

// saysDeleted takes what says success, and what says nothing to the contrary.
func saysDeleted(body []byte) bool {
	var said refusal
	if body = bytes.TrimSpace(body); lenient.Decode(body, &said) == nil {
		affirmed := filled(said.Status) || textOf(said.Success) == "true"
		return !said.explicit() && (affirmed || !denial.MatchString(textOf(said.Message)))
	}
	status := statusText.FindSubmatch(body)
	return !denial.Match(body) && (status == nil || isSuccess(string(status[1])))
}

// textOf is the text of a string, number or boolean, and "" for anything else.
func textOf(member jsontext.Value) string {
	if len(member) == 0 {
		return ""
	}
	text, _, _ := lenient.Text(member)
	return text
}
