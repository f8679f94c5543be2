package chargedesktest

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Delivery is one event on its way to one webhook.
type Delivery struct {
	EventID string // the same in every attempt, and for every webhook
	Event   string // "charge_paid"
	URL     string // of the webhook
	Body    []byte // JSON

	Attempts []Attempt // oldest first
	Next     time.Time // when the next attempt is due; meaningless once Done

	// Done means that nothing more is tried: the event was delivered, given up
	// after three days, or its URL disabled by an answer of 410.
	Done      bool
	Delivered bool // the last attempt got a 2xx
}

// Attempt is one try to deliver an event.
type Attempt struct {
	Time   time.Time // of its start
	Status int       // of the answer, 0 if there was none
	Err    string    // why there was none, or ""
}

// DeliverWebhooksTo makes a webhook without a call to the API, for these
// notifications or, without any, for all. It returns the webhook's id.
//
// Events are only queued: [Server.DeliverDue] or [Server.RunWebhooks] sends them.
func (s *Server) DeliverWebhooksTo(url string, notifications ...string) string {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return strconv.FormatUint(s.desk.addWebhook(url, notifications).ID, 10)
}

// DeliverDue makes one attempt for each delivery that is due, and returns how
// many it made. An attempt that fails is due again an hour after its start, for
// three days. It ends early with ctx.
func (s *Server) DeliverDue(ctx context.Context) int { return s.desk.deliverer.DeliverDue(ctx) }

// RunWebhooks makes attempts as they fall due until ctx ends, with timers of
// package time. Only one RunWebhooks at a time.
func (s *Server) RunWebhooks(ctx context.Context) { s.desk.deliverer.Run(ctx) }

// Deliveries returns what was sent or is to be sent to webhooks, in order of the
// events: all that is open and the newest that is done.
func (s *Server) Deliveries() []Delivery {
	sent := s.desk.deliverer.Deliveries()
	deliveries := make([]Delivery, len(sent))
	for i, d := range sent {
		deliveries[i] = Delivery{
			EventID: d.ID, Event: eventOf(d.Body), URL: d.URL, Body: d.Body,
			Attempts: attempts(d.Attempts), Next: d.Next, Done: d.Done, Delivered: d.Delivered,
		}
	}
	return deliveries
}

func eventOf(body []byte) string {
	var envelope struct{ Event string }
	_ = json.Unmarshal(body, &envelope) // the fake's own JSON
	return envelope.Event
}

func attempts(made []fake.Attempt) []Attempt {
	list := make([]Attempt, len(made))
	for i, attempt := range made {
		list[i] = Attempt(attempt)
	}
	return list
}
