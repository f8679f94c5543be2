package chargedesk

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// Event is what ChargeDesk sends to a webhook, as it was sent. Nothing proves
// that ChargeDesk sent it, and it may come twice, late or out of order: take it
// as a hint to read the object from the API, as [WebhookHandler] does.
type Event struct {
	ID      string    `json:"event_id"` // the same each time the event is sent
	Created Time      `json:"created"`  // when it happened
	Class   string    `json:"class"`    // what it is about, such as charge
	Type    EventType `json:"event"`    // what happened
	Data    EventData `json:"data"`     // what it happened to

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// EventData is the object that an event is about: one of the four, or none
// where this version does not know the event's class. It may have fewer members
// than the object in the API.
type EventData struct {
	Charge       *Charge       `json:"charge,omitzero"`       // of events about charges
	Customer     *Customer     `json:"customer,omitzero"`     // of events about customers
	Subscription *Subscription `json:"subscription,omitzero"` // of events about subscriptions
	AgentLog     *Activity     `json:"agent_log,omitzero"`    // its members are not documented; they are assumed to be those of the log

	// Extra holds the members this version does not know, as sent. json.Marshal
	// writes it as a nested "Extra" object.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ParseEvent reads the body of a webhook. Classes it does not know, and objects
// it can't read, stay as they are in [EventData.Extra]. Anything but an event
// with an id and a type is an error that matches [ErrBadEvent].
func ParseEvent(body []byte) (*Event, error) {
	var sent eventAsSent
	if err := lenient.DecodeLenient(body, &sent); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadEvent, lenient.Brief(err))
	}
	event := &Event{ID: string(sent.ID), Created: sent.Created.Time, Class: sent.Class, Type: sent.Type, Data: EventData(sent.Data), Extra: sent.Extra}
	if event.ID == "" || event.Type == "" {
		return nil, fmt.Errorf("%w: it has no id or no type", ErrBadEvent)
	}
	event.Data.find(event.Class, event.Type)
	return event, nil
}

// eventAsSent is an [Event] as leniently read as can be: an event that is refused
// is lost after three days.
type eventAsSent struct {
	ID      Text                       `json:"event_id"`
	Created hintOfTime                 `json:"created"`
	Class   string                     `json:"class"`
	Type    EventType                  `json:"event"`
	Data    dataAsSent                 `json:"data"`
	Extra   map[string]json.RawMessage `json:",embed,inline"`
}

// hintOfTime is zero if there is no time to read.
type hintOfTime struct{ Time }

func (h *hintOfTime) UnmarshalJSON(data []byte) error {
	if h.Time.UnmarshalJSON(data) != nil {
		h.Time = Time{}
	}
	return nil
}

// dataAsSent leaves an object that can't be read in Extra.
type dataAsSent EventData

func (d *dataAsSent) UnmarshalJSON(data []byte) error {
	if string(data) == "[]" { // as PHP writes an empty object
		return nil
	}
	if err := lenient.Decode(data, &d.Extra); err != nil {
		return err
	}
	d.Charge = known[Charge](d.Extra, "charge")
	d.Customer = known[Customer](d.Extra, "customer")
	d.Subscription = known[Subscription](d.Extra, "subscription")
	d.AgentLog = known[Activity](d.Extra, "agent_log")
	if len(d.Extra) == 0 {
		d.Extra = nil
	}
	return nil
}

// known takes the object of that name out of members, if it can be read.
func known[T any](members map[string]json.RawMessage, name string) *T {
	raw := members[name]
	result := object[T](raw)
	if result != nil || string(raw) == "null" {
		delete(members, name)
	}
	return result
}

// find reads the object from a member of another name than the documented one:
// the one named like the class, or else the only one.
func (d *EventData) find(class string, kind EventType) {
	if d.Charge != nil || d.Customer != nil || d.Subscription != nil || d.AgentLog != nil {
		return
	}
	name := d.named(class)
	if raw := d.Extra[name]; d.read(raw, classOf(class, kind)) {
		delete(d.Extra, name)
	}
	if len(d.Extra) == 0 {
		d.Extra = nil
	}
}

// named is the member of Extra that the class means.
func (d *EventData) named(class string) string {
	if _, found := d.Extra[class]; !found && len(d.Extra) == 1 {
		for only := range d.Extra {
			return only
		}
	}
	return class
}

func (d *EventData) read(raw json.RawMessage, class string) bool {
	switch class {
	case "charge":
		d.Charge = object[Charge](raw)
	case "customer":
		d.Customer = object[Customer](raw)
	case "subscription":
		d.Subscription = object[Subscription](raw)
	case "agentlog":
		d.AgentLog = object[Activity](raw)
	}
	return d.Charge != nil || d.Customer != nil || d.Subscription != nil || d.AgentLog != nil
}

// only is the object of the class, where that is among several, or nothing but
// its id, where the rest of it can't be read.
func (d EventData) only(class string) EventData {
	switch {
	case class == "charge" && d.Charge != nil:
		return EventData{Charge: d.Charge}
	case class == "customer" && d.Customer != nil:
		return EventData{Customer: d.Customer}
	case class == "subscription" && d.Subscription != nil:
		return EventData{Subscription: d.Subscription}
	}
	switch id := idIn(membersOf(d.Extra[d.named(class)]), class); {
	case id == "":
		return d
	case class == "charge":
		return EventData{Charge: &Charge{ChargeID: id}}
	case class == "customer":
		return EventData{Customer: &Customer{CustomerID: id}}
	case class == "subscription":
		return EventData{Subscription: &Subscription{SubscriptionID: id}}
	}
	return d
}

// object is the object in raw, or nil if there is none.
func object[T any](raw json.RawMessage) *T {
	result := new(T)
	if len(raw) == 0 || raw[0] != '{' || lenient.DecodeLenient(raw, result) != nil {
		return nil
	}
	return result
}

// classOf names the class in one way, and takes it from the event's type where
// it is not known: how ChargeDesk writes that of agent logs is not documented.
func classOf(class string, kind EventType) string {
	switch name := strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(class)); name {
	case "charge", "customer", "subscription", "agentlog":
		return name
	}
	for prefix, name := range map[string]string{"charge_": "charge", "customer_": "customer", "subscription_": "subscription", "agent_log_": "agentlog"} {
		if strings.HasPrefix(string(kind), prefix) {
			return name
		}
	}
	return ""
}
