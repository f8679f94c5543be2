package chargeback

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/transport"
	"github.com/chargekit/chargekit-go/internal/wire"
)

// MaxBatch is how many orders [OrdersService.CreateBatch] takes at most.
const MaxBatch = 100

var errNotAnswered = errors.New("the answer does not say what became of this order")

// BatchResult is what became of one order of a batch.
type BatchResult struct {
	OrderID string // the merchant's own, as given
	Order   *Order // as Chargeback keeps it; nil with an error

	// Err is nil for an order that was made. It is an [*Error] for one that was
	// refused, or that the answer does not mention: then it matches
	// [ErrOutcomeUnknown]. It is a [*DecodeError] for one that was made without
	// being shown.
	Err error
}

// CreateBatch reports 1 to [MaxBatch] orders at once and returns one result for
// each, in their order. Chargeback does not document how it answers when it
// refuses some of them; whatever mix comes back is told apart here, by order_id
// or else by position. [OrdersService.Import] takes any number of orders.
//
// The error is about the batch as a whole: nothing was made of it, or, if it
// matches [ErrOutcomeUnknown] or is a [*DecodeError], any part of it may have
// been. It is not sent again then: look the orders up by their order_id first.
// An order that is not valid gives a [*ValidationError] that names its place, for
// example orders[3].card_prefix, and nothing is sent.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) CreateBatch(ctx context.Context, params []*OrderParams, opts ...CallOption) ([]BatchResult, error) {
	complete, err := checkOptions(opts)
	if err != nil {
		return nil, err
	}
	if len(params) == 0 || len(params) > MaxBatch {
		return nil, &ValidationError{Param: "orders", Reason: fmt.Sprintf("are not 1 to %d", MaxBatch)}
	}
	orderIDs := make([]string, len(params))
	for i, order := range params {
		if err := order.check(complete); err != nil {
			return nil, within(i, err)
		}
		orderIDs[i] = order.OrderID
	}
	return s.sendBatch(ctx, params, orderIDs, opts)
}

// within says which order of a batch is not valid.
func within(index int, err error) error {
	bad, ok := errors.AsType[*ValidationError](err)
	if !ok {
		return err
	}
	at := fmt.Sprintf("orders[%d]", index)
	if bad.Param != "params" {
		at += "." + bad.Param
	}
	return &ValidationError{Param: at, Reason: bad.Reason}
}

// sendBatch sends orders that were checked.
func (s *OrdersService) sendBatch(ctx context.Context, orders any, orderIDs []string, opts []CallOption) ([]BatchResult, error) {
	r := opCreateOrders.on().sending(orders)
	answer, err := s.client.send(ctx, r, opts)
	if failed, ok := errors.AsType[*Error](err); ok {
		return salvage(failed, answer, r, orderIDs)
	}
	if err != nil {
		return nil, err
	}
	elements, plain := readPlain(answer.Body)
	if !plain {
		var answered batchAnswer
		if err := decode(r, answer, &answered); err != nil {
			return nil, err
		}
		elements = read(answered, answer, r)
	}
	return assign(elements, answer, r, orderIDs), nil
}

// readPlain reads an answer in one go if all of it is as documented and every
// order was made, which is what nearly all answers are.
func readPlain(body []byte) (elements []batchElement, plain bool) {
	var list []struct {
		Status string `json:"status"`
		Order  *Order `json:"order"`
	}
	if wire.Decode(bytes.TrimSpace(body), &list) != nil {
		return nil, false
	}
	elements = make([]batchElement, len(list))
	for i, element := range list {
		if !isSuccess(element.Status) || element.Order == nil || element.Order.ID == "" {
			return nil, false
		}
		elements[i] = batchElement{orderID: string(element.Order.OrderID), order: element.Order}
	}
	return elements, true
}

// salvage looks for single results in the answer to a batch that failed as a
// whole: nobody knows with which status Chargeback refuses a part of one.
func salvage(failed *Error, answer transport.Answer, r request, orderIDs []string) ([]BatchResult, error) {
	if failed.StatusCode >= 200 && failed.StatusCode <= 299 && len(orderIDs) == 1 {
		failed.Reference = orderIDs[0]
		return []BatchResult{{OrderID: orderIDs[0], Err: failed}}, nil
	}
	if !bytes.HasPrefix(bytes.TrimSpace(answer.Body), []byte("[")) {
		return nil, failed
	}
	var answered batchAnswer
	if decode(r, answer, &answered) != nil {
		failed.outcome, failed.NotApplied = transport.Unknown, false // too long, so that its end is missing
		return nil, failed
	}
	elements := read(answered, answer, r)
	told := slices.ContainsFunc(elements, func(e batchElement) bool { return e.orderID != "" || e.order != nil })
	if !told && len(elements) != len(orderIDs) {
		return nil, failed
	}
	return assign(elements, answer, r, orderIDs), nil
}

// batchAnswer is the documented list, one object for a batch of one, or a list
// in an envelope.
type batchAnswer struct{ elements []jsontext.Value }

// UnmarshalJSON takes all three.
func (a *batchAnswer) UnmarshalJSON(data []byte) error {
	switch kind := jsontext.Value(data).Kind(); kind {
	case jsontext.KindBeginArray:
		return wire.Decode(data, &a.elements)
	case jsontext.KindBeginObject:
		var envelope struct {
			Orders []jsontext.Value `json:"orders"`
		}
		if err := wire.Decode(data, &envelope); err != nil {
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

func read(answered batchAnswer, answer transport.Answer, r request) []batchElement {
	elements := make([]batchElement, len(answered.elements))
	for i, raw := range answered.elements {
		own := answer
		own.Body = raw
		elements[i] = readElement(own, r)
	}
	return elements
}

func readElement(answer transport.Answer, r request) batchElement {
	refused := checkEnvelope(answer, r)
	var single orderAnswer
	err := refused
	if refused == nil {
		if err = decode(r, answer, &single); err == nil {
			return batchElement{orderID: string(single.order.OrderID), order: single.order}
		}
	}
	var said refusal
	_ = wire.Decode(answer.Body, &said) // what is no object says nothing
	element := batchElement{orderID: cmp.Or(textOf(said.Order.OrderID), textOf(said.OrderID)), err: err}
	if refused == nil && len(said.Status) == 0 && len(said.Message)+len(said.Error)+len(said.Errors) > 0 {
		refused = newError(&transport.Failure{Answer: answer, Method: r.method, Route: r.route, Outcome: transport.NotApplied}, r)
	}
	if failed, ok := errors.AsType[*Error](refused); ok {
		element.refused, element.err = failed, nil
	}
	return element
}

// result is an element as the result of an order.
func (e batchElement) result(orderID string) BatchResult {
	result := BatchResult{OrderID: orderID, Order: e.order, Err: e.err}
	if e.refused != nil {
		e.refused.Reference = orderID
		result.Err = e.refused
	}
	return result
}

// assign gives each order its element. An order_id decides; elements without one
// count by position, but only where every order_id that is there stands in its
// own place. Else they can still be told apart if all of them are refusals and
// as many as there are orders left.
func assign(elements []batchElement, answer transport.Answer, r request, orderIDs []string) []BatchResult {
	results := make([]BatchResult, len(orderIDs))
	taken := make([]bool, len(orderIDs))
	inPlace := len(elements) == len(orderIDs)
	var loose []batchElement
	for i, element := range elements {
		if element.orderID == "" {
			loose = append(loose, element)
			continue
		}
		at := find(orderIDs, taken, element.orderID, i)
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
	refusals := !slices.ContainsFunc(loose, func(e batchElement) bool { return e.refused == nil })
	usable := inPlace || refusals && len(loose) == left
	for i, orderID := range orderIDs {
		switch {
		case taken[i]:
		case usable:
			results[i], loose = loose[0].result(orderID), loose[1:]
		default:
			failure := &transport.Failure{Answer: answer, Method: r.method, Route: r.route, Outcome: transport.Unknown, Err: errNotAnswered}
			results[i] = BatchResult{OrderID: orderID, Err: newError(failure, r.about(orderID))}
		}
	}
	return results
}

// find returns where an order_id belongs: its own place if it can, or the first
// that is free; -1 if there is none.
func find(orderIDs []string, taken []bool, orderID string, own int) int {
	if own < len(orderIDs) && !taken[own] && orderIDs[own] == orderID {
		return own
	}
	for i := range orderIDs {
		if !taken[i] && orderIDs[i] == orderID {
			return i
		}
	}
	return -1
}
