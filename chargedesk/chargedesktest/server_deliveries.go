package chargedesktest

import "time"

// This file is the same in the fakes of both vendors that send webhooks, which a
// test in internal/contract checks.

// DeliveryLog is one webhook to one URL, with its attempts.
type DeliveryLog struct {
	ID    string // of the event, the same in every attempt
	Event string // the vendor's name for what happened
	URL   string // of the receiver
	Body  []byte // JSON

	Attempts []Attempt // oldest first
	Next     time.Time // when the next attempt is due; meaningless once Done

	// Done reports whether no more attempts follow: the webhook was delivered, given
	// up after three days, or its URL was disabled.
	Done      bool
	Delivered bool // the last attempt got a 2xx
}

// Attempt is one attempt to deliver a webhook.
type Attempt struct {
	Time   time.Time // of its start
	Status int       // of the response, 0 if there was none
	Err    string    // why there was no response, or ""
}

// Deliveries returns the webhooks that were sent or are queued, in order of their
// events: all pending ones, and the newest that are done.
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
