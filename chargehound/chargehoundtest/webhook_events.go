package chargehoundtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Types of events.
const (
	disputeCreatedEvent    = "dispute.created"
	disputeUpdatedEvent    = "dispute.updated"
	disputeSubmittedEvent  = "dispute.submitted"
	disputeClosedEvent     = "dispute.closed"
	responseGeneratedEvent = "dispute.response.generated"
	testEvent              = "test"
)

var eventNames = []string{
	disputeCreatedEvent, disputeUpdatedEvent, disputeSubmittedEvent, disputeClosedEvent, responseGeneratedEvent, testEvent,
}

// webhooks holds the URLs and their deliveries.
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
	client := cfg.webhookClient
	if cfg.newWebhookIDs {
		client = withNewIDs(client)
	}
	return webhooks{deliverer: &fake.Deliverer{
		Client: client, Clock: cfg.Clock, Interval: 30 * time.Minute, GiveUpAfter: 3 * 24 * time.Hour,
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

// emit queues a webhook for every URL that is registered for the event.
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

func webhookID(series string, n int) string {
	return fmt.Sprintf("wh_%08x-c4a2-4e00-%s-%012x", n, series, n)
}

func (s *state) send(h hook, eventType string, d *dispute) {
	s.webhooks.sent++
	e := event{
		ID:   webhookID("9f00", s.webhooks.sent),
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
		return // unreachable: its evidence was decoded from JSON
	}
	s.webhooks.deliverer.Send(e.ID, e.Type, h.URL, body)
}
