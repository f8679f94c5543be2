package chargehound

import (
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/chargekit/chargekit-go/internal/api"
)

// DisputeResponse is the response generated for a dispute of a standalone
// integration. Fields that version 2016-03-05 of the API named differently are
// decoded into the same fields.
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

	// Extra holds the fields that this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var errNoURL = errors.New("it has no URL of a document")

func (r *DisputeResponse) verify(x *api.Exchange) error {
	moveOldName(r.Extra, "dispute_id", &r.Dispute)
	moveOldName(r.Extra, "external_charge", &r.Charge)
	moveOldName(r.Extra, "external_identifier", &r.Charge)
	moveOldNullable(r.Extra, "user_id", &r.AccountID)
	r.Extra = nilIfEmpty(r.Extra)
	if r.ResponseURL == "" {
		return errNoURL
	}
	return verifyDispute(x, r.Dispute)
}

// LogValue returns the response for slog, without the evidence and the signed
// URL. If a response is inside a slice or another struct, slog's JSON
// handler writes all of it.
func (r DisputeResponse) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("dispute", r.Dispute),
		slog.String("charge", r.Charge),
		slog.Bool("livemode", r.Livemode),
	)
}
