package chargehoundtest

import (
	"context"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

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
