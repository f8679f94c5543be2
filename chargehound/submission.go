package chargehound

import (
	"encoding/json"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Submission says what has happened to the response to a dispute.
type Submission string

// What has happened to a response.
const (
	SubmissionUnknown        Submission = "unknown"          // Chargehound does not document what the dispute's state means
	SubmissionNotSubmitted   Submission = "not submitted"    // nothing was sent to the processor, and nothing will be without a submit
	SubmissionQueued         Submission = "queued"           // Chargehound sends it before it is due
	SubmissionAwaitingReview Submission = "awaiting review"  // a review rule holds the dispute, and there is no evidence yet: submit some
	SubmissionHeldForReview  Submission = "held for review"  // a review rule holds the dispute and the evidence that was sent
	SubmissionHeldAsAccepted Submission = "held as accepted" // the dispute is accepted, so nothing is sent
	SubmissionInProgress     Submission = "in progress"      // Chargehound has taken it and not sent it yet; read the dispute again
	SubmissionSubmitted      Submission = "submitted"        // it is with the processor
)

// Submission returns whether the response has been sent. A 2xx to a submit does
// not prove it, since Chargehound also responds with a 2xx when it holds the
// dispute back.
//
// It depends on the state. Besides:
//
//   - For a closed dispute, SubmittedAt and SubmittedCount decide.
//   - For an open one, a 202 means that the submission was taken but is not
//     completed. A dispute of a list, or one decoded from JSON, does not have
//     that status: read it again with [DisputesService.Get].
//   - For one held by a review rule, evidence decides. It is held for review if
//     the dispute has fields, products, correspondence or past payments, if the
//     call sent any of these, or if SubmittedCount is not 0. Otherwise it was
//     held when it arrived, and awaits review.
func (d *Dispute) Submission() Submission {
	switch d.State {
	case DisputeStateSubmitted, DisputeStateUnderReview, DisputeStateWarningUnderReview:
		return SubmissionSubmitted
	case DisputeStateQueued:
		return SubmissionQueued
	case DisputeStateRequiresReview:
		if d.hasEvidence() {
			return SubmissionHeldForReview
		}
		return SubmissionAwaitingReview
	case DisputeStateAccepted:
		return SubmissionHeldAsAccepted
	case DisputeStateCompilingEvidence:
		return SubmissionInProgress
	case DisputeStateNeedsResponse, DisputeStateWarningNeedsResponse:
		if d.httpStatus == http.StatusAccepted {
			return SubmissionInProgress
		}
		return SubmissionNotSubmitted
	case DisputeStateWon, DisputeStateLost, DisputeStateWarningClosed, DisputeStateChargeRefunded:
		if d.SubmittedAt.IsZero() && d.SubmittedCount == 0 {
			return SubmissionNotSubmitted
		}
		return SubmissionSubmitted
	}
	return SubmissionUnknown
}

func (d *Dispute) hasEvidence() bool {
	for _, name := range []string{"fields", "products", "correspondence", "past_payments"} {
		if d.Extra[name] != nil { // it could not be read
			return true
		}
	}
	return d.sentEvidence || d.SubmittedCount > 0 ||
		len(d.Fields)+len(d.Products)+len(d.Correspondence)+len(d.PastPayments) > 0
}

// keepOutcome keeps what [Dispute.Submission] needs of the call that returned
// the dispute.
func (d *Dispute) keepOutcome(x *api.Exchange) {
	d.httpStatus = x.Response.StatusCode
	if d.State == DisputeStateRequiresReview {
		d.sentEvidence = sendsEvidence(x.Call.Body)
	}
}

// sendsEvidence reports whether a request body has evidence in it.
func sendsEvidence(body []byte) bool {
	var sent struct {
		Fields         map[string]json.RawMessage `json:"fields"`
		Products       []json.RawMessage          `json:"products"`
		Correspondence []json.RawMessage          `json:"correspondence"`
		PastPayments   []json.RawMessage          `json:"past_payments"`
	}
	if _, err := lenient.Read(body, &sent); err != nil {
		return false
	}
	return len(sent.Fields)+len(sent.Products)+len(sent.Correspondence)+len(sent.PastPayments) > 0
}
