package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
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
// answer disputes.
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
	cfg, err := newOrderConfig(opts)
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
	r.Body = params
	return s.order(ctx, r, opts)
}

// Get returns one order by Chargeback's own id.
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
	if err := rejectPagingOptions(opts); err != nil {
		return func(yield func(*Order, error) bool) { yield(nil, err) }
	}
	return func(yield func(*Order, error) bool) {
		walk, err := s.newWalk(ctx, own, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for order, err := range walk.All() {
			if _, ok := errors.AsType[*paging.Gap](err); ok {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(order, err) {
				return
			}
		}
	}
}

// rejectPagingOptions rejects call options that set page, per_page or search.
func rejectPagingOptions(opts []CallOption) error {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return err
	}
	for _, name := range []string{"page", "per_page", "search"} {
		if cfg.Query.Has(name) {
			return &ValidationError{Param: "WithQuery", Reason: "sets " + name + ", which OrderListParams does"}
		}
	}
	return nil
}

// Update changes the fields that params sets and returns the order as it is
// afterwards. Only fields that are set are sent. params may be nil, which
// changes nothing.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Update(ctx context.Context, id ID, params *OrderUpdateParams, opts ...CallOption) (*Order, error) {
	if _, err := newOrderConfig(opts); err != nil {
		return nil, err
	}
	if params == nil {
		params = &OrderUpdateParams{}
	}
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opUpdateOrder.On(string(id))
	r.Body = params
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
	if err == nil && !saysDeleted(x.Body()) {
		err = newDecodeError(x, errNotDeleted)
	}
	return err
}

// order sends a request whose response is one order, or a list of one.
func (s *OrdersService) order(ctx context.Context, r api.Request, opts []CallOption) (*Order, error) {
	x, err := s.client.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	if list, ok := listIn(x.Body()); ok && len(list) == 1 {
		x = withBody(x, list[0])
		if err := checkEnvelope(x, r); err != nil {
			return nil, err
		}
	}
	return decode[Order](x, readEnvelope(x.Body()).orderIn(x.Body()))
}
