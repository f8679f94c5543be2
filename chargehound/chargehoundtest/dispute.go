package chargehoundtest

import (
	"encoding/json"
	"net/url"
	"time"
)

// States of a dispute.
const (
	needsResponse        = "needs_response"
	warningNeedsResponse = "warning_needs_response"
	requiresReview       = "requires_review"
	accepted             = "accepted"
	queued               = "queued"
	compilingEvidence    = "compiling_evidence"
	submitted            = "submitted"
	underReview          = "under_review"
	warningUnderReview   = "warning_under_review"
	won                  = "won"
	lost                 = "lost"
	warningClosed        = "warning_closed"
	chargeRefunded       = "charge_refunded"
	responseDisabled     = "response_disabled"
)

var allStates = []string{
	needsResponse, warningNeedsResponse, requiresReview, accepted, queued, compilingEvidence, submitted,
	underReview, warningUnderReview, won, lost, warningClosed, chargeRefunded, responseDisabled,
}

// record holds the fields of a dispute that the API returns.
type record struct {
	ID                  string                     `json:"id"`
	Object              string                     `json:"object,omitempty"`
	Livemode            *bool                      `json:"livemode,omitempty"` // nil on list items
	URL                 string                     `json:"url,omitempty"`
	State               string                     `json:"state"`
	Reason              string                     `json:"reason"`
	Kind                string                     `json:"kind,omitempty"`
	Source              string                     `json:"source"`
	Processor           string                     `json:"processor"`
	Charge              string                     `json:"charge"`
	Customer            text                       `json:"customer"`
	CustomerName        text                       `json:"customer_name"`
	CustomerEmail       text                       `json:"customer_email"`
	CustomerPurchaseIP  text                       `json:"customer_purchase_ip"`
	AddressZip          text                       `json:"address_zip"`
	AddressLine1Check   text                       `json:"address_line1_check"`
	AddressZipCheck     text                       `json:"address_zip_check"`
	CVCCheck            text                       `json:"cvc_check"`
	StatementDescriptor text                       `json:"statement_descriptor"`
	Amount              int64                      `json:"amount"`
	Currency            string                     `json:"currency"`
	Fee                 *int64                     `json:"fee"`
	ReversalAmount      *int64                     `json:"reversal_amount"`
	ReversalTotal       *int64                     `json:"reversal_total"`
	ReversalCurrency    text                       `json:"reversal_currency"`
	IsChargeRefundable  bool                       `json:"is_charge_refundable"`
	ChargedAt           stamp                      `json:"charged_at"`
	DisputedAt          stamp                      `json:"disputed_at"`
	DueBy               stamp                      `json:"due_by"`
	SubmittedAt         stamp                      `json:"submitted_at"`
	ClosedAt            stamp                      `json:"closed_at"`
	Created             stamp                      `json:"created"`
	Updated             stamp                      `json:"updated"`
	SubmittedCount      int64                      `json:"submitted_count"`
	Template            text                       `json:"template"`
	Fields              map[string]json.RawMessage `json:"fields"`
	MissingFields       map[string]need            `json:"missing_fields"`
	Products            []json.RawMessage          `json:"products"` // as sent
	Correspondence      []json.RawMessage          `json:"correspondence"`
	PastPayments        []json.RawMessage          `json:"past_payments"`
	ReferenceURL        text                       `json:"reference_url"`
	AccountID           text                       `json:"account_id"`
	Account             text                       `json:"account"`
}

// need is an entry of missing_fields.
type need struct {
	Required bool `json:"required"`
}

// dispute is a dispute with the fields that the API does not return.
type dispute struct {
	record
	OpenState   string `json:"open_state"`   // needs_response or warning_needs_response
	SubmitAt    stamp  `json:"submit_at"`    // when a queued one goes out
	Submissions int    `json:"submissions"`  // by this server; SubmittedCount may start above 0
	GeneratedAt stamp  `json:"generated_at"` // of the response; zero if there is none

	place int // in the order of creation
}

// path returns the dispute's path in the API.
func (d *dispute) path() string { return basePath + "/disputes/" + url.PathEscape(d.ID) }

// normal replaces nil maps and lists, which must not become null.
func (d *dispute) normal() *dispute {
	if d.Fields == nil {
		d.Fields = map[string]json.RawMessage{}
	}
	for _, list := range []*[]json.RawMessage{&d.Products, &d.Correspondence, &d.PastPayments} {
		if *list == nil {
			*list = []json.RawMessage{}
		}
	}
	return d
}

// isWarning reports whether the dispute is an inquiry, not a chargeback.
func (d *dispute) isWarning() bool { return d.OpenState == warningNeedsResponse }

// standalone reports whether the dispute was created through the API, so that the
// merchant has to forward the response to the processor.
func (d *dispute) standalone() bool { return d.Source == "api" }

// text is a string whose JSON is null if it is empty.
type text string

func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// stamp is a time whose JSON has no zone, and is null if it is zero.
type stamp struct{ time.Time }

const stampLayout = "2006-01-02T15:04:05"

func (s stamp) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return []byte(s.UTC().Format(`"` + stampLayout + `"`)), nil
}

func (s *stamp) UnmarshalJSON(data []byte) error {
	var written *string
	if err := json.Unmarshal(data, &written); err != nil || written == nil {
		*s = stamp{}
		return err
	}
	read, err := parseStamp(*written)
	*s = read
	return err
}

// parseStamp parses an ISO 8601 time. Without a zone it is UTC.
func parseStamp(written string) (stamp, error) {
	var first error
	for _, layout := range []string{stampLayout, time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04", "2006-01-02T15:04Z07:00"} {
		at, err := time.Parse(layout, written)
		if err == nil {
			return stamp{at.UTC()}, nil
		}
		if first == nil {
			first = err
		}
	}
	return stamp{}, first
}
