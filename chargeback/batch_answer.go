package chargeback

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// batchAnswer is the documented list, one object for a batch of one, or a list
// in an envelope.
type batchAnswer struct{ elements []jsontext.Value }

// UnmarshalJSON takes all three.
func (a *batchAnswer) UnmarshalJSON(data []byte) error {
	switch kind := jsontext.Value(data).Kind(); kind {
	case jsontext.KindBeginArray:
		return lenient.Decode(data, &a.elements)
	case jsontext.KindBeginObject:
		var envelope struct {
			Orders []jsontext.Value `json:"orders"`
		}
		if err := lenient.Decode(data, &envelope); err != nil {
			return err
		}
		if a.elements = envelope.Orders; a.elements == nil {
			a.elements = []jsontext.Value{data}
		}
		return nil
	default:
		return fmt.Errorf("want a list of orders, have a JSON %v", kind)
	}
}

// batchElement is one element of the answer. Its error has no reference yet.
type batchElement struct {
	orderID string // "" when it does not say
	order   *Order
	refused *Error
	err     error // it can't be read
}

func read(answered batchAnswer, answer transport.Response, r request) []batchElement {
	elements := make([]batchElement, len(answered.elements))
	for i, raw := range answered.elements {
		own := answer
		own.Body = raw
		elements[i] = readElement(own, r)
	}
	return elements
}

// readElement reads an element of a 2xx answer.
func readElement(answer transport.Response, r request) batchElement {
	var said refusal
	_ = lenient.Decode(answer.Body, &said) // what is no object says nothing
	element := batchElement{orderID: said.orderID()}
	if failed, ok := errors.AsType[*Error](checkEnvelope(answer, r)); ok {
		element.refused = failed
		return element
	}
	var single orderAnswer
	if element.err = decode(r, answer, &single); element.err == nil {
		return batchElement{orderID: string(single.order.OrderID), order: single.order}
	}
	if len(said.Status) == 0 && !said.affirms() && filled(said.Message) {
		element.refused, element.err = refuse(answer, r, transport.Rejected), nil
	}
	return element
}

// readRefused reads the elements of an answer that refuses. Whatever they look
// like, none of them is an order that was made. whole says that an element need
// not refuse by itself.
func readRefused(answered batchAnswer, whole bool, answer transport.Response, r request) []batchElement {
	elements := make([]batchElement, len(answered.elements))
	for i, raw := range answered.elements {
		own := answer
		own.Body = raw
		var said refusal
		_ = lenient.Decode(raw, &said)
		outcome := transport.Rejected
		if !said.explicit() && !whole || said.affirms() || said.shown() {
			outcome = transport.Unknown
		}
		elements[i] = batchElement{orderID: said.orderID(), refused: refuse(own, r, outcome)}
	}
	return elements
}

// refuse makes an element an order that was not made, or may not have been.
func refuse(answer transport.Response, r request, outcome transport.Outcome) *Error {
	failure := &transport.Failure{Response: answer, Method: r.method, Route: r.route, Outcome: outcome}
	failed, _ := errors.AsType[*Error](newError(failure, r))
	return failed
}

// result is an element as the result of an order.
func (e batchElement) result(orderID string) BatchResult {
	result := BatchResult{OrderID: orderID, Order: e.order, Err: e.err}
	if e.refused != nil {
		e.refused.ObjectID = orderID
		result.Err = e.refused
	}
	return result
}

// assign gives each order its element. An order_id decides; elements without one
// count by position, but only where every order_id that is there stands in its
// own place. Else they still count if all of them are refusals of the same words
// and as many as there are orders left: then it does not matter which is whose.
func assign(elements []batchElement, answer transport.Response, r request, orderIDs []string) []BatchResult {
	results := make([]BatchResult, len(orderIDs))
	taken := make([]bool, len(orderIDs))
	inPlace := len(elements) == len(orderIDs)
	var loose []batchElement
	for i, element := range elements {
		if element.orderID == "" {
			loose = append(loose, element)
			continue
		}
		at := find(orderIDs, taken, element.orderID, i, len(elements) == len(orderIDs))
		inPlace = inPlace && at == i
		if at >= 0 {
			results[at], taken[at] = element.result(orderIDs[at]), true
		}
	}
	left := 0
	for _, done := range taken {
		if !done {
			left++
		}
	}
	usable := inPlace || len(loose) == left && !slices.ContainsFunc(loose, func(e batchElement) bool {
		return e.refused == nil || !e.refused.NotApplied || e.refused.Message != loose[0].refused.Message
	})
	for i, orderID := range orderIDs {
		switch {
		case taken[i]:
		case usable:
			results[i], loose = loose[0].result(orderID), loose[1:]
		default:
			failure := &transport.Failure{Response: answer, Method: r.method, Route: r.route, Outcome: transport.Unknown, Err: errNotAnswered}
			results[i] = BatchResult{OrderID: orderID, Err: newError(failure, r.about(orderID))}
		}
	}
	return results
}

// find returns where an order_id belongs: its own place if it can, or the first
// that is free; -1 if there is none. One that stands in the batch twice, for
// different merchants, says nothing: only its place does, in a list that is whole.
func find(orderIDs []string, taken []bool, orderID string, own int, whole bool) int {
	first := slices.Index(orderIDs, orderID)
	twice := first >= 0 && slices.Contains(orderIDs[first+1:], orderID)
	switch {
	case own < len(orderIDs) && !taken[own] && orderIDs[own] == orderID && (whole || !twice):
		return own
	case first >= 0 && !taken[first] && !twice:
		return first
	}
	return -1
}
