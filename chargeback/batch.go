package chargeback

import (
	"context"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/internal/api"
)

// MaxBatch is how many orders [OrdersService.CreateBatch] takes at most.
const MaxBatch = 100

// BatchResult is the result of one order of a batch.
type BatchResult struct {
	OrderID string // the merchant's own, as given
	Order   *Order // as Chargeback stores it; nil with an error

	// Err is nil for an order that was created. It is an [*Error] for one that
	// was rejected: it matches [ErrRejected] and [ErrBadRequest], and StatusCode is
	// that of the whole batch. If the response does not say what
	// became of the order, or both shows and rejects it, the [*Error] matches
	// [ErrOutcomeUnknown]. Err is a [*DecodeError], which matches it too, if the
	// order's part of the response can't be read.
	Err error
}

// CreateBatch reports 1 to [MaxBatch] orders at once and returns one result for
// each, in the same order. [OrdersService.Import] takes any number of orders.
//
// Chargeback documents the response of a batch whose orders were all created, and
// not how it rejects some of them. If the response has as many elements as there
// are orders, and none has the order_id of another order, each element is the
// result of the order in its place. Otherwise an element belongs to the order with
// its order_id, and the outcome of the orders that are left is unknown. After a
// non-2xx response no order counts as created. An order that the response
// nevertheless shows or calls a success has an unknown outcome.
//
// The error is about the batch as a whole: no order was created, or, if it matches
// [ErrOutcomeUnknown], any of them may have been created. Then the batch is not
// sent again: look the orders up by their order_id first.
//
// If an order is not valid, or is in the batch twice, nothing is sent and the
// error is a [*ValidationError] that names its place, for example
// orders[3].card_prefix. Find such orders with [OrderCreateParams.Validate]
// first, or use Import, which gives each its own result.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) CreateBatch(ctx context.Context, params []*OrderCreateParams, opts ...CallOption) ([]BatchResult, error) {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return nil, err
	}
	if len(params) == 0 || len(params) > MaxBatch {
		return nil, &ValidationError{Param: "orders", Reason: fmt.Sprintf("are not 1 to %d", MaxBatch)}
	}
	orders, orderIDs, places := make([]any, len(params)), make([]string, len(params)), map[orderKey]int{}
	for i, order := range params {
		if err := order.check(cfg); err != nil {
			return nil, atIndex(i, err)
		}
		if at, twice := places[order.key()]; twice && order.OrderID != "" {
			return nil, atIndex(i, sameOrder(at))
		}
		orders[i], orderIDs[i], places[order.key()] = order.wire(), order.OrderID, i
	}
	return s.sendBatch(ctx, orders, orderIDs, opts)
}

// orderKey is what an order is unique by, as far as that is known.
type orderKey struct{ orderID, crmID, crmName, merchant string }

// id returns the order_id, and "" for nil.
func (p *OrderCreateParams) id() string {
	if p == nil {
		return ""
	}
	return p.OrderID
}

func (p *OrderCreateParams) key() orderKey {
	key := orderKey{orderID: p.OrderID, merchant: p.MerchantName}
	if p.MerchantID != nil {
		key.merchant = fmt.Sprint(*p.MerchantID)
	}
	if p.CRMID != nil {
		key.crmID = fmt.Sprint(*p.CRMID)
	}
	if p.CRMName != nil {
		key.crmName = *p.CRMName
	}
	return key
}

func sameOrder(at int) error {
	return &ValidationError{Param: "order_id", Reason: fmt.Sprintf("is also that of orders[%d]", at)}
}

// atIndex names the order of a batch that is not valid.
func atIndex(index int, err error) error {
	bad, ok := errors.AsType[*ValidationError](err)
	if !ok {
		return err
	}
	at := api.Element("orders", index)
	if bad.Param != "params" {
		at += "." + bad.Param
	}
	return &ValidationError{Param: at, Reason: bad.Reason}
}

// sendBatch sends orders that were checked.
func (s *OrdersService) sendBatch(ctx context.Context, orders any, orderIDs []string, opts []CallOption) ([]BatchResult, error) {
	r := opCreateOrders.On()
	r.Body = orders
	x, err := s.client.send(ctx, r, opts)
	if err == nil {
		err = checkEnvelope(x)
	}
	var elements []batchElement
	if err == nil {
		elements, err = readBatch(x)
	} else {
		elements, err = readRejectedBatch(x, err, len(orderIDs))
	}
	if err != nil {
		return nil, err
	}
	return matchResults(x, elements, orderIDs), nil
}
