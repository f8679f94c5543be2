package chargedesktest

import "time"

// This file is the same in the fakes of both vendors that send webhooks, which a
// test in internal/contract checks.

// DeliveryLog is one webhook on its way to one URL.
type DeliveryLog struct {
	ID    string // the vendor's, the same in every attempt
	Event string // what happened, as the vendor calls it
	URL   string // to which it goes
	Body  []byte // JSON

	Attempts []Attempt // oldest first
	Next     time.Time // when the next attempt is due; meaningless once Done

	// Done means that nothing more is tried: the webhook was delivered, given up
	// after three days, or its URL disabled.
	Done      bool
	Delivered bool // the last attempt got a 2xx
}

// Attempt is one try to deliver a webhook.
type Attempt struct {
	Time   time.Time // of its start
	Status int       // of the answer, 0 if there was none
	Err    string    // why there was none, or ""
}

// Deliveries returns what was sent or is to be sent to webhooks, in order of the
// events: all that is open and the newest that is done.
func (s *Server) Deliveries() []DeliveryLog {
	sent := s.deliverer().Deliveries()
	deliveries := make([]DeliveryLog, len(sent))
	for i, d := range sent {
		deliveries[i] = DeliveryLog{
			ID: d.ID, Event: d.Event, URL: d.URL, Body: d.Body, Next: d.Next, Done: d.Done, Delivered: d.Delivered,
		}
		for _, attempt := range d.Attempts {
			deliveries[i].Attempts = append(deliveries[i].Attempts, Attempt(attempt))
		}
	}
	return deliveries
}
