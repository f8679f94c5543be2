package chargehound

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"

	"github.com/chargekit/chargekit-go/internal/wire"
)

// Event is what a webhook says. Webhooks are not signed: take an event as a
// hint to read the dispute, and nothing in it for true. [WebhookHandler] reads
// the dispute for you.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#webhooks
type Event struct {
	ID       string    `json:"id"`       // of the event; whether a second delivery keeps it is not documented
	Type     EventType `json:"type"`     // unknown ones are kept
	Object   string    `json:"object"`   // "webhook"
	Livemode bool      `json:"livemode"` // about live data
	Dispute  string    `json:"dispute"`  // id of the dispute; "" of EventTest

	// What only EventDisputeResponseGenerated has.
	Charge      string    `json:"charge"`       // the processor's id of the charge
	AccountID   *string   `json:"account_id"`   // Stripe account that was charged directly
	Evidence    Fields    `json:"evidence"`     // what went into the document
	ResponseURL SecretURL `json:"response_url"` // of the PDF; get a trusted one by [DisputesService.Response]

	// Extra holds the members this version does not know, as sent. encoding/json
	// writes it as a member of its own.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (e *Event) settle(int) error {
	adoptText(e.Extra, "dispute_id", &e.Dispute)
	adoptText(e.Extra, "external_charge", &e.Charge)
	adoptText(e.Extra, "external_identifier", &e.Charge)
	adoptNullable(e.Extra, "user_id", &e.AccountID)
	e.Extra = orNil(e.Extra)
	return nil
}

// LogValue is the event for slog, without the evidence and the signed address.
func (e *Event) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", e.ID),
		slog.String("type", string(e.Type)),
		slog.String("dispute", e.Dispute),
		slog.Bool("livemode", e.Livemode),
	)
}

// ErrBadEvent means that a webhook's body is not an event.
var ErrBadEvent = errors.New("chargehound: not an event")

// ParseEvent reads the body of a webhook. It can't tell who wrote it. An event
// of unknown type is read like any other, a number for an id is its text, and
// evidence that is no object stays in Extra as sent. A body that is no JSON object with an
// id and a type, or one of the known types without its dispute, is an error that
// matches [ErrBadEvent] and does not repeat the body.
func ParseEvent(body []byte) (*Event, error) {
	sent := new(sentEvent)
	body = bytes.TrimSpace(body)
	if len(body) == 0 || body[0] != '{' || wire.Decode(body, sent) != nil {
		return nil, ErrBadEvent
	}
	event := sent.read()
	if err := event.settle(0); err != nil {
		return nil, err
	}
	if event.ID == "" || event.Type == "" || event.Dispute == "" && strings.HasPrefix(string(event.Type), "dispute.") {
		return nil, ErrBadEvent
	}
	return event, nil
}

// sentEvent is an event as it is read. What is only a hint must not be lost to
// an id of another type, or to evidence that nothing is decided by.
type sentEvent struct {
	Event
	ID       json.RawMessage `json:"id"`
	Evidence json.RawMessage `json:"evidence"`
}

func (s *sentEvent) read() *Event {
	event := &s.Event
	if id := orNull(s.ID); id[0] != 't' && id[0] != 'f' {
		event.ID, _ = textOf(id)
	}
	if len(s.Evidence) == 0 || wire.Decode(s.Evidence, &event.Evidence) == nil {
		return event
	}
	if event.Extra == nil {
		event.Extra = map[string]json.RawMessage{}
	}
	event.Evidence, event.Extra["evidence"] = nil, s.Evidence
	return event
}

// concerns says whether a dispute that was read is the one an event is about.
func (e *Event) concerns(dispute *Dispute) bool {
	return dispute.ID == e.Dispute && dispute.Livemode == e.Livemode &&
		(e.Charge == "" || e.Charge == dispute.Charge) &&
		(e.AccountID == nil || dispute.AccountID == nil || *e.AccountID == *dispute.AccountID)
}
