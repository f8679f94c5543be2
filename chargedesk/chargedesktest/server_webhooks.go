package chargedesktest

import (
	"context"
	"strconv"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// DeliverWebhooksTo registers a URL for these events, such as charge_refunded, or
// for all events if none is given. It panics if ChargeDesk has no such event.
//
// Webhooks are only queued: [Server.DeliverDue] or [Server.RunWebhooks] sends them.
func (s *Server) DeliverWebhooksTo(url string, events ...string) { s.SeedWebhook(url, events...) }

// SeedWebhook is [Server.DeliverWebhooksTo], and returns the id with which the API
// deletes the webhook.
func (s *Server) SeedWebhook(url string, events ...string) string {
	fake.MustEvents("chargedesktest.DeliverWebhooksTo", events, notificationNames())
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return strconv.FormatUint(s.desk.addWebhook(url, append([]string(nil), events...)).ID, 10)
}

// DeliverDue makes one attempt for each delivery that is due on the server's clock,
// and returns the number of attempts. A failed attempt is retried an hour after its
// start, for three days. DeliverDue stops early if ctx ends.
func (s *Server) DeliverDue(ctx context.Context) int { return s.deliverer().DeliverDue(ctx) }

// RunWebhooks makes attempts when they are due, until ctx ends. It waits with timers
// of package time. Only one RunWebhooks may be active at a time.
func (s *Server) RunWebhooks(ctx context.Context) { s.deliverer().Run(ctx) }

func (s *Server) deliverer() *fake.Deliverer { return &s.desk.deliverer }
