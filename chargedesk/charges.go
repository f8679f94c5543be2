package chargedesk

import (
	"cmp"
	"context"
	"iter"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's charges chapter.
var (
	opChargeCreate  = operation{Method: http.MethodPost, Route: "/charges", Safety: transport.Once}
	opChargeList    = operation{Method: http.MethodGet, Route: "/charges", Safety: transport.Read}
	opChargeGet     = operation{Method: http.MethodGet, Route: "/charges/{charge_id}", Safety: transport.Read}
	opChargeUpdate  = operation{Method: http.MethodPost, Route: "/charges/{charge_id}", Safety: transport.Repeatable}
	opChargeDelete  = operation{Method: http.MethodDelete, Route: "/charges/{charge_id}", Safety: transport.Repeatable}
	opChargeEmail   = operation{Method: http.MethodPost, Route: "/charges/{charge_id}/email", Safety: transport.Once}
	opChargePreview = operation{Method: http.MethodGet, Route: "/charges/preview", Safety: transport.Read}
	opChargeItems   = operation{Method: http.MethodGet, Route: "/charges/{charge_id}/items", Safety: transport.Read}
)

// ChargesService keeps the records of charges. It moves no money;
// [GatewayService] does.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-create
type ChargesService struct{ client *Client }

// Create records a charge that was made elsewhere. It moves no money: to charge a
// card use [GatewayService.CreateCharge].
//
// ChargeDesk rejects a transaction id that it already has. With
// params.UpdateIfExists it updates the record that has the id, and the call is
// retried after a lost response. Without a transaction id nothing protects against
// a second record.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-create
func (s *ChargesService) Create(ctx context.Context, params *ChargeCreateParams, opts ...CallOption) (*Charge, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	r := opChargeCreate.On().About(cmp.Or(orZero(params.TransactionID), params.Customer.ID)).
		RepeatableIf(params.UpdateIfExists && orZero(params.TransactionID) != "").Protect("duplicate", "transaction_id")
	return call[Charge](ctx, s.client, r, params, opts)
}

// Get reads a charge by ChargeDesk's id. Whether a transaction id works too is not
// documented; if ChargeDesk finds a charge by it, Get returns that charge.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-retrieve
func (s *ChargesService) Get(ctx context.Context, chargeID string, opts ...CallOption) (*Charge, error) {
	return call[Charge](ctx, s.client, opChargeGet.On(chargeID), nil, opts)
}

// List reads one page of charges; see [ChargesService.All] for all of them. The
// order is not documented. A row that can't be read has its value in Extra. params
// may be nil.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-list-all
func (s *ChargesService) List(ctx context.Context, params *ChargeListParams, opts ...CallOption) (*ChargeList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[ChargeList](ctx, s.client, opChargeList.On(), params, opts)
}

// All iterates over every charge that matches params. It reads a page when the loop
// needs it, with params.Count rows, or 500 if that is nil, and at least 2. Each range
// over it starts again. params may be nil; All does not change it, and the caller
// must not change it during the loop.
//
// ChargeDesk's offset ends at 50,000. All continues from there by time and yields
// no row twice. If rows would be missed, because more charges than the offset
// reaches share a second or because they don't come newest first, the loop ends
// with [ErrOffsetLimit]. If charges may have been left out for another reason,
// it ends with [ErrListIncomplete]. Any failure ends the loop with one error.
// Rows without an id that can be read are not yielded; the loop then ends with
// [ErrListIncomplete] after all others. Call options that set count, offset or the
// latest time are rejected.
//
// The loop may change the charges it reads: each page is requested to begin with
// the last row of the page before. If that row is not there, because charges were
// deleted or no longer match params, All continues from the time of the last row.
// Charges recorded during the loop, or given another time, may be missing.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-list-all
func (s *ChargesService) All(ctx context.Context, params *ChargeListParams, opts ...CallOption) iter.Seq2[*Charge, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	return iterate(paging.Window[Charge]{
		Count: size, Offset: orZero(filter.Offset), MaxOffset: wideOffset, Latest: filter.Occurred.latest(),
		Time: func(charge *Charge) time.Time { return charge.Occurred.Time },
		Key:  func(charge *Charge) string { return charge.ChargeID },
		Fetch: func(offset int, latest time.Time) ([]*Charge, int, error) {
			page := filter
			page.Count, page.Offset, page.Occurred = &size, &offset, filter.Occurred.withMax(latest)
			list, err := s.List(ctx, &page, lockPaging(opts, "occurred[max]")...)
			if err != nil {
				return nil, 0, err
			}
			return list.Data, int(list.Count), nil
		},
	})
}

// Update changes a charge's record and returns it. Fields that are nil in params keep
// their values; params may be nil. ChargeDesk's documentation shows the defaults of a
// create here too, most likely by mistake: check the returned charge if it matters.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-update
func (s *ChargesService) Update(ctx context.Context, chargeID string, params *ChargeUpdateParams, opts ...CallOption) (*Charge, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Charge](ctx, s.client, opChargeUpdate.On(chargeID), params, opts)
}

// Delete deletes a charge's record. The payment itself stays as it is.
//
// If a retry finds no charge, it counts as deleted. The response is not documented;
// [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs
func (s *ChargesService) Delete(ctx context.Context, chargeID string, opts ...CallOption) error {
	return s.client.callNoResult(ctx, opChargeDelete.On(chargeID), nil, opts)
}

// SendEmail sends the e-mail for the charge's status: a receipt if it is paid
// or pending, a notice if it is refunded, authorized or void. params may be
// nil.
//
// The response is not documented; [WithResponse] shows it.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-email-charge
func (s *ChargesService) SendEmail(ctx context.Context, chargeID string, params *ChargeEmailParams, opts ...CallOption) error {
	if err := params.check(); err != nil {
		return err
	}
	return s.client.callNoResult(ctx, opChargeEmail.On(chargeID), params, opts)
}

// Preview computes the taxes and the total of a charge, which need not exist, and
// changes nothing.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-preview-charge
func (s *ChargesService) Preview(ctx context.Context, params *ChargePreviewParams, opts ...CallOption) (*ChargePreview, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[ChargePreview](ctx, s.client, opChargePreview.On(), params, opts)
}

// Items reads the line items and the taxes of a charge. It costs one of the
// sixty requests a minute for each charge.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-retrieve-items
func (s *ChargesService) Items(ctx context.Context, chargeID string, opts ...CallOption) (*ChargeItems, error) {
	response, err := call[chargeItemsResponse](ctx, s.client, opChargeItems.On(chargeID), nil, opts)
	if err != nil {
		return nil, err
	}
	return &response.ChargeItems, nil
}
