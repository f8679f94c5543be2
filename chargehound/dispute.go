package chargehound

import (
	"encoding/json"
	"errors"
	"net/http"
)

// Dispute is a charge that the customer has disputed. Money is in minor units
// of its currency, times are UTC, and pointers are nil if Chargehound sent
// null. Members that version 2016-03-05 named differently are decoded into the
// same fields.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#the-dispute-object
type Dispute struct {
	ID        string           `json:"id"`        // the payment processor's
	Object    string           `json:"object"`    // "dispute"
	Livemode  bool             `json:"livemode"`  // in a list: the list's own
	URL       string           `json:"url"`       // path in the API
	State     DisputeState     `json:"state"`     // see [Dispute.Submission]
	Reason    DisputeReason    `json:"reason"`    // the customer's
	Kind      DisputeKind      `json:"kind"`      // "" if it is not known
	Source    DisputeSource    `json:"source"`    // where Chargehound got it from
	Processor DisputeProcessor `json:"processor"` // who processed the charge
	Charge    string           `json:"charge"`    // the processor's id of the charge

	Customer           *string `json:"customer"`             // the processor's id
	CustomerName       *string `json:"customer_name"`        // the buyer's name, as the processor has it
	CustomerEmail      *string `json:"customer_email"`       // the buyer's e-mail address
	CustomerPurchaseIP *string `json:"customer_purchase_ip"` // the buyer's IP address at the purchase

	AddressZip          *string      `json:"address_zip"`          // postal code of the billing address
	AddressLine1Check   DisputeCheck `json:"address_line1_check"`  // the bank's check of the street
	AddressZipCheck     DisputeCheck `json:"address_zip_check"`    // the bank's check of the postal code
	CVCCheck            DisputeCheck `json:"cvc_check"`            // the bank's check of the security code
	StatementDescriptor *string      `json:"statement_descriptor"` // on the card's statement

	Amount             int64   `json:"amount"`               // of the charge, in minor units
	Currency           string  `json:"currency"`             // compare without regard to case
	Fee                *int64  `json:"fee"`                  // of the processor, in minor units
	ReversalAmount     *int64  `json:"reversal_amount"`      // taken back, without the fee, in minor units
	ReversalTotal      *int64  `json:"reversal_total"`       // taken back with the fee, in minor units
	ReversalCurrency   *string `json:"reversal_currency"`    // of what is taken back
	IsChargeRefundable bool    `json:"is_charge_refundable"` // a refund would end the dispute

	ChargedAt      Time  `json:"charged_at"`      // when the charge was made
	DisputedAt     Time  `json:"disputed_at"`     // when the customer disputed it
	DueBy          Time  `json:"due_by"`          // last moment for evidence
	SubmittedAt    Time  `json:"submitted_at"`    // zero while nothing is submitted
	ClosedAt       Time  `json:"closed_at"`       // zero while it is open
	Created        Time  `json:"created"`         // in Chargehound
	Updated        Time  `json:"updated"`         // in Chargehound; zero if never
	SubmittedCount int64 `json:"submitted_count"` // how often a response was submitted

	Template       *string          `json:"template"`       // id of the evidence template
	Fields         Fields           `json:"fields"`         // evidence
	MissingFields  MissingFields    `json:"missing_fields"` // evidence that the template still asks for
	Products       []Product        `json:"products"`       // what was bought
	Correspondence []Correspondence `json:"correspondence"` // e-mails with the customer
	PastPayments   []PastPayment    `json:"past_payments"`  // earlier payments with the same card
	ReferenceURL   *string          `json:"reference_url"`  // into the merchant's own system

	AccountID *string `json:"account_id"` // Stripe account that was charged directly
	Account   *string `json:"account"`    // Chargehound's connected account

	// FileURL is the address of the evidence document that Chargehound sent until
	// 2018; "" since then. See [DisputesService.Response].
	FileURL SecretURL `json:"file_url,omitzero"`

	// HTTPStatus is the status of the answer this dispute came in, for
	// [Dispute.Submission] and for logs. It is not a member that Chargehound
	// sends. 0 in a list.
	HTTPStatus int `json:"http_status,omitzero"`

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (d *Dispute) settle(reference string, status int) error {
	d.HTTPStatus = status
	d.adopt()
	return checkReference(d.ID, reference)
}

// checkReference finds an answer that is about no dispute, or about another one
// than it was asked for.
func checkReference(id, reference string) error {
	switch {
	case id == "":
		return errNoID
	case reference != "" && id != reference:
		return errOtherID
	}
	return nil
}

// adopt moves the names of 2016 to those of today.
func (d *Dispute) adopt() {
	if len(d.Extra) == 0 {
		return
	}
	adoptText(d.Extra, "external_identifier", &d.ID)
	adoptText(d.Extra, "external_charge", &d.Charge)
	adoptNullable(d.Extra, "external_customer", &d.Customer)
	adoptNullable(d.Extra, "user_id", &d.AccountID)
	d.Extra = orNil(d.Extra)
}

func orNil(extra map[string]json.RawMessage) map[string]json.RawMessage {
	if len(extra) == 0 {
		return nil
	}
	return extra
}

// Submission says what has happened to the response to a dispute.
type Submission string

// What has happened to a response.
const (
	SubmissionUnknown        Submission = "unknown"          // Chargehound does not say what the dispute's state means
	SubmissionNotSubmitted   Submission = "not submitted"    // nothing was sent, and nothing will be sent by itself
	SubmissionQueued         Submission = "queued"           // Chargehound sends it before it is due
	SubmissionHeldForReview  Submission = "held for review"  // a review rule holds it; Force sends it
	SubmissionHeldAsAccepted Submission = "held as accepted" // the dispute is accepted; Force sends it
	SubmissionInProgress     Submission = "in progress"      // accepted, not sent yet; read the dispute again
	SubmissionSubmitted      Submission = "submitted"        // it is with the processor
)

// Submission says whether the response has been sent. A 2xx to a submit does
// not prove it, since Chargehound also answers with a 2xx when it holds the
// dispute back.
//
// It depends on the state. For a closed dispute SubmittedAt and SubmittedCount
// decide. For an open one a status of 202 means that the submission was
// accepted but is not completed.
func (d *Dispute) Submission() Submission {
	switch d.State {
	case DisputeStateSubmitted, DisputeStateUnderReview, DisputeStateWarningUnderReview:
		return SubmissionSubmitted
	case DisputeStateQueued:
		return SubmissionQueued
	case DisputeStateRequiresReview:
		return SubmissionHeldForReview
	case DisputeStateAccepted:
		return SubmissionHeldAsAccepted
	case DisputeStateCompilingEvidence:
		return SubmissionInProgress
	case DisputeStateNeedsResponse, DisputeStateWarningNeedsResponse:
		if d.HTTPStatus == http.StatusAccepted {
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

// DisputeList is one page of disputes, newest first.
type DisputeList struct {
	Object   string     `json:"object"`   // "list"
	Data     []*Dispute `json:"data"`     // no element is nil
	HasMore  bool       `json:"has_more"` // there are more in the direction asked for
	Livemode bool       `json:"livemode"` // of all the disputes
	URL      string     `json:"url"`      // path in the API

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var (
	errNoID    = errors.New("it has no id")
	errOtherID = errors.New("it is about another dispute")
	errNoRows  = errors.New("it has no data, not even none")
	errNullRow = errors.New("an element of the list is null")
	errNoMore  = errors.New("it does not say whether there are more")
)

// settle gives the disputes the mode that only the list has.
func (l *DisputeList) settle(string, int) error {
	if l.Data == nil {
		return errNoRows
	}
	for _, dispute := range l.Data {
		if dispute == nil {
			return errNullRow
		}
		dispute.Livemode = dispute.Livemode || l.Livemode
		if dispute.adopt(); dispute.ID == "" {
			return errNoID
		}
	}
	return nil
}

// listAnswer is a list as it is read: HasMore of the list alone does not tell
// "no more" from a page that was cut short of its end.
type listAnswer struct {
	DisputeList
	HasMore *bool `json:"has_more"`
}

func (l *listAnswer) settle(reference string, status int) error {
	if err := l.DisputeList.settle(reference, status); err != nil {
		return err
	}
	if l.HasMore == nil {
		return errNoMore
	}
	l.DisputeList.HasMore = *l.HasMore
	return nil
}
