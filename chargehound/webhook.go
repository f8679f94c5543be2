package chargehound

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Event is the body of a webhook. Webhooks are not signed: take an event as a
// hint to read the dispute, and trust nothing in it. [WebhookHandler] reads the
// dispute for you.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#webhooks
type Event struct {
	ID       string    `json:"id"`       // of the event, "" if none was sent; whether a second delivery keeps it is not documented
	Type     EventType `json:"type"`     // unknown ones are kept
	Object   string    `json:"object"`   // "webhook"
	Livemode bool      `json:"livemode"` // about live data; false too if the event does not say
	Dispute  string    `json:"dispute"`  // id of the dispute; "" if there is none, as of EventTypeTest

	// Fields of EventTypeDisputeResponseGenerated only.
	Charge      string    `json:"charge"`       // the processor's id of the charge
	AccountID   *string   `json:"account_id"`   // Stripe account that was charged directly
	Evidence    Fields    `json:"evidence"`     // what went into the document
	ResponseURL SecretURL `json:"response_url"` // of the PDF; get a trusted one by [DisputesService.Response]

	Extra Extra `json:"Extra,omitempty"` // see [Extra]

	hasMode bool // it has the field livemode
}

// moveOldNames sets fields from the names that they had in version 2016-03-05.
func (e *Event) moveOldNames() {
	e.Extra.moveOldName("dispute_id", &e.Dispute)
	e.Extra.moveOldName("external_charge", &e.Charge)
	e.Extra.moveOldName("external_identifier", &e.Charge)
	e.Extra.moveOldNullable("user_id", &e.AccountID)
	e.Extra = e.Extra.orNil()
}

// LogValue returns the event for slog, without the evidence and the signed
// URL. If an event is inside a slice or another struct, slog's JSON handler
// writes all of it.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("id", e.ID),
		slog.String("type", string(e.Type)),
		slog.String("dispute", e.Dispute),
		slog.Bool("livemode", e.Livemode),
	)
}

// ParseEvent reads the body of a webhook. It can't tell who sent it.
//
// It is lenient, since Chargehound gives up on an event after three days: an id
// that is a number is read as a string, and a value that can't be read stays in
// Extra as sent. The id, and even the dispute, may be missing: then ID or Dispute
// is "".
//
// A body that is not a JSON object, or has neither a type nor a dispute, is an
// error that matches [ErrBadEvent]. The error does not quote the body.
func ParseEvent(body []byte) (*Event, error) {
	var sent sentEvent
	_, err := lenient.Read(body, &sent)
	if twice, ok := errors.AsType[*lenient.FieldError](err); ok && twice.At != "" {
		sent, err = readHint(lenient.Fields(body).Map()), nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadEvent, lenient.Redacted(err))
	}
	event := &sent.Event
	event.Livemode, event.hasMode = orZero(sent.Livemode), sent.Livemode != nil
	sent.readID()
	event.moveOldNames()
	event.readDispute()
	if event.Type == "" && event.Dispute == "" {
		return nil, fmt.Errorf("%w: it has neither a type nor a dispute", ErrBadEvent)
	}
	return event, nil
}

// sentEvent tells an event of test data from one that does not say, and an id
// from a bool.
type sentEvent struct {
	Event
	ID       jsontext.Value `json:"id"`
	Livemode *bool          `json:"livemode"`
}

// readHint reads only the type and the dispute of an event. It is for one with an
// id of some kind that comes twice, and leaves everything else in Extra.
func readHint(fields map[string]jsontext.Value) (sent sentEvent) {
	sent.Type, sent.Dispute, sent.Extra = EventType(textOf(fields["type"])), textOf(fields["dispute"]), Extra{}
	for name, raw := range fields {
		if name != "type" && name != "dispute" || textOf(raw) == "" {
			sent.Extra[name] = bytes.Clone(raw)
		}
	}
	return sent
}

func (e *sentEvent) readID() {
	switch e.ID.Kind() {
	case jsontext.KindString, jsontext.KindNumber:
		e.Event.ID = textOf(e.ID)
	case jsontext.KindNull, jsontext.KindInvalid:
	default:
		if e.Extra == nil {
			e.Extra = Extra{}
		}
		e.Extra["id"] = json.RawMessage(e.ID)
	}
}

// readDispute takes the id of a dispute that was sent as an object.
func (e *Event) readDispute() {
	if id := textOf(lenient.Fields(e.Extra["dispute"]).Get("id")); e.Dispute == "" {
		e.Dispute = id
	}
}

func orZero[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// hasDispute reports whether an event of this type is about a dispute.
func (e *Event) hasDispute() bool {
	switch e.Type {
	case EventTypeDisputeCreated, EventTypeDisputeUpdated, EventTypeDisputeSubmitted, EventTypeDisputeClosed, EventTypeDisputeResponseGenerated:
		return true
	}
	return false
}

// mayConcern reports whether the dispute of an event's id may be the one that
// the event is about. What the event does not say is not compared.
func (e *Event) mayConcern(dispute *Dispute) bool {
	same := func(said, is string) bool { return said == "" || is == "" || api.SameID(said, is) }
	return (!e.hasMode || e.Livemode == dispute.Livemode) &&
		same(e.Charge, dispute.Charge) && same(orZero(e.AccountID), orZero(dispute.AccountID))
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
