package chargeback

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// refusal is what an answer may say besides its order. An order without an
// envelope has its members in the same place.
type refusal struct {
	Status  jsontext.Value `json:"status"`
	Success jsontext.Value `json:"success"`
	ID      jsontext.Value `json:"id"`
	OrderID jsontext.Value `json:"order_id"`
	Message jsontext.Value `json:"message"`
	Error   jsontext.Value `json:"error"`
	Errors  jsontext.Value `json:"errors"`
	Order   jsontext.Value `json:"order"`
	Orders  jsontext.Value `json:"orders"`
}

// class is how safe the request is, with its options once it is described.
func (r request) class() transport.Safety {
	if r.call != nil {
		return r.call.Safety
	}
	return r.safety
}

// checkEnvelope finds a refusal in a 2xx answer.
func checkEnvelope(answer transport.Response, r request) error {
	status, ok := envelopeStatus(answer.Body)
	many := r.rawPath != "" || r.operation == opListOrders && !bytes.Contains(answer.Body, []byte(`"error`))
	if many && (!ok || isSuccess(status)) {
		return nil // nothing more is read of a long list
	}
	var said refusal
	outcome := transport.RejectedOutcome(r.class(), answer)
	if lenient.Decode(bytes.TrimSpace(answer.Body), &said) == nil {
		if !said.refused(r) {
			return nil
		}
		outcome = said.outcome(answer, r)
	} else if !ok || isSuccess(status) {
		return nil // whoever reads it will say that it can't be read
	} else if r.class() == transport.Once {
		outcome = transport.Unknown
	}
	return newError(&transport.Failure{Response: answer, Method: r.method, Route: r.route, Outcome: outcome}, r)
}

// refused reports whether the call was refused. Errors without a status count
// too, but not next to a list of orders: then each order is judged by its own
// element.
func (said *refusal) refused(r request) bool {
	switch {
	case r.class() != transport.Repeatable && filled(said.Orders) && said.succeeded():
		return false
	case said.hasErrors() || textOf(said.Success) == "false":
		return true
	case said.succeeded():
		return false
	}
	// An order may have a status of its own, but nobody has seen one: of an order
	// that must not be made twice it is no proof that it was made.
	return textOf(said.ID) == "" || r.class() == transport.Once || isFailure(textOf(said.Status)) || filled(said.Message)
}

// outcome is what a refusal leaves behind. What shows an id looks as if it had
// been made, and success with errors says both.
func (said *refusal) outcome(answer transport.Response, r request) transport.Outcome {
	both := said.affirms()
	switch {
	case r.class() == transport.Once && (both || said.shown()):
		return transport.Unknown
	case both && r.class() != transport.Read:
		return transport.Failed
	}
	return transport.RejectedOutcome(r.class(), answer)
}

func (said *refusal) hasErrors() bool { return filled(said.Error) || filled(said.Errors) }

// succeeded says that there is no status, or one that says success.
func (said *refusal) succeeded() bool {
	return len(said.Status) == 0 || said.Status.Kind() == jsontext.KindNull || isSuccess(textOf(said.Status))
}

// affirms reports whether it says success in so many words.
func (said *refusal) affirms() bool {
	return filled(said.Status) && said.succeeded() || textOf(said.Success) == "true"
}

// explicit reports whether it refuses in so many words.
func (said *refusal) explicit() bool {
	return said.hasErrors() || textOf(said.Success) == "false" || !said.succeeded()
}

// shown reports whether it shows anything that has an id of Chargeback's.
func (said *refusal) shown() bool {
	return textOf(said.ID) != "" || textOf(said.inner().ID) != "" || filled(said.Orders)
}

// inDoubt reports whether an answer that is no success does not prove either
// that nothing was made: it says success, shows something, or is JSON that can't
// be read, as its end is missing if it is too long.
func inDoubt(body []byte) bool {
	body = bytes.TrimSpace(body)
	list := []jsontext.Value{body}
	if bytes.HasPrefix(body, []byte("[")) && lenient.Decode(body, &list) != nil {
		return true
	}
	return slices.ContainsFunc(list, func(element jsontext.Value) bool {
		var said refusal
		object := bytes.HasPrefix(element, []byte("{"))
		return object && (lenient.Decode(element, &said) != nil || said.affirms() || said.shown())
	})
}

// orderID is the order_id it is about, "" when it does not say.
func (said *refusal) orderID() string {
	if orderID := textOf(said.inner().OrderID); orderID != "" {
		return orderID
	}
	return textOf(said.OrderID)
}

// inner is the order in the envelope; what is no object says nothing.
func (said *refusal) inner() (order struct {
	ID      jsontext.Value `json:"id"`
	OrderID jsontext.Value `json:"order_id"`
}) {
	if said.Order.Kind() == jsontext.KindBeginObject {
		_ = lenient.Decode(said.Order, &order)
	}
	return order
}

// filled reports whether a member is there and says something.
func filled(member jsontext.Value) bool {
	switch kind := member.Kind(); kind {
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		return len(bytes.TrimSpace(member[1:len(member)-1])) > 0
	default:
		text := textOf(member)
		return text != "" && text != "false" && text != "0"
	}
}

// isSuccess knows the documented word, and those that servers use in its place.
func isSuccess(status string) bool {
	if code, err := strconv.Atoi(status); err == nil {
		return code >= 200 && code <= 299
	}
	return slices.Contains([]string{"success", "ok", "created", "true"}, strings.ToLower(status))
}

func isFailure(status string) bool {
	if code, err := strconv.Atoi(status); err == nil {
		return code >= 400
	}
	return slices.Contains([]string{"error", "errors", "fail", "failed", "failure", "false"}, strings.ToLower(status))
}

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
			if status, ok, _ = lenient.Text(value); !ok || isSuccess(status) {
				return status, ok
			}
		}
	}
	return status, ok
}
