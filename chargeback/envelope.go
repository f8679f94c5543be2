package chargeback

import (
	"bytes"
	"cmp"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/wire"
)

// errNoOrder is a 2xx answer that is JSON but has no order in it.
var errNoOrder = errors.New("has no order")

// orderAnswer is a single order, in the documented envelope or, as drafts of
// the documentation had it, without.
type orderAnswer struct{ order *Order }

// UnmarshalJSON takes both forms.
func (a *orderAnswer) UnmarshalJSON(data []byte) error {
	var envelope struct {
		Order *Order `json:"order"`
	}
	if err := wire.Decode(data, &envelope); err != nil {
		return err
	}
	if a.order = envelope.Order; a.order == nil {
		a.order = new(Order)
		if err := wire.Decode(data, a.order); err != nil {
			return err
		}
	}
	if a.order.ID == "" { // an order_id alone may be no more than an echo of what was sent
		return errNoOrder
	}
	return nil
}

// envelope reads what Chargeback says about an error, wherever it says it: none
// of it is documented. Any other body, HTML for example, says nothing.
func envelope(body []byte) (status, message, param string) {
	var said refusal
	if wire.Decode(bytes.TrimSpace(body), &said) != nil {
		return "", "", ""
	}
	status = textOf(said.Status)
	for _, member := range []jsontext.Value{said.Message, said.Error, said.Errors} {
		text, at := explain(member)
		message, param = cmp.Or(message, text), cmp.Or(param, at)
	}
	return status, message, param
}

// textOf is the text of a string, number or boolean, and "" for anything else.
func textOf(member jsontext.Value) string {
	if len(member) == 0 {
		return ""
	}
	text, _, _ := wire.Text(member)
	return text
}
