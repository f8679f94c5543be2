package chargehoundtest

import (
	"context"
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

// DeliverWebhooksTo registers a URL for these events, such as dispute.created, or
// for all events if none is given. The version of [WithAPIVersion] decides their
// fields and conditions. DeliverWebhooksTo panics if Chargehound has no such event.
// Each webhook has its own id, which its retries keep, except [WithNewWebhookIDs].
//
// Webhooks are only queued: [Server.DeliverDue] or [Server.RunWebhooks] sends them.
func (s *Server) DeliverWebhooksTo(url string, events ...string) {
	fake.MustEvents("chargehoundtest.DeliverWebhooksTo", events, eventNames)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.webhooks.hooks = append(s.state.webhooks.hooks, hook{
		URL: url, Version: s.state.cfg.version, Events: slices.Clone(events),
	})
}

// SendTestWebhook queues the test event of the dashboard for every URL. It has no
// dispute.
func (s *Server) SendTestWebhook() {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.emit(testEvent, nil)
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

// DeliverDue makes one attempt for each delivery that is due on the server's clock,
// and returns the number of attempts. A failed attempt is retried half an hour after
// its start, for three days. DeliverDue stops early if ctx ends.
func (s *Server) DeliverDue(ctx context.Context) int {
	s.state.mu.Lock()
	s.state.catchUp()
	s.state.mu.Unlock()
	return s.deliverer().DeliverDue(ctx)
}

// RunWebhooks submits queued disputes and makes attempts when they are due, until
// ctx ends. It checks once a second.
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

func (s *Server) deliverer() *fake.Deliverer { return s.state.webhooks.deliverer }
