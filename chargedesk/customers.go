package chargedesk

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's customers chapter.
var (
	opCustomerCreate = operation{Method: http.MethodPost, Route: "/customers", Safety: transport.Once}
	opCustomerList   = operation{Method: http.MethodGet, Route: "/customers", Safety: transport.Read}
	opCustomerGet    = operation{Method: http.MethodGet, Route: "/customers/{customer_id}", Safety: transport.Read}
	opCustomerUpdate = operation{Method: http.MethodPost, Route: "/customers/{customer_id}", Safety: transport.Repeatable}
	opCustomerDelete = operation{Method: http.MethodDelete, Route: "/customers/{customer_id}", Safety: transport.Repeatable}
	opCustomerSearch = operation{Method: http.MethodGet, Route: "/customers/grouped", Safety: transport.Read}
)

// CustomersService keeps the records of customers.
//
// Get, Update and Delete reject the ids "grouped" and "history": they are fixed words
// in the API's paths.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-create
type CustomersService struct{ client *Client }

// Create creates a customer.
//
// ChargeDesk rejects a customer id that it already has. With
// params.UpdateIfExists it updates the customer that has the id, and the call is
// retried after a lost response.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-create
func (s *CustomersService) Create(ctx context.Context, params *CustomerCreateParams, opts ...CallOption) (*Customer, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Customer](ctx, s.client, params.request(), params, opts)
}

// Import creates any number of customers, or updates those that ChargeDesk has, and
// returns the result of each, in the same order. The rules of [ChargesService.Import]
// apply, with the CustomerID in place of the TransactionID.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-create
func (s *CustomersService) Import(ctx context.Context, customers iter.Seq[*CustomerCreateParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult[Customer], error] {
	return importRows[Customer](ctx, s.client, "Customers.Import", new(CustomerCreateParams).request(), customers, options, opts)
}

// Get reads a customer by id. If ChargeDesk finds a customer by e-mail address or
// user name, which is not documented, Get returns that customer.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-retrieve
func (s *CustomersService) Get(ctx context.Context, customerID string, opts ...CallOption) (*Customer, error) {
	return call[Customer](ctx, s.client, opCustomerGet.On(customerID), nil, opts)
}

// List reads one page of customers; see [CustomersService.All] for all of them. The
// order is not documented. A row that can't be read has its value in Extra. params
// may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-list-all
func (s *CustomersService) List(ctx context.Context, params *CustomerListParams, opts ...CallOption) (*CustomerList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[CustomerList](ctx, s.client, opCustomerList.On(), params, opts)
}

// All iterates over every customer that matches params. Beyond the offset limit of
// 50,000 it continues by [Customer.FirstSeen]. The rules of [ChargesService.All]
// apply.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-list-all
func (s *CustomersService) All(ctx context.Context, params *CustomerListParams, opts ...CallOption) iter.Seq2[*Customer, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Customer]{
		name: "Customers.All", filter: filter,
		window: paging.Window[*Customer]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: wideOffset, Latest: filter.FirstSeen.latest(),
			Time: func(row *Customer) time.Time { return row.FirstSeen.Time },
			Key:  func(row *Customer) string { return row.CustomerID },
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Customer, int, error) {
			page := filter
			page.Count, page.Offset, page.FirstSeen = &ask.Count, &ask.Offset, filter.FirstSeen.within(ask)
			list, err := s.List(ctx, &page, lockPaging(opts, "first_seen[max]", "first_seen[min]")...)
			return orZero(list).Data, int(orZero(list).Count), err
		},
	})
}

// Update changes a customer and returns it. Fields that are nil in params keep their
// values; params may be nil. Unless params.OverrideAgents is true, so do fields that
// an agent has edited by hand. ChargeDesk does not report that: check the returned
// customer.
//
// A new params.CustomerID renames the customer: use the returned id from then on.
// After a lost response such a call is not retried but returns [ErrOutcomeUnknown],
// because a retry would not find the old id.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-update
func (s *CustomersService) Update(ctx context.Context, customerID string, params *CustomerUpdateParams, opts ...CallOption) (*Customer, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opCustomerUpdate.On(customerID).OnceIfRenamed(orZero(params).CustomerID).Protect("customer_id")
	return call[Customer](ctx, s.client, r, params, opts)
}

// Delete deletes a customer and, depending on mode, more. Without a mode ChargeDesk
// deletes everything, so mode has no default here.
//
// If a retry finds no customer, it counts as deleted. The response is not documented;
// [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *CustomersService) Delete(ctx context.Context, customerID string, mode DeleteMode, opts ...CallOption) error {
	if !slices.Contains([]DeleteMode{DeleteModeCustomerOnly, DeleteModeEverything, DeleteModeAnonymize}, mode) {
		return &ValidationError{Param: "delete_all", Reason: "is none of the three modes"}
	}
	return s.client.callNoResult(ctx, opCustomerDelete.On(customerID).Fix("delete_all", string(mode)), nil, opts)
}

// Search searches for people and returns their billing history. The format of that
// is not documented, so it is returned as sent.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#customers-grouped
func (s *CustomersService) Search(ctx context.Context, params *CustomerSearchParams, opts ...CallOption) (*CustomerSearchResult, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	response, err := call[customerSearchResponse](ctx, s.client, opCustomerSearch.On(), params, opts)
	if err != nil {
		return nil, err
	}
	return &response.CustomerSearchResult, nil
}

// DeleteMode is what [CustomersService.Delete] deletes.
type DeleteMode string

// The modes of [CustomersService.Delete]. The empty one is rejected.
const (
	DeleteModeCustomerOnly DeleteMode = "0" // the customer's record alone
	DeleteModeEverything   DeleteMode = "1" // the customer, and their charges, tickets and everything else
	DeleteModeAnonymize    DeleteMode = "2" // the customer; charges and subscriptions stay, without the person
)
