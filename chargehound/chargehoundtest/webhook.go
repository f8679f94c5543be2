package chargehoundtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Types of webhooks.
const (
	disputeCreatedEvent    = "dispute.created"
	disputeUpdatedEvent    = "dispute.updated"
	disputeSubmittedEvent  = "dispute.submitted"
	disputeClosedEvent     = "dispute.closed"
	responseGeneratedEvent = "dispute.response.generated"
	testEvent              = "test"
)

// webhooks are the URLs to call and the calls.
type webhooks struct {
	hooks     []hook
	sent      int
	deliverer *fake.Deliverer
}

type hook struct {
	URL     string   `json:"url"`
	Version version  `json:"version"`
	Events  []string `json:"events,omitempty"` // empty: all
}

func newWebhooks(cfg config) webhooks {
	return webhooks{deliverer: &fake.Deliverer{
		Client: cfg.webhookClient, Clock: cfg.server.Clock, Interval: 30 * time.Minute, GiveUpAfter: 3 * 24 * time.Hour,
	}}
}

// event is the body of a webhook.
type event struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Object   string `json:"object"`
	Livemode bool   `json:"livemode"`
	Dispute  string `json:"dispute,omitempty"`
	*generated
}

// DeliverWebhooksTo registers a URL for webhooks of these types, or of all without
// any, in the names and under the conditions of a version of the API; "" is the
// version of [WithAPIVersion]. Each webhook has an id of its own, which its repeats
// keep.
//
// Nothing is sent before [Server.DeliverDue] or [Server.RunWebhooks].
func (s *Server) DeliverWebhooksTo(url, apiVersion string, types ...string) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.webhooks.hooks = append(s.state.webhooks.hooks, hook{
		URL: url, Version: versionOr(apiVersion, s.state.cfg.version), Events: slices.Clone(types),
	})
}

// SendTestWebhook sends to every URL the event that the dashboard sends by hand. It
// names no dispute.
func (s *Server) SendTestWebhook() {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.emit(testEvent, nil)
}

// emit queues a webhook for every URL that wants it.
func (s *state) emit(eventType string, d *dispute) {
	for _, h := range s.webhooks.hooks {
		if h.wants(eventType, d) {
			s.send(h, eventType, d)
		}
	}
}

func (h hook) wants(eventType string, d *dispute) bool {
	if eventType == testEvent {
		return true
	}
	if len(h.Events) > 0 && !slices.Contains(h.Events, eventType) {
		return false
	}
	return eventType != disputeClosedEvent || h.Version.closesAll() || d.Submissions > 0
}

func (s *state) send(h hook, eventType string, d *dispute) {
	s.webhooks.sent++
	e := event{
		ID:   fmt.Sprintf("wh_%08x-c4a2-4e00-9f00-%012x", s.webhooks.sent, s.webhooks.sent),
		Type: eventType, Object: "webhook", Livemode: s.live,
	}
	if d != nil {
		e.Dispute = d.ID
	}
	if eventType == responseGeneratedEvent {
		e.generated = s.generated(d, h.Version)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return // unreachable: the evidence in it has been read from JSON
	}
	s.webhooks.deliverer.Send(e.ID, h.URL, body)
}

// DeliverDue makes every attempt at a webhook that is due by the server's clock,
// one after the other, and returns how many there were. What is not answered with
// a 2xx is due again half an hour later, for three days.
func (s *Server) DeliverDue(ctx context.Context) int {
	s.state.mu.Lock()
	s.state.catchUp()
	s.state.mu.Unlock()
	return s.state.webhooks.deliverer.DeliverDue(ctx)
}

// RunWebhooks submits queued disputes and delivers webhooks as they fall due,
// looking once a second, until ctx ends.
func (s *Server) RunWebhooks(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		s.DeliverDue(ctx)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// Delivery is one webhook on its way to one URL.
type Delivery struct {
	ID        string    // of the webhook
	URL       string    // to which it goes
	Body      []byte    // the JSON of the event
	Attempts  []Attempt // oldest first
	Next      time.Time // when the next attempt is due, unless Done
	Done      bool      // delivered or given up
	Delivered bool      // answered with a 2xx
}

// Attempt is one try to deliver a webhook.
type Attempt struct {
	Time   time.Time // of its start
	Status int       // of the answer, 0 if there was none
	Err    string    // why there was none, or ""
}

// Deliveries returns the webhooks in the order of their events: all that are open
// and the newest that are done.
func (s *Server) Deliveries() []Delivery {
	sent := s.state.webhooks.deliverer.Deliveries()
	deliveries := make([]Delivery, len(sent))
	for i, d := range sent {
		deliveries[i] = Delivery{ID: d.ID, URL: d.URL, Body: d.Body, Next: d.Next, Done: d.Done, Delivered: d.Delivered}
		for _, a := range d.Attempts {
			deliveries[i].Attempts = append(deliveries[i].Attempts, Attempt(a))
		}
	}
	return deliveries
}
