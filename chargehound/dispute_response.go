package chargehound

import (
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

	Extra Extra `json:"Extra,omitempty"` // see [Extra]
}

var errNoResponse = errors.New("it has neither the id of a dispute nor the URL of a document")

// moveOldNames sets fields from the names that they had in version 2016-03-05.
func (r *DisputeResponse) moveOldNames() {
	r.Extra.moveOldName("dispute_id", &r.Dispute)
	r.Extra.moveOldName("external_charge", &r.Charge)
	r.Extra.moveOldName("external_identifier", &r.Charge)
	r.Extra.moveOldNullable("user_id", &r.AccountID)
	r.Extra = r.Extra.orNil()
}

func (r *DisputeResponse) verify(x *api.Exchange) error {
	r.moveOldNames()
	switch {
	case r.Dispute == "" && r.ResponseURL == "":
		return errNoResponse
	case isOther(x, r.Dispute):
		return errOtherDispute
	}
	return nil
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
