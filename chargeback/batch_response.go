package chargeback

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// batchElement is one element of the response to a batch.
type batchElement struct {
	orderID string // "" if it has none
	order   *Order // nil with an error
	err     error
}

// readBatch reads the elements of a 2xx response: the documented list, a list in
// an envelope, or one object for a batch of one.
func readBatch(x *api.Exchange) ([]batchElement, error) {
	if elements, ok := readDocumentedBatch(x); ok {
		return elements, nil
	}
	list, ok := listIn(x.Body())
	if !ok && bytes.HasPrefix(x.Body(), []byte("{")) {
		list = []jsontext.Value{x.Body()}
	} else if !ok {
		return nil, newDecodeError(x, errNoOrders)
	}
	elements := make([]batchElement, len(list))
	for i, raw := range list {
		env := readEnvelope(raw)
		elements[i].orderID = env.orderID()
		elements[i].order, elements[i].err = readOrder(withBody(x, raw), env)
	}
	return elements, nil
}

// readDocumentedBatch reads a response in one go if all of it is as documented,
// which is when every order was created.
func readDocumentedBatch(x *api.Exchange) (elements []batchElement, ok bool) {
	var list []orderResponse
	if _, err := lenient.Read(x.Body(), &list); err != nil {
		return nil, false
	}
	elements = make([]batchElement, len(list))
	for i := range list {
		if list[i].verify(x) != nil {
			return nil, false
		}
		elements[i] = batchElement{orderID: list[i].Order.OrderID, order: list[i].Order}
	}
	return elements, true
}

// readRejectedBatch reads the elements of a response that rejects a batch, and
// returns failed if it is about the batch as a whole. It counts no order as
// created, because Chargeback does not document the status of a batch of which it
// rejects a part.
func readRejectedBatch(x *api.Exchange, failed error, orders int) ([]batchElement, error) {
	own, ok := errors.AsType[*Error](failed)
	if !ok || own.Outcome == OutcomeNotSent {
		return nil, failed
	}
	list, isList := listIn(x.Body())
	isList = isList && len(list) > 0 && list[0].Kind() == jsontext.KindBeginObject
	is2xx := own.StatusCode/100 == 2
	isOfOrders := is2xx || errors.Is(own, ErrBadRequest) || errors.Is(own, ErrConflict)
	switch {
	case is2xx && !isList && orders == 1:
		return []batchElement{{err: failed}}, nil
	case isList && isOfOrders:
		return readRejectedElements(x, list), nil
	case isList && len(list) != orders && readEnvelope(list[0]).orderID() != "", orders > 1 && isCutOff(x, own):
		own.Outcome = OutcomeUnknown // it may be about some of the orders only
	}
	return nil, own
}

// isCutOff reports whether the body of a response that rejects a call is missing.
func isCutOff(x *api.Exchange, failed *Error) bool {
	return len(x.Body()) == 0 && failed.Err != nil && failed.StatusCode/100 == 4 && !errors.Is(failed, ErrRateLimited)
}

func readRejectedElements(x *api.Exchange, list []jsontext.Value) []batchElement {
	elements := make([]batchElement, len(list))
	for i, raw := range list {
		env, outcome := readEnvelope(raw), transport.Unknown
		isRejected := env.saysFailure() || env.text("message") != ""
		if isRejected && !env.saysSuccess() && !env.showsOrder() {
			outcome = transport.Rejected
		}
		part := withBody(x, raw)
		elements[i] = batchElement{orderID: env.orderID(), err: newError(part, part.Failure(outcome))}
	}
	return elements
}

// matchResults gives each order its element.
func matchResults(x *api.Exchange, elements []batchElement, orderIDs []string) []BatchResult {
	results := make([]BatchResult, len(orderIDs))
	inPlace := areInPlace(elements, orderIDs)
	for i, orderID := range orderIDs {
		at := i
		if !inPlace {
			at = onlyElement(elements, orderIDs, orderID)
		}
		if at < 0 {
			failure := x.Failure(transport.Unknown)
			failure.Err = errNotInResponse
			results[i] = BatchResult{OrderID: orderID, Err: about(orderID, newError(x, failure))}
			continue
		}
		results[i] = BatchResult{OrderID: orderID, Order: elements[at].order, Err: about(orderID, elements[at].err)}
	}
	return results
}

// areInPlace reports whether the elements are as many as the orders, and none of
// them has the order_id of another order.
func areInPlace(elements []batchElement, orderIDs []string) bool {
	if len(elements) != len(orderIDs) {
		return false
	}
	for i, element := range elements {
		if element.orderID != "" && !api.SameID(element.orderID, orderIDs[i]) {
			return false
		}
	}
	return true
}

// onlyElement returns the index of the only element with an order_id, or -1 if
// there is none, or if the batch or the response has the order_id twice.
func onlyElement(elements []batchElement, orderIDs []string, orderID string) int {
	at, orders := -1, 0
	for _, other := range orderIDs {
		if api.SameID(other, orderID) {
			orders++
		}
	}
	for i, element := range elements {
		switch {
		case element.orderID == "" || !api.SameID(element.orderID, orderID):
		case at >= 0:
			return -1
		default:
			at = i
		}
	}
	if orders != 1 {
		return -1
	}
	return at
}

// about names the order that an error is about. The error may be that of a whole
// batch, so it returns a copy.
func about(orderID string, err error) error {
	if failed, ok := errors.AsType[*Error](err); ok {
		own := *failed
		own.ObjectID = orderID
		return &own
	}
	if unreadable, ok := errors.AsType[*DecodeError](err); ok {
		own := *unreadable
		own.ObjectID = orderID
		return &own
	}
	return err
}
