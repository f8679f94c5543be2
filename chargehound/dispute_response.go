package chargehound

import (
	"encoding/json"
	"errors"
	"log/slog"
)

// DisputeResponse is the response generated for a dispute of a standalone
// integration. Members that version 2016-03-05 named differently are decoded
// into the same fields.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#retrieving-a-dispute-response
type DisputeResponse struct {
	Object      string    `json:"object"`       // "response"
	Livemode    bool      `json:"livemode"`     // made with a live key
	URL         string    `json:"url"`          // path in the API
	Dispute     string    `json:"dispute"`      // id of the dispute
	Charge      string    `json:"charge"`       // the processor's id of the charge
	AccountID   *string   `json:"account_id"`   // Stripe account that was charged directly
	Evidence    Fields    `json:"evidence"`     // what went into the document
	ResponseURL SecretURL `json:"response_url"` // of the PDF, for a short time; see [DisputesService.DownloadResponse]

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var errNoAddress = errors.New("it has no address of a document")

func (r *DisputeResponse) settle(reference string, _ int) error {
	adoptText(r.Extra, "dispute_id", &r.Dispute)
	adoptText(r.Extra, "external_charge", &r.Charge)
	adoptText(r.Extra, "external_identifier", &r.Charge)
	adoptNullable(r.Extra, "user_id", &r.AccountID)
	r.Extra = orNil(r.Extra)
	if r.ResponseURL == "" {
		return errNoAddress
	}
	return checkReference(r.Dispute, reference)
}

// LogValue returns the response for slog, without the evidence and the signed
// address. If a response is inside a slice or another struct, slog's JSON
// handler writes all of it.
func (r DisputeResponse) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("dispute", r.Dispute),
		slog.String("charge", r.Charge),
		slog.Bool("livemode", r.Livemode),
	)
}
