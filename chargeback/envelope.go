package chargeback

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// envelope holds the fields of a response: status and order as documented, and
// those of errors, which are not documented. It is nil if the response is no JSON
// object. An order without an envelope has its fields in the same place.
type envelope struct{ lenient.Object }

func readEnvelope(body []byte) envelope { return envelope{lenient.Fields(body)} }

// checkEnvelope returns the error of a 2xx response that says that the call
// failed.
func checkEnvelope(x *api.Exchange) error {
	if bytes.HasPrefix(x.Body(), []byte("[")) {
		return nil // reading a long list to find no envelope takes time
	}
	env := readEnvelope(x.Body())
	if !env.saysFailure() || !env.statusFails() && len(env.orders()) > 0 { // each order has its own result
		return nil
	}
	return newError(x, x.Failure(env.outcome(x)))
}

// outcome returns what a response that says failure leaves behind. A once-only
// call may have been applied if the response also shows an order or says success.
func (e envelope) outcome(x *api.Exchange) transport.Outcome {
	switch {
	case x.Call.Safety == transport.Once && (e.saysSuccess() || e.showsOrder()):
		return transport.Unknown
	case x.Call.Safety != transport.Read && e.saysSuccess():
		return transport.Failed
	}
	return transport.RejectedOutcome(x.Call.Safety, x.Response)
}

// mayHaveApplied reports whether an error response leaves open that an order was
// created: it says success, shows an order, or is JSON that can't be read.
func mayHaveApplied(body []byte) bool {
	body = api.TrimBody(body)
	list, ok := listIn(body)
	if bytes.HasPrefix(body, []byte("[")) && !ok {
		return true
	}
	return slices.ContainsFunc(append(list, body), func(element jsontext.Value) bool {
		env := readEnvelope(element)
		return bytes.HasPrefix(element, []byte("{")) && env.Object == nil || env.saysSuccess() || env.showsOrder()
	})
}

// listIn returns the elements of a response to a batch: the documented list, or
// a list in an envelope.
func listIn(body []byte) (elements []jsontext.Value, ok bool) { return readEnvelope(body).listIn(body) }

// listIn returns the elements of a body with this envelope.
func (e envelope) listIn(body []byte) ([]jsontext.Value, bool) {
	if orders := e.Get("orders"); orders.Kind() == jsontext.KindBeginArray {
		body = orders
	}
	if !bytes.HasPrefix(body, []byte("[")) {
		return nil, false
	}
	var elements []jsontext.Value
	_, err := lenient.Read(body, &elements)
	return elements, err == nil
}

// status returns the word of the status, or the HTTP status code that it holds.
// A status of another kind says nothing.
func (e envelope) status() string {
	status := e.text("status")
	if e.Get("status").Kind() == jsontext.KindNumber && statusCode(status) == 0 {
		return ""
	}
	return status
}

// statusCode returns the HTTP status code that a text holds, or 0.
func statusCode(text string) int {
	code, err := strconv.Atoi(text)
	if err != nil || code < 100 || code > 599 {
		return 0
	}
	return code
}

// saysSuccess reports whether the status is the documented word or a 2xx code, or
// success is true.
func (e envelope) saysSuccess() bool { return isSuccess(e.status()) || isYes(e.Get("success")) }

func isYes(field jsontext.Value) bool {
	if len(field) == 0 {
		return false
	}
	yes, _, err := lenient.Bool(field)
	return err == nil && yes
}

func isSuccess(status string) bool {
	return strings.EqualFold(status, "success") || statusCode(status)/100 == 2
}

// statusFails reports whether there is another status, or success is false.
func (e envelope) statusFails() bool {
	return e.status() != "" && !isSuccess(e.status()) || textOf(e.Get("success")) == "false"
}

// saysFailure reports whether the response names a failure.
func (e envelope) saysFailure() bool {
	return e.statusFails() || saysSomething(e.Get("error")) || saysSomething(e.Get("errors"))
}

// showsOrder reports whether there is anything with an id of Chargeback's.
func (e envelope) showsOrder() bool {
	return e.text("id") != "" || envelope{e.Object.Object("order")}.text("id") != "" || len(e.orders()) > 0
}

// orders returns the elements of a list of orders, or nil.
func (e envelope) orders() []jsontext.Value {
	if e.Get("orders").Kind() != jsontext.KindBeginArray {
		return nil
	}
	list, _ := listIn(e.Get("orders"))
	return list
}

// orderID returns the order_id of the order, or "" if the response has none.
func (e envelope) orderID() string {
	if inner := (envelope{e.Object.Object("order")}).text("order_id"); inner != "" {
		return inner
	}
	return e.text("order_id")
}

// orderIn returns the JSON of the order in a response: in the documented
// envelope or, as drafts of the documentation had it, without one.
func (e envelope) orderIn(body []byte) []byte {
	if order := e.Get("order"); order.Kind() == jsontext.KindBeginObject {
		return order
	}
	return body
}

// text returns the text of a string or a number, and "" for anything else.
func (e envelope) text(name string) string {
	switch field := e.Get(name); field.Kind() {
	case jsontext.KindString, jsontext.KindNumber:
		return textOf(field)
	}
	return ""
}

// textOf returns the text of a string, number or boolean, and "" for anything else.
func textOf(field jsontext.Value) string {
	if len(field) == 0 {
		return ""
	}
	text, _, _ := lenient.Text(field)
	return text
}

// saysSomething reports whether a field is there and is not one of the values
// that stand for none: null, false, 0, "", {} and [].
func saysSomething(field jsontext.Value) bool {
	switch field.Kind() {
	case jsontext.KindBeginArray, jsontext.KindBeginObject:
		return len(bytes.TrimSpace(field[1:len(field)-1])) > 0
	}
	text := textOf(field)
	return text != "" && text != "false" && text != "0"
}

// saysDeleted reports whether a 2xx response to a delete is one: it says success,
// or is empty or plain text. The documented sample is Ruby, not JSON.
func saysDeleted(body []byte) bool {
	if env := readEnvelope(body); env.Object != nil {
		return env.saysSuccess() || len(env.Object) == 0
	}
	switch {
	case bytes.HasPrefix(body, []byte("{")):
		return bytes.Contains(body, []byte("'success'"))
	case bytes.HasPrefix(body, []byte(`"`)):
		return isSuccess(textOf(body))
	}
	return !bytes.HasPrefix(body, []byte("<")) && !bytes.HasPrefix(body, []byte("[")) && string(body) != "false"
}
