package chargehound

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Operations of the documentation's chapters on disputes.
var (
	opCreateDispute   = operation{Method: http.MethodPost, Route: "/disputes", Safety: transport.Once}
	opGetDispute      = operation{Method: http.MethodGet, Route: "/disputes/{id}", Safety: transport.Read}
	opListDisputes    = operation{Method: http.MethodGet, Route: "/disputes", Safety: transport.Read}
	opUpdateDispute   = operation{Method: http.MethodPut, Route: "/disputes/{id}", Safety: transport.Repeatable}
	opSubmitDispute   = operation{Method: http.MethodPost, Route: "/disputes/{id}/submit", Safety: transport.Once}
	opAcceptDispute   = operation{Method: http.MethodPost, Route: "/disputes/{id}/accept", Safety: transport.Once}
	opDisputeResponse = operation{Method: http.MethodGet, Route: "/disputes/{id}/response", Safety: transport.Read}
)

// DisputesService reads disputes, gathers evidence for them and responds to them.
//
// Create, Submit, Accept, and an Update that submits or queues, are not retried
// if they may have taken effect. If the response is lost, the error matches
// [ErrOutcomeUnknown]: read the dispute with Get before you call again.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#disputes
type DisputesService struct{ client *Client }

// Create creates a dispute of a standalone integration, whose disputes
// Chargehound does not get from a processor. Submit and Queue in params respond
// to it at once: [Dispute.Submission] of the result says whether that worked.
// What a second create with the same id does is not documented, nor is whether
// the dispute is kept if the submission is rejected: [Error.Outcome] is
// [OutcomeFailed] then.
//
// Missing or malformed params give a [*ValidationError] before anything is sent.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#creating-a-dispute-via-api
func (s *DisputesService) Create(ctx context.Context, params *DisputeCreateParams, opts ...CallOption) (*Dispute, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Dispute](ctx, s.client, opCreateDispute.On().About(params.ID).WithBody(params), opts)
}

// Get returns a dispute as it is now. An unknown id is an error that matches
// [ErrNotFound], and [ErrDisputeNotFound] too if Chargehound names the type.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieving-a-dispute
func (s *DisputesService) Get(ctx context.Context, id string, opts ...CallOption) (*Dispute, error) {
	return call[Dispute](ctx, s.client, opGetDispute.On(id), opts)
}

// List returns one page of disputes. Chargehound documents that they come by the
// time they were created, the newest first. params may be nil. Use
// [DisputesService.All] to get them all.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieving-a-list-of-disputes
func (s *DisputesService) List(ctx context.Context, params *DisputeListParams, opts ...CallOption) (*DisputeList, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	query, err := form.Values(params)
	if err != nil {
		return nil, err
	}
	response, err := call[disputeListResponse](ctx, s.client, opListDisputes.On().WithQuery(query), opts)
	if err != nil {
		return nil, err
	}
	return &response.DisputeList, nil
}

// All iterates over the disputes in the order of their pages, from the newest
// to the oldest, beginning after StartingAfter if that is given. It reads a page
// when the loop needs it, with 100 disputes unless Limit says otherwise. Each
// range over it begins again. params may be nil. EndingBefore, which goes to
// newer disputes, is rejected, and so is a limit or a cursor set by [WithQuery].
//
// The loop may submit, update or accept disputes, also with a State filter: the
// next page begins after the id of the last dispute read, not at a count, so
// disputes that leave the filter move no others. A page is read in advance: a
// dispute may have changed since, and disputes that are new, or enter the filter
// behind the position of the loop, are not seen. What Chargehound does if the
// last dispute of a page has left the filter is not documented; if that
// matters, collect the ids first.
//
// If a page does not say whether there are more, All asks for another one until
// a page is empty. If Chargehound says that a full page is the last, All asks once
// more to be sure.
//
// With [WithCheckpoint] the loop goes on behind the dispute that the checkpoint
// shows. Besides hashes the checkpoint has the ids of the last three disputes.
//
// An error ends the loop. One that matches [ErrListIncomplete] means that disputes
// may be missing: a page led back to an earlier one, Chargehound does not know any
// more where to go on, or all pages were read, but rows of them are not disputes
// with an id: [DisputesService.List] returns these as sent.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieving-a-list-of-disputes
func (s *DisputesService) All(ctx context.Context, params *DisputeListParams, opts ...CallOption) iter.Seq2[*Dispute, error] {
	var first DisputeListParams
	if params != nil {
		first = *params
	}
	if err := first.checkWalk(opts); err != nil {
		return failing(err)
	}
	return func(yield func(*Dispute, error) bool) {
		walk, err := s.newWalk(ctx, first, opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for row, err := range walk.All(ctx) {
			if _, ok := errors.AsType[*paging.Gap](err); ok {
				err = fmt.Errorf("%w: %w", ErrListIncomplete, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// failing returns a list that can't be walked.
func failing(err error) iter.Seq2[*Dispute, error] {
	return func(yield func(*Dispute, error) bool) { yield(nil, err) }
}

// Update saves evidence. params may be nil, which changes nothing. It is retried
// after a lost response, unless it also submits or queues: then it is sent once,
// as Submit is.
//
// With Submit or Queue, a nil error does not prove that the response was sent:
// [Dispute.Submission] of the result says what happened. If the submission is
// rejected, for example with [ErrMissingFields], the evidence stays saved and
// [Error.Outcome] is [OutcomeFailed].
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#updating-a-dispute
func (s *DisputesService) Update(ctx context.Context, id string, params *DisputeUpdateParams, opts ...CallOption) (*Dispute, error) {
	if params == nil {
		params = &DisputeUpdateParams{}
	}
	if err := params.check(); err != nil {
		return nil, err
	}
	return call[Dispute](ctx, s.client, opUpdateDispute.On(id).OnceIf(params.submits()).WithBody(params), opts)
}

// Submit saves the evidence in params and sends the response to the processor.
// params may be nil, if evidence is stored already.
//
// A nil error does not prove that it was sent. Chargehound also responds with a
// 2xx when it only holds or queues the dispute, so check the result:
//
//	dispute, err := client.Disputes.Submit(ctx, id, params)
//	if errors.Is(err, chargehound.ErrOutcomeUnknown) {
//		return fmt.Errorf("look at dispute %s before it is submitted again: %w", id, err)
//	}
//	if err != nil {
//		return err
//	}
//	switch dispute.Submission() {
//	case chargehound.SubmissionSubmitted, chargehound.SubmissionQueued, chargehound.SubmissionInProgress:
//		// Nothing more to do.
//	case chargehound.SubmissionAwaitingReview:
//		// Held, and without evidence: submit again with evidence.
//	case chargehound.SubmissionHeldForReview, chargehound.SubmissionHeldAsAccepted:
//		// Held with the evidence. Have someone decide whether it is sent.
//	default:
//		// Not submitted.
//	}
//
// Rejections are errors that match [ErrMissingTemplate], [ErrMissingFields],
// [ErrDisputeOverdue] or [ErrDisputeSubmitted], among others. The evidence in
// params may have been saved nevertheless, so [Error.Outcome] is [OutcomeFailed]
// for these, not [OutcomeRejected], although nothing was submitted.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#submitting-a-dispute
func (s *DisputesService) Submit(ctx context.Context, id string, params *DisputeSubmitParams, opts ...CallOption) (*Dispute, error) {
	if err := params.check(); err != nil {
		return nil, err
	}
	submit := opSubmitDispute.On(id)
	if params != nil {
		submit = submit.WithBody(params)
	}
	return call[Dispute](ctx, s.client, submit, opts)
}

// Accept accepts the dispute: no response will be sent. From version 2020-02-28
// on, submitting it after all needs Force.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#accepting-a-dispute
func (s *DisputesService) Accept(ctx context.Context, id string, opts ...CallOption) (*Dispute, error) {
	return call[Dispute](ctx, s.client, opAcceptDispute.On(id), opts)
}

// Response returns the response that Chargehound generated for a dispute of a
// standalone integration. The webhook [EventTypeDisputeResponseGenerated] is sent
// when there is one. What Chargehound responds before that is not documented.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieving-a-dispute-response
func (s *DisputesService) Response(ctx context.Context, id string, opts ...CallOption) (*DisputeResponse, error) {
	return call[DisputeResponse](ctx, s.client, opDisputeResponse.On(id), opts)
}
