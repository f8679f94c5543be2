package chargedesk

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's products chapter.
var (
	opProductCreate = operation{Method: http.MethodPost, Route: "/products", Safety: transport.Once}
	opProductList   = operation{Method: http.MethodGet, Route: "/products", Safety: transport.Read}
	opProductGet    = operation{Method: http.MethodGet, Route: "/products/{product_id}", Safety: transport.Read}
	opProductUpdate = operation{Method: http.MethodPost, Route: "/products/{product_id}", Safety: transport.Repeatable}
)

// ProductsService keeps the records of products.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-create
type ProductsService struct{ client *Client }

// Create creates a product.
//
// ChargeDesk rejects a product id that it already has. With
// params.UpdateIfExists it updates the product that has the id, and the call is
// retried after a lost response.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-create
func (s *ProductsService) Create(ctx context.Context, params *ProductCreateParams, opts ...CallOption) (*Product, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	sent := *params
	sent.Quantity = omitOne(params.Quantity, params.UpdateIfExists)
	return call[Product](ctx, s.client, params.request(), &sent, opts)
}

// Import creates any number of products, or updates those that ChargeDesk has, and
// returns the result of each, in the same order. The rules of [ChargesService.Import]
// apply, with the ProductID in place of the TransactionID.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-create
func (s *ProductsService) Import(ctx context.Context, products iter.Seq[*ProductCreateParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult[Product], error] {
	return importRows[Product](ctx, s.client, "Products.Import", new(ProductCreateParams).request(), products, options, opts)
}

// Get reads a product by id.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-retrieve
func (s *ProductsService) Get(ctx context.Context, productID string, opts ...CallOption) (*Product, error) {
	return call[Product](ctx, s.client, opProductGet.On(productID), nil, opts)
}

// List reads one page of products; see [ProductsService.All] for all of them. The
// order is not documented. A row that can't be read has its value in Extra. params
// may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-list-all
func (s *ProductsService) List(ctx context.Context, params *ProductListParams, opts ...CallOption) (*ProductList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[ProductList](ctx, s.client, opProductList.On(), params, opts)
}

// All iterates over every product, in ChargeDesk's order. It reads a page when the
// loop needs it, with 500 rows unless params.Count says otherwise. The rules of
// [ChargesService.All] apply, but products can't be filtered by time, so only some
// 10,000 can be reached: if there may be more, the loop ends with a [*ListError]
// that matches [ErrOffsetLimit].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-list-all
func (s *ProductsService) All(ctx context.Context, params *ProductListParams, opts ...CallOption) iter.Seq2[*Product, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Product]{
		name: "Products.All", filter: filter,
		window: paging.Window[*Product]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: narrowOffset,
			Key: func(row *Product) string { return row.ProductID },
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Product, int, error) {
			list, err := s.List(ctx, &ProductListParams{Count: &ask.Count, Offset: &ask.Offset}, lockPaging(opts)...)
			return orZero(list).Data, int(orZero(list).Count), err
		},
	})
}

// Update changes a product and returns it. Fields that are nil in params keep their
// values; params may be nil.
//
// A new params.ProductID renames the product: use the returned id from then on.
// After a lost response such a call is not retried but returns [ErrOutcomeUnknown],
// because a retry would not find the old id.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#products-update
func (s *ProductsService) Update(ctx context.Context, productID string, params *ProductUpdateParams, opts ...CallOption) (*Product, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opProductUpdate.On(productID).OnceIfRenamed(orZero(params).ProductID).Protect("product_id")
	return call[Product](ctx, s.client, r, params, opts)
}

// ProductCreateParams are the parameters of [ProductsService.Create].
type ProductCreateParams struct {
	// ProductID is the merchant's own. Required.
	ProductID string `url:"product_id"`

	// UpdateIfExists updates the product that has this ProductID, if there is one. By
	// default ChargeDesk rejects the call then.
	UpdateIfExists bool `url:"duplicate,true=update"`

	Name               *string   `url:"name,omitempty"`                 // of the product
	Description        *string   `url:"description,omitempty"`          // at most 255 characters
	URL                *string   `url:"url,omitempty"`                  // of its page
	Amount             *Amount   `url:"amount,omitempty"`               // of one unit, in major units
	Currency           *Currency `url:"currency,omitempty"`             // of the amounts
	Quantity           *Number   `url:"quantity,omitempty"`             // of units; nil means 1; 1 is sent only with UpdateIfExists, as ChargeDesk requires
	GatewayID          *string   `url:"gateway_id,omitempty"`           // of the gateway that charges it
	Chargeable         *bool     `url:"chargeable,int,omitempty"`       // true, and nil, also make a payment page
	Interval           *Interval `url:"interval,omitempty"`             // between two payments; nil and [IntervalNone] mean not recurring
	IntervalCount      *int      `url:"interval_count,omitempty"`       // multiplies Interval; nil means 1
	TrialPeriodDays    *int      `url:"trial_period_days,omitempty"`    // before the first payment; nil and 0 mean none
	BillingCyclesTotal *int      `url:"billing_cycles_total,omitempty"` // number of cycles after which it ends; nil and 0 mean never
	SetupAmount        *Amount   `url:"setup_amount,omitempty"`         // once, on top, at the start
}

func (p *ProductCreateParams) check() error {
	if p == nil {
		return noParams[ProductCreateParams]()
	}
	var c checks
	c.Required("product_id", p.ProductID)
	c.MaxLength("description", p.Description, maxText)
	c.notNegative("trial_period_days", p.TrialPeriodDays)
	return c.err()
}

// request returns the request of a create.
func (p *ProductCreateParams) request() api.Request {
	return opProductCreate.On().About(p.ProductID).RepeatableIf(p.UpdateIfExists).Protect("duplicate", "product_id")
}

func (p *ProductCreateParams) importID() string { return orZero(p).ProductID }

func (p *ProductCreateParams) forImport() (api.Request, any, error) {
	if err := p.check(); err != nil {
		return api.Request{}, nil, err
	}
	own := *p
	own.UpdateIfExists = true
	return own.request(), &own, nil
}

// ProductUpdateParams are the parameters of [ProductsService.Update]. nil
// leaves a field as it is.
type ProductUpdateParams struct {
	// ProductID renames the product.
	ProductID *string `url:"product_id,omitempty"`

	Name               *string   `url:"name,omitempty"`                 // of the product
	Description        *string   `url:"description,omitempty"`          // at most 255 characters
	URL                *string   `url:"url,omitempty"`                  // of its page
	Amount             *Amount   `url:"amount,omitempty"`               // of one unit, in major units
	Currency           *Currency `url:"currency,omitempty"`             // of the amounts
	Quantity           *Number   `url:"quantity,omitempty"`             // of units; ChargeDesk documents numbers above 1 only
	GatewayID          *string   `url:"gateway_id,omitempty"`           // of the gateway that charges it
	Chargeable         *bool     `url:"chargeable,int,omitempty"`       // whether there is a payment page
	Interval           *Interval `url:"interval,omitempty"`             // between two payments; [IntervalNone] means not recurring
	IntervalCount      *int      `url:"interval_count,omitempty"`       // multiplies Interval
	TrialPeriodDays    *int      `url:"trial_period_days,omitempty"`    // before the first payment; 0 means none
	BillingCyclesTotal *int      `url:"billing_cycles_total,omitempty"` // number of cycles after which it ends; 0 means never
	SetupAmount        *Amount   `url:"setup_amount,omitempty"`         // once, on top, at the start
}

func (p *ProductUpdateParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.NotEmpty("product_id", p.ProductID)
	c.MaxLength("description", p.Description, maxText)
	c.notNegative("trial_period_days", p.TrialPeriodDays)
	return c.err()
}

// ProductListParams are the parameters of [ProductsService.List] and
// [ProductsService.All]. ChargeDesk documents no filters.
type ProductListParams struct {
	Count  *int `url:"count,omitempty"`  // rows of a page, 1 to 500; nil means 20, and 500 for All
	Offset *int `url:"offset,omitempty"` // rows to skip, 0 to 10,000; nil means 0
}

func (p *ProductListParams) check() error {
	var c checks
	c.page(orZero(p).Count, orZero(p).Offset, narrowOffset)
	return c.err()
}

// Product is the record of a product. Amounts are in major units of Currency.
// Fields marked "display" are formatted for people and must not be parsed by
// programs.
type Product struct {
	ProductID   string `json:"product_id"`      // the merchant's own
	Object      string `json:"object,omitzero"` // "product", or "" if ChargeDesk leaves it out
	Name        string `json:"name"`            // of the product
	Description string `json:"description"`     // at most 255 characters
	URL         string `json:"url"`             // of its page
	SupportURL  string `json:"support_url"`     // where the customer finds help with this product

	Amount          Amount   `json:"amount"`           // of one unit
	AmountFormatted string   `json:"amount_formatted"` // display; without the quantity, unlike a subscription's
	AmountSymbol    string   `json:"amount_symbol"`    // display
	Currency        Currency `json:"currency"`         // of all amounts
	Quantity        Number   `json:"quantity"`         // of units
	SetupAmount     Amount   `json:"setup_amount"`     // once, on top, at the start

	Interval           Interval `json:"interval"`             // [IntervalNone] if it is not recurring
	IntervalCount      int64    `json:"interval_count"`       // multiplies Interval
	ReadableInterval   string   `json:"readable_interval"`    // display
	TrialPeriodDays    int64    `json:"trial_period_days"`    // before the first payment
	BillingCyclesTotal int64    `json:"billing_cycles_total"` // 0 means without end

	Chargeable  bool              `json:"chargeable"`    // has a payment page
	Taxable     bool              `json:"taxable"`       // whether tax is due
	HasAgentLog bool              `json:"has_agent_log"` // most likely whether an agent has done something to it
	Charges     int64             `json:"charges"`       // how many charges there are
	FirstSeen   Time              `json:"first_seen"`    // when it was created
	Status      string            `json:"status"`        // only "complete" has been seen
	Company     string            `json:"company"`       // the ChargeDesk company's name in URLs
	GatewayID   string            `json:"gateway_id"`    // "" if there is none
	Logs        []json.RawMessage `json:"logs"`          // format not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (p *Product) verify(x *api.Exchange) error {
	return verifyObject(x, "product_id", p.Extra, p.ProductID)
}

// ProductList is one page of products.
type ProductList struct {
	Count  int64      `json:"count"`  // rows requested or rows sent, which is not documented; use len(Data)
	Offset int64      `json:"offset"` // rows skipped
	Data   []*Product `json:"data"`   // in an order that is not documented

	Extra Extra `json:"Extra,omitempty"` // what has no field here
}

func (l *ProductList) verify(*api.Exchange) error { return verifyRows(l.Data) }
