package chargehoundtest

import (
	"encoding/json"
	"net/http"
)

// Types of errors.
const (
	authentication        = "authentication"
	disputeClosed         = "dispute_closed"
	disputeNotFound       = "dispute_not_found"
	disputeOverdue        = "dispute_overdue"
	disputeSubmitted      = "dispute_submitted"
	disputeUneditable     = "dispute_uneditable"
	invalidCorrespondence = "invalid_correspondence"
	invalidFields         = "invalid_fields"
	invalidPastPayments   = "invalid_past_payments"
	invalidProducts       = "invalid_products"
	invalidRequest        = "invalid_request"
	missingFields         = "missing_fields"
	missingTemplate       = "missing_template"
	templateNotFound      = "template_not_found"
)

// statusOfType holds the status of each type that is not 400.
var statusOfType = map[string]int{
	authentication:  http.StatusUnauthorized,
	disputeNotFound: http.StatusNotFound,
}

// problem is the error of a rejected request. Status 0 means that of the type.
type problem struct {
	Status  int    `json:"status"`
	Type    string `json:"type,omitempty"`
	Message string `json:"message"`
}

func reject(errorType, message string) *problem { return &problem{Type: errorType, Message: message} }

func (p *problem) withStatus(status int) *problem {
	p.Status = status
	return p
}

// settle sets the status if it is 0.
func (p *problem) settle(statuses map[string]int) {
	if p.Status == 0 {
		p.Status = statuses[p.Type]
	}
	if p.Status == 0 {
		p.Status = http.StatusBadRequest
	}
}

type envelope struct {
	URL      string   `json:"url,omitempty"`
	Livemode bool     `json:"livemode"`
	Error    *problem `json:"error"`
}

// tooMany writes a 429. Chargehound documents no rate limit; the body has the shape
// of its other errors.
func tooMany(live bool) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		writeJSON(w, http.StatusTooManyRequests, envelope{
			Livemode: live, Error: reject("", "too many requests").withStatus(http.StatusTooManyRequests),
		})
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
