package chargedesk

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Event is what ChargeDesk sends to a webhook, as it was sent. Nothing proves
// that ChargeDesk sent it, and it may come twice, late or out of order: take it
// as a hint to read the object from the API, as [WebhookHandler] does.
type Event struct {
	ID      string    `json:"event_id"`        // the same each time the event is sent; "" if ChargeDesk does not send it
	Created Time      `json:"created"`         // when it happened
	Class   string    `json:"class"`           // what it is about, such as charge
	Type    EventType `json:"event"`           // what happened
	Data    EventData `json:"data"`            // what it happened to
	Extra   Extra     `json:"Extra,omitempty"` // what has no field here
}

// EventData is the object that an event is about. It may have fewer fields than
// the object in the API. The objects of other classes, such as agent logs, are in
// Extra: ChargeDesk documents neither their names nor their fields.
type EventData struct {
	Charge       *Charge       `json:"charge,omitempty"`       // of events about charges
	Customer     *Customer     `json:"customer,omitempty"`     // of events about customers
	Subscription *Subscription `json:"subscription,omitempty"` // of events about subscriptions
	Extra        Extra         `json:"Extra,omitempty"`        // what has no field here
}

// ParseEvent reads the body of a webhook. What it can't read or does not know is
// in the Extra of its place; if an amount can't be read, the object has only its id
// and everything else in Extra. A body that is not a JSON object, or has neither a
// type nor a class, is an error that matches [ErrBadEvent].
func ParseEvent(body []byte) (*Event, error) {
	event := new(Event)
	_, err := lenient.Read(body, event)
	if _, ok := errors.AsType[*lenient.FieldError](err); ok {
		event, err = parseIDs(body)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadEvent, lenient.Redacted(err))
	}
	if event.Type == "" && event.Class == "" {
		return nil, fmt.Errorf("%w: it has neither a type nor a class", ErrBadEvent)
	}
	return event, nil
}

// parseIDs reads an event without the amounts of its objects: ChargeDesk gives up
// on an event that is rejected for three days.
func parseIDs(body []byte) (*Event, error) {
	var read struct {
		ID      string    `json:"event_id"`
		Created Time      `json:"created"`
		Class   string    `json:"class"`
		Type    EventType `json:"event"`
		Data    struct {
			Charge *struct {
				ID    string `json:"charge_id"`
				Extra Extra  `json:"Extra,omitempty"`
			} `json:"charge"`
			Customer *struct {
				ID    string `json:"customer_id"`
				Extra Extra  `json:"Extra,omitempty"`
			} `json:"customer"`
			Subscription *struct {
				ID    string `json:"subscription_id"`
				Extra Extra  `json:"Extra,omitempty"`
			} `json:"subscription"`
			Extra Extra `json:"Extra,omitempty"`
		} `json:"data"`
		Extra Extra `json:"Extra,omitempty"`
	}
	_, err := lenient.Read(body, &read)
	event := &Event{ID: read.ID, Created: read.Created, Class: read.Class, Type: read.Type, Extra: read.Extra}
	event.Data.Extra = read.Data.Extra
	if object := read.Data.Charge; object != nil {
		event.Data.Charge = &Charge{ChargeID: object.ID, Extra: object.Extra}
	}
	if object := read.Data.Customer; object != nil {
		event.Data.Customer = &Customer{CustomerID: object.ID, Extra: object.Extra}
	}
	if object := read.Data.Subscription; object != nil {
		event.Data.Subscription = &Subscription{SubscriptionID: object.ID, Extra: object.Extra}
	}
	return event, err
}

// primaryObject keeps only the object of the event's class, if there are several.
func (d EventData) primaryObject(class string) EventData {
	switch {
	case class == "charge" && d.Charge != nil:
		return EventData{Charge: d.Charge}
	case class == "customer" && d.Customer != nil:
		return EventData{Customer: d.Customer}
	case class == "subscription" && d.Subscription != nil:
		return EventData{Subscription: d.Subscription}
	}
	return d
}

// classOf returns the class of an event, by its type if class is not one with an
// object here. It is "" for agent logs and what this version does not know.
func classOf(class string, kind EventType) string {
	prefix, _, _ := strings.Cut(string(kind), "_")
	for _, name := range []string{strings.ToLower(class), prefix} {
		switch name {
		case "charge", "customer", "subscription":
			return name
		}
	}
	return ""
}
