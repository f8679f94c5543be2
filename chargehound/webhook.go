package chargehound

import (
	"bytes"
	"encoding/json"
	"log/slog"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Event is the body of a webhook. Webhooks are not signed: take an event as a
// hint to read the dispute, and trust nothing in it. [WebhookHandler] reads the
// dispute for you.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#webhooks
type Event struct {
	ID       string    `json:"id"`       // of the event; whether a second delivery keeps it is not documented
	Type     EventType `json:"type"`     // unknown ones are kept
	Object   string    `json:"object"`   // "webhook"
	Livemode bool      `json:"livemode"` // about live data
	Dispute  string    `json:"dispute"`  // id of the dispute; "" of EventTypeTest

	// What only EventTypeDisputeResponseGenerated has.
	Charge      string    `json:"charge"`       // the processor's id of the charge
	AccountID   *string   `json:"account_id"`   // Stripe account that was charged directly
	Evidence    Fields    `json:"evidence"`     // what went into the document
	ResponseURL SecretURL `json:"response_url"` // of the PDF; get a trusted one by [DisputesService.Response]

	// Extra holds the fields that this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// moveOldNames sets fields from the names that they had in version 2016-03-05.
func (e *Event) moveOldNames() {
	moveOldName(e.Extra, "dispute_id", &e.Dispute)
	moveOldName(e.Extra, "external_charge", &e.Charge)
	moveOldName(e.Extra, "external_identifier", &e.Charge)
	moveOldNullable(e.Extra, "user_id", &e.AccountID)
	e.Extra = nilIfEmpty(e.Extra)
}

// LogValue returns the event for slog, without the evidence and the signed
// address. If an event is inside a slice or another struct, slog's JSON handler
// writes all of it.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", e.ID),
		slog.String("type", string(e.Type)),
		slog.String("dispute", e.Dispute),
		slog.Bool("livemode", e.Livemode),
	)
}

// ParseEvent reads the body of a webhook. It can't tell who wrote it. An id
// that is a number is read as its text. Evidence that is not an object stays in
// Extra as sent. If the event's type is unknown, members of unexpected type
// stay in Extra, including the dispute.
//
// A body that is not a JSON object with an id and a type is an error that
// matches [ErrBadEvent], and so is an event of a known type without its dispute
// or with a member of unexpected type. The error does not repeat the body.
func ParseEvent(body []byte) (*Event, error) {
	sent := new(sentEvent)
	body = bytes.TrimSpace(body)
	if len(body) == 0 || body[0] != '{' || lenient.Decode(body, sent) != nil {
		return nil, ErrBadEvent
	}
	event, fits := sent.read()
	if event.moveOldNames(); event.ID == "" || event.Type == "" {
		return nil, ErrBadEvent
	}
	switch event.Type {
	case EventTypeDisputeCreated, EventTypeDisputeUpdated, EventTypeDisputeSubmitted, EventTypeDisputeClosed, EventTypeDisputeResponseGenerated:
		fits = fits && event.Dispute != ""
	case EventTypeTest:
	default:
		fits = true
	}
	if !fits {
		return nil, ErrBadEvent
	}
	return event, nil
}

// sentEvent is an event as it is read. What is only a hint must not be lost to
// an id of another type, or to evidence that nothing is decided by.
type sentEvent struct {
	Event
	ID          json.RawMessage `json:"id"`
	Object      json.RawMessage `json:"object"`
	Livemode    json.RawMessage `json:"livemode"`
	Dispute     json.RawMessage `json:"dispute"`
	Charge      json.RawMessage `json:"charge"`
	AccountID   json.RawMessage `json:"account_id"`
	Evidence    json.RawMessage `json:"evidence"`
	ResponseURL json.RawMessage `json:"response_url"`
}

// read also reports whether each member but the id and the evidence is of its
// kind.
func (s *sentEvent) read() (event *Event, fits bool) {
	event = &s.Event
	if id := orNull(s.ID); id[0] != 't' && id[0] != 'f' {
		event.ID, _ = textOf(id)
	}
	fits = true
	for _, member := range []struct {
		name string
		sent json.RawMessage
		to   any
	}{
		{"object", s.Object, &event.Object}, {"livemode", s.Livemode, &event.Livemode}, {"dispute", s.Dispute, &event.Dispute},
		{"charge", s.Charge, &event.Charge}, {"account_id", s.AccountID, &event.AccountID}, {"evidence", s.Evidence, &event.Evidence},
		{"response_url", s.ResponseURL, &event.ResponseURL},
	} {
		if lenient.Decode(orNull(member.sent), member.to) == nil {
			continue
		}
		fits = fits && member.name == "evidence"
		_ = lenient.Decode([]byte("null"), member.to) // what was read of it before it failed
		if event.Extra == nil {
			event.Extra = map[string]json.RawMessage{}
		}
		event.Extra[member.name] = member.sent
	}
	return event, fits
}

// concerns reports whether the dispute of an event's id is the one it is about.
func (e *Event) concerns(dispute *Dispute) bool {
	return dispute.Livemode == e.Livemode &&
		(e.Charge == "" || e.Charge == dispute.Charge) &&
		(e.AccountID == nil || dispute.AccountID == nil || *e.AccountID == *dispute.AccountID)
}

// EventType says what a webhook is about. Unknown values are kept.
type EventType string

// Types of webhooks.
const (
	EventTypeDisputeCreated           EventType = "dispute.created"
	EventTypeDisputeUpdated           EventType = "dispute.updated"
	EventTypeDisputeSubmitted         EventType = "dispute.submitted"
	EventTypeDisputeClosed            EventType = "dispute.closed"
	EventTypeDisputeResponseGenerated EventType = "dispute.response.generated" // standalone integrations only
	EventTypeTest                     EventType = "test"                       // sent by hand from the dashboard, without a dispute
)
