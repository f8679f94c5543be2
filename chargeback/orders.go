package chargeback

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
	"github.com/chargekit/chargekit-go/internal/wire"
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

// Create reports one order and returns it as Chargeback keeps it.
//
// Sent twice it may be kept twice. When the answer is lost it is not sent again
// and the error matches [ErrOutcomeUnknown]: look the order up by its order_id
// ([OrdersService.List] with [SearchEqual]) first. A duplicate is likely to be
// refused with [ErrConflict] or [ErrBadRequest]; that is not documented.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Create(ctx context.Context, params *OrderParams, opts ...CallOption) (*Order, error) {
	complete, err := checkOptions(opts)
	if err != nil {
		return nil, err
	}
	if err := params.check(complete); err != nil {
		return nil, err
	}
	return s.order(ctx, opCreateOrder.on().about(params.OrderID).sending(params), opts)
}

// Get returns one order by Chargeback's own id.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Get(ctx context.Context, id ID, opts ...CallOption) (*Order, error) {
	return s.order(ctx, opGetOrder.on(string(id)), opts)
}

// List returns one page of the orders that the keys may see. Chargeback
// promises no order of rows.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) List(ctx context.Context, params *OrderListParams, opts ...CallOption) (*OrderList, error) {
	query, err := params.query()
	if err != nil {
		return nil, err
	}
	return call[OrderList](ctx, s.client, opListOrders.on().asking(query), opts)
}

// All returns every order, page after page from params.Page on, a hundred to a
// page unless params.PerPage says otherwise. It fetches a page when its rows are
// wanted, starts anew each time it is ranged over, and leaves out an order that
// a later page brings again. It ends with one error when a page can't be had,
// and with [ErrListIncomplete] when it can't promise that nothing is missing.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) All(ctx context.Context, params *OrderListParams, opts ...CallOption) iter.Seq2[*Order, error] {
	var own OrderListParams
	if params != nil {
		own = *params
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

// complete says in this package's words that a list could not be seen whole.
func complete(orders iter.Seq2[*Order, error]) iter.Seq2[*Order, error] {
	return func(yield func(*Order, error) bool) {
		for order, err := range orders {
			if errors.Is(err, paging.ErrRepeats) || errors.Is(err, paging.ErrShrunk) {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(order, err) {
				return
			}
		}
	}
}

// Update changes what params sets and returns the order as it is afterwards.
// Only members that are set are sent. nil changes nothing.
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

// Delete removes an order. Chargeback allows it only for orders that were made
// through this API and are not part of a response in progress; how it refuses
// others is not documented.
//
// A 404 after a repeated delete means that an earlier one has worked, and is no
// error.
//
// Chargeback documentation: https://chargeback.github.io/chargeback-api/
func (s *OrdersService) Delete(ctx context.Context, id ID, opts ...CallOption) error {
	_, err := s.client.send(ctx, opDeleteOrder.on(string(id)), opts)
	if failed, ok := errors.AsType[*Error](err); ok && failed.StatusCode == http.StatusNotFound && failed.Attempts > 1 {
		return nil
	}
	return err
}

func (s *OrdersService) order(ctx context.Context, r request, opts []CallOption) (*Order, error) {
	answer, err := call[orderAnswer](ctx, s.client, r, opts)
	if err != nil {
		return nil, err
	}
	return answer.order, nil
}

// maxPerPage is Chargeback's documented bound.
const maxPerPage = 100

// OrderListParams say which page of which orders [OrdersService.List] and
// [OrdersService.All] return.
type OrderListParams struct {
	// Page is the number of the page, from 1. nil = not sent.
	Page *int `url:"page,omitempty"`

	// PerPage is the number of orders to a page, 1 to 100. nil = not sent; what
	// List gets then is not documented.
	PerPage *int `url:"per_page,omitempty"`

	// Search is what to look for. It is sent as JSON: [SearchEqual], or any value
	// that encoding/json can write. nil = not sent. Chargeback documents that the
	// parameter exists and is JSON, not what it means: check what it finds.
	Search any `url:"search,omitempty"`
}

// SearchEqual looks for orders whose members equal these texts, by their names on
// the wire:
//
//	&OrderListParams{Search: SearchEqual{"order_id": "ord_1042"}}
//
// It is unverified. Chargeback documents no form of a search, this is our
// reading of the little it says, and a server may ignore it and return all orders.
type SearchEqual map[string]string

func (p *OrderListParams) query() (url.Values, error) {
	query := url.Values{}
	if p == nil {
		return query, nil
	}
	if p.Page != nil && *p.Page < 1 {
		return nil, &ValidationError{Param: "page", Reason: "is less than 1"}
	}
	if p.PerPage != nil && (*p.PerPage < 1 || *p.PerPage > maxPerPage) {
		return nil, &ValidationError{Param: "per_page", Reason: "is not from 1 to 100"}
	}
	setNumber(query, "page", p.Page)
	setNumber(query, "per_page", p.PerPage)
	if p.Search != nil {
		search, err := wire.Encode(p.Search)
		if err != nil {
			return nil, &ValidationError{Param: "search", Reason: "can't be written as JSON: " + err.Error()}
		}
		query.Set("search", string(search))
	}
	return query, nil
}

func setNumber(query url.Values, name string, number *int) {
	if number != nil {
		query.Set(name, strconv.Itoa(*number))
	}
}

func valueOr(number *int, otherwise int) int {
	if number == nil {
		return otherwise
	}
	return *number
}

// remaining is how many rows there are from the first page of a walk on.
func (l *OrderList) remaining(first, count int) int {
	if l.TotalRecords <= 0 {
		return paging.Unknown
	}
	return max(0, int(l.TotalRecords)-(first-1)*count)
}
