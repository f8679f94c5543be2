package chargedesk

import (
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
	return call[Charge](ctx, s.client, params.request(), params, opts)
}

// Import records any number of charges, and returns the result of each, in the same
// order:
//
//	for result, err := range client.Charges.Import(ctx, charges, nil, chargedesk.WithCheckpoint(&at)) {
//		if err != nil {
//			return err // the import has stopped
//		}
//		if result.Err != nil {
//			log.Print(result.ID, ": ", result.Err) // this charge failed, the others go on
//		}
//		// save the text of at
//	}
//
// ChargeDesk has no call for many charges, so each is a [ChargesService.Create] with
// UpdateIfExists, whatever its params say, at the pace of the client's limiter: some
// 86,000 a day. A charge that ChargeDesk has is updated with what its params say; what
// they leave out stays as it is. So a charge may be sent twice with the effect of once,
// and is retried after a lost response.
//
// A charge without a TransactionID can't be sent twice safely: it gives a result with
// a [*ValidationError] and is not sent. Set the TransactionID, to your own order number
// for example, or record it with [ChargesService.Create]. Charges with the same
// TransactionID are sent one after the other, so that ChargeDesk keeps the last.
//
// Nothing is sent before the loop runs. Import reads charges on the goroutine of the
// loop, at most [ImportOptions.Concurrency] ahead of the results. It does not change
// them, and the caller may change one once Import asks for the next.
//
// With [WithCheckpoint] a later import of the same charges, also in another process,
// resumes after the last result that was saved. Charges that were sent after that,
// before the process ended or was killed, are sent again. So the checkpoint may be saved
// after any result, as often as results must not come again. A checkpoint of another
// method, key or base URL, or of charges with other ids, gives a [*ValidationError].
// With [WithKeyFunc] keys are not compared: use it to resume after the account's key
// was replaced.
//
// The import stops if every later charge would fail too: with [ErrUnauthorized], with
// [ErrForbidden] for two charges in a row, with [ErrRateLimited] and [ErrNotSent] after
// the retries that the client allows, and when ctx ends. Calls in flight end at once
// then, and the loop ends with an [*ImportError]. Any other failure is the result of its
// charge. With a Concurrency of 1, ErrForbidden is too.
//
// Once a minute a record at info level says how many charges have a result, how many
// requests were sent, and how long they waited. [WithParam] sets a parameter of every
// charge. Bad options, and call options that make no sense for many calls
// ([WithResponse], [WithReadAhead], [WithRepeatable]), end the loop with a
// [*ValidationError].
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-create
func (s *ChargesService) Import(ctx context.Context, charges iter.Seq[*ChargeCreateParams], options *ImportOptions, opts ...CallOption) iter.Seq2[*ImportResult[Charge], error] {
	return importRows[Charge](ctx, s.client, "Charges.Import", new(ChargeCreateParams).request(), charges, options, opts)
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

// All iterates over every charge that matches params, in ChargeDesk's order, the
// newest first. It reads a page when the loop needs it, with 500 rows unless
// params.Count says otherwise and at least 2. Each range over it starts again with
// the newest, or with [WithCheckpoint] behind the row that the checkpoint shows.
// params may be nil; it is not changed, and must not be changed during the loop.
//
// Every charge that is in the list during the whole loop is returned once, or the
// loop ends with a [*ListError], which names the place in the list that it could
// not prove to be complete. Each page is asked to begin before the rows that were
// returned last, so the loop may change what it reads. ChargeDesk's offset ends at
// 50,000; from there All goes on by time. If more charges than the offset reaches
// share a second, the error matches [ErrOffsetLimit]. All does not read such a
// second in parts by itself, because ChargeDesk returns no total that would prove
// that the parts are all of it, and statuses that are not documented exist: see
// [ListError] for what to do. Any failure ends the loop with one error.
//
// Not promised: charges that are recorded during the loop, or given another time,
// may be missing, though none is returned twice. In a loop that resumes, a charge
// that was given an older time meanwhile may be returned again. A first page that is shorter than
// asked for is taken for the whole list, unless it has a round number of rows.
// Beyond the offset limit charges without a time can't be reached; if one was seen
// before, the loop ends with an error.
//
// Call options that set count, offset or a bound on the time are rejected.
//
// ChargeDesk documentation: https://chargedesk.com/api-docs#charges-list-all
func (s *ChargesService) All(ctx context.Context, params *ChargeListParams, opts ...CallOption) iter.Seq2[*Charge, error] {
	filter := orZero(params)
	size := pageSize(filter.Count)
	filter.Count = nil
	return iterate(ctx, s.client, opts, listing[*Charge]{
		name: "Charges.All", filter: filter,
		window: paging.Window[*Charge]{
			Count: size, Offset: orZero(filter.Offset), MaxOffset: wideOffset, Latest: filter.Occurred.latest(),
			Time: func(row *Charge) time.Time { return row.Occurred.Time },
			Key:  func(row *Charge) string { return row.ChargeID },
		},
		read: func(ctx context.Context, ask paging.Ask, opts []CallOption) ([]*Charge, int, error) {
			page := filter
			page.Count, page.Offset, page.Occurred = &ask.Count, &ask.Offset, filter.Occurred.within(ask)
			list, err := s.List(ctx, &page, lockPaging(opts, "occurred[max]", "occurred[min]")...)
			return orZero(list).Data, int(orZero(list).Count), err
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
