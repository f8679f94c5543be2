package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's orders chapter.
var (
	opListOrders   = operation{Method: http.MethodGet, Route: "/orders", Safety: transport.Read}
	opGetOrder     = operation{Method: http.MethodGet, Route: "/orders/{id}", Safety: transport.Read}
	opCreateOrder  = operation{Method: http.MethodPost, Route: "/orders", Safety: transport.Once}
	opCreateOrders = operation{Method: http.MethodPost, Route: "/orders", Safety: transport.Once}
	opUpdateOrder  = operation{Method: http.MethodPut, Route: "/orders/{id}", Safety: transport.Repeatable}
	opDeleteOrder  = operation{Method: http.MethodDelete, Route: "/orders/{id}", Safety: transport.Repeatable}
)

// OrdersService reports a merchant's orders, so that Chargeback can use them to
// respond to disputes.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
type OrdersService struct{ client *Client }

// Create reports one order and returns it as Chargeback stores it.
//
// An order that is sent twice may be stored twice. If the response is lost, the
// order is not sent again and the error matches [ErrOutcomeUnknown]: first look
// the order up by its order_id ([OrdersService.List] with [SearchEqual]).
// Chargeback most likely rejects a duplicate with [ErrConflict] or
// [ErrBadRequest]; that is not documented.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Create(ctx context.Context, params *OrderCreateParams, opts ...CallOption) (*Order, error) {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return nil, err
	}
	if err := params.check(cfg); err != nil {
		return nil, err
	}
	r := opCreateOrder.On().About(params.OrderID)
	if orderID, ok := cfg.params["order_id"]; ok {
		r = r.About(fmt.Sprint(orderID))
	}
	r.Body = params.wire()
	return s.order(ctx, r, opts)
}

// Get returns one order by Chargeback's own id. Chargeback may also find it by the
// merchant's order_id; that is not documented.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Get(ctx context.Context, id ID, opts ...CallOption) (*Order, error) {
	return s.order(ctx, opGetOrder.On(string(id)), opts)
}

// List returns one page of the orders that the keys may see, in no documented
// order. params may be nil.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) List(ctx context.Context, params *OrderListParams, opts ...CallOption) (*OrderList, error) {
	query, err := params.query()
	if err != nil {
		return nil, err
	}
	r := opListOrders.On()
	r.Query = query
	return call[OrderList](ctx, s.client, r, opts)
}

// All iterates over every order in Chargeback's order, from params.Page on. params
// may be nil. It reads a page when the loop needs it, of at most 100 orders or
// params.PerPage, and starts again each time it is ranged over, or with
// [WithCheckpoint] behind the order that the checkpoint shows. Pages of several
// sizes are asked for, so that each begins with orders of the one before.
//
// Every order that is in the list during the whole loop, and keeps its place among
// the others, is returned once, or the loop ends with [ErrListIncomplete]: also
// where orders are added or deleted meanwhile, and whatever total Chargeback tells.
// Orders that are new, or that move, may be missing. All remembers the ids of the
// last 131,000 orders at most. Orders without an id that can be read are left out,
// and the loop ends with ErrListIncomplete after all others;
// [OrdersService.List] shows them. Any failure ends the loop with one error.
// [WithQuery] must not set what params sets.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) All(ctx context.Context, params *OrderListParams, opts ...CallOption) iter.Seq2[*Order, error] {
	var own OrderListParams
	if params != nil {
		own = *params
	}
	first, count := valueOr(own.Page, 1), valueOr(own.PerPage, maxPerPage)
	if err := s.checkPaging(first, count, opts); err != nil {
		return func(yield func(*Order, error) bool) { yield(nil, err) }
	}
	return func(yield func(*Order, error) bool) {
		walk, err := s.newWalk(ctx, own, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for order, err := range walk.All(ctx) {
			if _, ok := errors.AsType[*paging.Gap](err); ok {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(order, err) {
				return
			}
		}
	}
}

// checkPaging rejects pages that All can't count, and call options that set page,
// per_page or search.
func (s *OrdersService) checkPaging(first, count int, opts []CallOption) error {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return err
	}
	var c checks
	if first < 1 {
		c.Reject("page", "is less than 1, and All counts from there; use List")
	}
	if count < 1 {
		c.Reject("per_page", "is less than 1, and All counts with it; use List")
	}
	for _, name := range []string{"page", "per_page", "search"} {
		if cfg.Query.Has(name) {
			c.Reject("WithQuery", "sets "+name+", which OrderListParams does")
		}
	}
	return c.err()
}

// rowKey tells the orders of a list apart, those without an id that can be read too.
func rowKey(order *Order) string {
	if order.ID != "" {
		return string(order.ID)
	}
	text, _ := lenient.Inline(order)
	return string(text)
}

// Update changes the fields that params sets and returns the order as it is
// afterwards. Only fields that are set are sent. params may be nil, which
// changes nothing.
//
// It is retried after a lost response unless it may add something, with tracking
// numbers, line items or shipments, or changes the order_id: then the error matches
// [ErrOutcomeUnknown].
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Update(ctx context.Context, id ID, params *OrderUpdateParams, opts ...CallOption) (*Order, error) {
	cfg, err := s.client.callConfig(opts)
	if err != nil {
		return nil, err
	}
	if params == nil {
		params = &OrderUpdateParams{}
	}
	if err := params.check(cfg); err != nil {
		return nil, err
	}
	r := opUpdateOrder.On(string(id)).OnceIf(params.adds(cfg)).OnceIfRenamed(params.newOrderID(cfg))
	r.Body = params.wire()
	return s.order(ctx, r, opts)
}

// Delete removes an order. Chargeback allows it only for orders that were
// created through this API and are not part of a response in progress; how it
// rejects others is not documented.
//
// If a retry after a lost response gets a 404, the first attempt has deleted the
// order, and that is no error. A 2xx counts as success if it says so, is empty, or
// is plain text. Anything else is a [*DecodeError].
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Delete(ctx context.Context, id ID, opts ...CallOption) error {
	x, err := s.client.send(ctx, opDeleteOrder.On(string(id)), opts)
	if failed, ok := errors.AsType[*Error](err); ok && failed.StatusCode == http.StatusNotFound && failed.Outcome == OutcomeFailed {
		return nil
	}
	if err != nil || saysDeleted(x.Body()) {
		return err
	}
	if failed := checkEnvelope(x); failed != nil {
		return failed
	}
	return newDecodeError(x, errNotDeleted)
}

// order sends a request whose response is one order, or a list of one.
func (s *OrdersService) order(ctx context.Context, r api.Request, opts []CallOption) (*Order, error) {
	x, err := s.client.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	var documented orderResponse
	if _, err := lenient.Read(x.Body(), &documented); err == nil && documented.verify(x) == nil {
		return documented.Order, nil
	}
	if list, ok := listIn(x.Body()); ok && len(list) == 1 {
		x = withBody(x, list[0])
	}
	return readOrder(x, readEnvelope(x.Body()))
}

// orderResponse is the documented response of one order.
type orderResponse struct {
	Status string `json:"status"`
	Order  *Order `json:"order"`
	Extra  Extra  `json:"Extra,omitempty"`
}

// verify checks that the response says success, and nothing that is not documented.
func (r *orderResponse) verify(x *api.Exchange) error {
	if !isSuccess(r.Status) || r.Order == nil || len(r.Extra) > 0 {
		return errNoOrder
	}
	return r.Order.verify(x)
}

// readOrder reads a response of one order in whatever form it is.
func readOrder(x *api.Exchange, env envelope) (*Order, error) {
	if err := checkEnvelope(x); err != nil {
		return nil, err
	}
	return decode[Order](x, env.orderIn(x.Body()))
}
