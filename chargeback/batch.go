package chargeback

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// MaxBatch is how many orders [OrdersService.CreateBatch] takes at most.
const MaxBatch = 100

var errNotAnswered = errors.New("the answer does not say what became of this order")

// BatchResult is the result of one order of a batch.
type BatchResult struct {
	OrderID string // the merchant's own, as given
	Order   *Order // as Chargeback stores it; nil with an error

	// Err is nil for an order that was created. It is an [*Error] for one that
	// was refused: then NotApplied is true, and StatusCode is that of the whole
	// batch. If that is a 2xx, it matches [ErrBadRequest], and also [ErrConflict]
	// if the order's own status text says so. If the answer does not mention the
	// order, or both shows and refuses it, the [*Error] matches
	// [ErrOutcomeUnknown]. If the answer is not a 2xx, no order counts as
	// created: one that it shows or calls a success matches that too. Err is a
	// [*DecodeError] for an order that was created but is not in the answer.
	Err error
}

// CreateBatch reports 1 to [MaxBatch] orders at once and returns one result for
// each, in the same order. Chargeback does not document how it answers when it
// refuses some of them; the answer is matched to the orders by order_id or else
// by position. [OrdersService.Import] takes any number of orders.
//
// The error is about the batch as a whole: no order was created, or, if it
// matches [ErrOutcomeUnknown] or is a [*DecodeError], any of them may have been
// created. Then the batch is not sent again: look the orders up by their
// order_id first. An order that is not valid, or that is in the batch twice,
// gives a [*ValidationError] that names its place, for example
// orders[3].card_prefix, and nothing is sent: find such orders with
// [OrderCreateParams.Validate] first, or use Import, which gives each its own result.
// Orders of two merchants with the same order_id are matched by position only.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) CreateBatch(ctx context.Context, params []*OrderCreateParams, opts ...CallOption) ([]BatchResult, error) {
	complete, err := checkOptions(opts)
	if err != nil {
		return nil, err
	}
	if len(params) == 0 || len(params) > MaxBatch {
		return nil, &ValidationError{Param: "orders", Reason: fmt.Sprintf("are not 1 to %d", MaxBatch)}
	}
	orderIDs, places := make([]string, len(params)), map[[4]string]int{}
	for i, order := range params {
		if err := order.check(complete); err != nil {
			return nil, within(i, err)
		}
		if at, twice := places[order.key()]; twice && order.OrderID != "" {
			return nil, within(i, sameOrder(at))
		}
		orderIDs[i], places[order.key()] = order.OrderID, i
	}
	return s.sendBatch(ctx, params, orderIDs, opts)
}

// key is what an order is unique by, as far as that is known.
func (p *OrderCreateParams) key() [4]string {
	key := [4]string{p.OrderID, "", "", p.MerchantName}
	if p.CRMID != nil {
		key[1] = fmt.Sprint(*p.CRMID)
	}
	if p.CRMName != nil {
		key[2] = *p.CRMName
	}
	return key
}

func sameOrder(at int) error {
	return &ValidationError{Param: "order_id", Reason: fmt.Sprintf("is also that of orders[%d]", at)}
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
	answer, err := s.client.send(ctx, &r, opts)
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
		Status string         `json:"status"`
		Order  *Order         `json:"order"`
		Error  jsontext.Value `json:"error"`
		Errors jsontext.Value `json:"errors"`
	}
	if lenient.Decode(bytes.TrimSpace(body), &list) != nil {
		return nil, false
	}
	elements = make([]batchElement, len(list))
	for i, element := range list {
		if !isSuccess(element.Status) || element.Order == nil || element.Order.ID == "" || filled(element.Error) || filled(element.Errors) {
			return nil, false
		}
		elements[i] = batchElement{orderID: string(element.Order.OrderID), order: element.Order}
	}
	return elements, true
}

// salvage looks for single results in the answer to a batch that failed as a
// whole: nobody knows with which status Chargeback refuses a part of one.
func salvage(failed *Error, answer transport.Response, r request, orderIDs []string) ([]BatchResult, error) {
	if failed.StatusCode >= 200 && failed.StatusCode <= 299 && len(orderIDs) == 1 {
		failed.ObjectID = orderIDs[0]
		return []BatchResult{{OrderID: orderIDs[0], Err: failed}}, nil
	}
	body, said := bytes.TrimSpace(answer.Body), refusal{}
	cutOff := len(body) == 0 && failed.Err != nil && failed.StatusCode/100 == 4 && !errors.Is(failed, ErrRateLimited)
	if cutOff && len(orderIDs) > 1 { // it may have been about some of the orders only
		failed.NotApplied, failed.outcome = false, transport.Unknown
	}
	if !bytes.HasPrefix(body, []byte("[")) && (lenient.Decode(body, &said) != nil || said.Orders.Kind() != jsontext.KindBeginArray) {
		return nil, failed
	}
	var answered batchAnswer
	if lenient.Decode(body, &answered) != nil {
		return nil, failed
	}
	whole := failed.StatusCode/100 == 4 && failed.StatusCode != http.StatusRequestTimeout && !said.affirms()
	elements := readRefused(answered, whole, answer, r)
	told := slices.ContainsFunc(elements, func(e batchElement) bool { return e.orderID != "" || e.refused.Status != "" })
	if !told && len(elements) != len(orderIDs) {
		return nil, failed
	}
	return assign(elements, answer, r, orderIDs), nil
}
