package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's orders chapter.
var (
	opListOrders   = operation{http.MethodGet, "/orders", transport.Read}
	opGetOrder     = operation{http.MethodGet, "/orders/{id}", transport.Read}
	opCreateOrder  = operation{http.MethodPost, "/orders", transport.Once}
	opCreateOrders = operation{http.MethodPost, "/orders", transport.Once}
	opUpdateOrder  = operation{http.MethodPut, "/orders/{id}", transport.Repeatable}
	opDeleteOrder  = operation{http.MethodDelete, "/orders/{id}", transport.Repeatable}
)

// OrdersService reports a merchant's orders, so that Chargeback can answer for
// them.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
type OrdersService struct{ client *Client }

// Create reports one order and returns it as Chargeback stores it.
//
// An order that is sent twice may be stored twice. If the answer is lost, it is
// not sent again and the error matches [ErrOutcomeUnknown]: first look the
// order up by its order_id ([OrdersService.List] with [SearchEqual]). A
// duplicate is most likely refused with [ErrConflict] or [ErrBadRequest]; that
// is not documented.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Create(ctx context.Context, params *OrderCreateParams, opts ...CallOption) (*Order, error) {
	complete, err := checkOptions(opts)
	if err != nil {
		return nil, err
	}
	if err := params.check(complete); err != nil {
		return nil, err
	}
	r := opCreateOrder.on().about(params.OrderID).sending(params)
	answer, err := s.client.send(ctx, &r, opts)
	if err == nil {
		answer.Body = alone(answer.Body)
		err = checkEnvelope(answer, r)
	}
	if err != nil {
		return nil, err
	}
	return readOrder(r, answer)
}

// Get returns one order by Chargeback's own id.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Get(ctx context.Context, id ID, opts ...CallOption) (*Order, error) {
	return s.order(ctx, opGetOrder.on(string(id)), opts)
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
	return call[OrderList](ctx, s.client, opListOrders.on().asking(query), opts)
}

// All iterates over every order, page after page from params.Page on, with 100
// orders a page unless params.PerPage says otherwise. params may be nil. It
// reads a page when the loop needs it, starts again each time it is ranged
// over, and leaves out an order that a later page repeats. It ends with one
// error if a page can't be read, and with [ErrListIncomplete] if orders may be
// missing. If the pages do not say how many orders there are, it ends at an
// empty page. [WithQuery] must not set what params sets.
//
// Changes during the loop may be missed: if one order is deleted and another is
// added between two pages, there are as many as before, and an order that moves
// to a page already read is missing. If that matters, loop again.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) All(ctx context.Context, params *OrderListParams, opts ...CallOption) iter.Seq2[*Order, error] {
	var own OrderListParams
	if params != nil {
		own = *params
	}
	if err := checkPaging(opts); err != nil {
		return func(yield func(*Order, error) bool) { yield(nil, err) }
	}
	first, count := valueOr(own.Page, 1), valueOr(own.PerPage, maxPerPage)
	pages := paging.Numbered[Order]{
		First: first, Count: count,
		Key: func(order *Order) string { return string(order.ID) },
		Fetch: func(page int) ([]*Order, int, error) {
			list, err := s.List(ctx, &OrderListParams{Page: &page, PerPage: &count, Search: own.Search}, opts...)
			if err != nil {
				return nil, 0, err
			}
			return list.Data, list.remaining(first, count), nil
		},
	}
	return complete(pages.All())
}

// checkPaging refuses to have the pages turned by somebody else.
func checkPaging(opts []CallOption) error {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return err
	}
	for _, name := range []string{"page", "per_page", "search"} {
		if cfg.query.Has(name) {
			return &ValidationError{Param: "WithQuery", Reason: "sets " + name + ", which OrderListParams does"}
		}
	}
	return nil
}

// complete says in this package's words that a list could not be seen whole.
func complete(orders iter.Seq2[*Order, error]) iter.Seq2[*Order, error] {
	return func(yield func(*Order, error) bool) {
		for order, err := range orders {
			if errors.Is(err, paging.ErrRepeats) || errors.Is(err, paging.ErrShrunk) || errors.Is(err, paging.ErrOverrun) {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(order, err) {
				return
			}
		}
	}
}

// Update changes the fields that params sets and returns the order as it is
// afterwards. Only fields that are set are sent. params may be nil, which
// changes nothing.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Update(ctx context.Context, id ID, params *OrderUpdateParams, opts ...CallOption) (*Order, error) {
	if _, err := checkOptions(opts); err != nil {
		return nil, err
	}
	if params == nil {
		params = &OrderUpdateParams{}
	}
	if err := params.check(); err != nil {
		return nil, err
	}
	return s.order(ctx, opUpdateOrder.on(string(id)).sending(params), opts)
}

// Delete removes an order. Chargeback allows it only for orders that were
// created through this API and are not part of a response in progress; how it
// refuses others is not documented.
//
// A 404 when the call is repeated after a lost answer means that the delete
// worked, and is not an error. A 2xx counts as success, even if it is empty or
// not JSON, unless it reports a failure. If it is an HTML page, it is a
// [*DecodeError].
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Delete(ctx context.Context, id ID, opts ...CallOption) error {
	r := opDeleteOrder.on(string(id))
	answer, err := s.client.send(ctx, &r, opts)
	if failed, ok := errors.AsType[*Error](err); ok && failed.StatusCode == http.StatusNotFound && !failed.NotApplied {
		return nil
	}
	if err == nil && !saysDeleted(answer.Body) {
		err = newDecodeError(r, answer, errNotDeleted)
	}
	return err
}

func (s *OrdersService) order(ctx context.Context, r request, opts []CallOption) (*Order, error) {
	answer, err := s.client.send(ctx, &r, opts)
	if err != nil {
		return nil, err
	}
	return readOrder(r, answer)
}

func readOrder(r request, answer transport.Response) (*Order, error) {
	var single orderAnswer
	if err := decode(r, answer, &single); err != nil {
		return nil, err
	}
	if !r.concerns(single.order) {
		return nil, newDecodeError(r, answer, errAnotherOrder)
	}
	return single.order, nil
}

// concerns reports whether an order is the one of the path, or else has the
// order_id that was sent, which may be from [WithParam]. An answer need not show
// its order_id.
func (r request) concerns(order *Order) bool {
	if len(r.ids) > 0 {
		return string(order.ID) == r.ids[0]
	}
	var sent refusal
	_ = lenient.Decode(r.call.Body, &sent) // it was encoded here
	return agree(sent.orderID(), string(order.OrderID))
}
