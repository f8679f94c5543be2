package chargeback

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/transport"
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
	if a.order.ID == "" && a.order.OrderID == "" {
		return errNoOrder
	}
	return nil
}

// refusal is what an envelope says when it does not say success.
type refusal struct {
	Status  jsontext.Value `json:"status"`
	ID      jsontext.Value `json:"id"`
	OrderID jsontext.Value `json:"order_id"`
	Message jsontext.Value `json:"message"`
	Error   jsontext.Value `json:"error"`
	Errors  jsontext.Value `json:"errors"`
	Order   struct {
		ID      jsontext.Value `json:"id"`
		OrderID jsontext.Value `json:"order_id"`
	} `json:"order"`
}

// checkEnvelope finds a status other than success in a 2xx answer: the call was refused.
func checkEnvelope(answer transport.Answer, r request) error {
	if status, ok := envelopeStatus(answer.Body); !ok || isSuccess(status) {
		return nil
	}
	outcome := transport.Refused(r.safety, answer)
	var said refusal
	if r.safety == transport.Once && wire.Decode(answer.Body, &said) == nil && textOf(said.Order.ID) != "" {
		outcome = transport.Unknown // an order with an id looks as if it had been made
	}
	return newError(&transport.Failure{Answer: answer, Method: r.method, Route: r.route, Outcome: outcome}, r)
}

func isSuccess(status string) bool { return strings.EqualFold(status, "success") }

// envelopeStatus finds the status of an envelope. An object with an id of its own
// is no envelope, and its status, if it has one, is about something else. The
// status usually comes first, and then nothing more is read.
func envelopeStatus(body []byte) (status string, ok bool) {
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != jsontext.KindBeginObject {
		return "", false
	}
	for decoder.PeekKind() == jsontext.KindString {
		name, err := decoder.ReadToken()
		if err != nil {
			return "", false
		}
		member := name.String()
		value, err := decoder.ReadValue()
		switch {
		case err != nil || member == "id":
			return "", false
		case member == "status":
			if status, ok, _ = wire.Text(value); !ok || isSuccess(status) {
				return status, ok
			}
		}
	}
	return status, ok
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

// explain makes one line of a text, of a list of explanations, or of an object
// with one for each parameter at fault.
func explain(member jsontext.Value) (message, param string) {
	switch member.Kind() {
	case jsontext.KindBeginArray:
		var list []jsontext.Value
		_ = wire.Decode(member, &list) // the member was read before, as part of its body
		lines := make([]string, len(list))
		for i, element := range list {
			line, at := explain(element)
			lines[i], param = line, cmp.Or(param, at)
		}
		return strings.Join(lines, "; "), param
	case jsontext.KindBeginObject:
		return explainObject(member)
	}
	return textOf(member), ""
}

func explainObject(member jsontext.Value) (message, param string) {
	var object map[string]jsontext.Value
	_ = wire.Decode(member, &object)
	if text := textOf(object["message"]); text != "" {
		return text, cmp.Or(textOf(object["param"]), textOf(object["field"]))
	}
	names := slices.Sorted(maps.Keys(object))
	lines := make([]string, len(names))
	for i, name := range names {
		line, _ := explain(object[name])
		lines[i] = name + ": " + line
	}
	if len(names) > 0 {
		param = names[0]
	}
	return strings.Join(lines, "; "), param
}

// textOf is the text of a string, number or boolean, and "" for anything else.
func textOf(member jsontext.Value) string {
	if len(member) == 0 {
		return ""
	}
	text, _, _ := wire.Text(member)
	return text
}
