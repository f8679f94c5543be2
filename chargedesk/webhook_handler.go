package chargedesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

// refetchTimeout leaves time for an answer: ChargeDesk waits 30 seconds for it.
const refetchTimeout = 20 * time.Second

// settling is how long an object that is not found may only not be there yet.
const settling = time.Hour

// deletes says that the event is about an object's end.
func (e *Event) deletes() bool { return strings.HasSuffix(string(e.Type), "_deleted") }

// mayBeGone says that an object need not exist any more: it was deleted, by this
// event or after it.
func (e *Event) mayBeGone() bool {
	return e.deletes() || !e.Created.IsZero() && time.Since(e.Created.Time) >= settling
}

// Delivery is an event with the object it is about, read from the API.
//
// At most one of Charge, Customer and Subscription is set. None is set if there
// is nothing to read: if the object was deleted (an object that is not found
// counts as deleted an hour after the event), for agent logs, and for events of
// a class that this version does not know. Then there is only the event, which
// is not verified.
type Delivery struct {
	Event        *Event        // as it was sent; don't rely on its amounts
	Charge       *Charge       // as ChargeDesk has it now
	Customer     *Customer     // as ChargeDesk has it now
	Subscription *Subscription // as ChargeDesk has it now
}

// WebhookConfig configures a [WebhookHandler].
type WebhookConfig struct {
	// Token is the last segment of the webhook's URL and its only secret: at
	// least 22 random characters, which may be letters, digits, - and _.
	// rand.Text of crypto/rand creates one. Required.
	Token string

	// Store remembers which events were handled; nil means one in memory, which
	// keeps the newest 100,000 for seven days. If several instances of the
	// program run, they need to share a store. Two handlers, for two vendors for
	// example, need two stores, since their ids may be the same.
	Store EventStore

	// Logger gets a warning for each delivery that was not handled: the event's
	// id and type and the error, never a body or the token. nil means no logging.
	Logger *slog.Logger
}

// EventStore remembers the ids of events that were handled. Keep them for a
// week: ChargeDesk sends an event again for three days. Its methods must be
// safe for concurrent use and return when ctx ends, after five seconds at most:
// that is an error then. An error of Seen is answered with 500; one of Mark is
// only logged, since the work is done.
type EventStore interface {
	// Seen reports whether Mark was called with eventID.
	Seen(ctx context.Context, eventID string) (bool, error)

	// Mark remembers eventID.
	Mark(ctx context.Context, eventID string) error
}

// WebhookHandler receives ChargeDesk's events at a URL that ends in a slash and
// cfg.Token, such as https://shop.example/chargedesk/TOKEN, and calls handle
// once for each of them, with its object read from the API through client.
//
// ChargeDesk does not sign webhooks, so the handler relies on a secret in the
// URL, compared in constant time before anything is read; on the object from
// the API instead of the payload; and on a store that drops repeated events.
// Serve it over https, and don't log the paths.
//
//   - 200 when handle returns nil, or did so for the same event before. A
//     second delivery that arrives meanwhile waits for the first.
//   - 500 when handle fails, when the object can't be read, or when an event
//     about a charge, a customer or a subscription has no object with an id
//     (unless it was deleted); ChargeDesk sends the event again every hour for
//     three days. handle has to be quick: after 30 seconds ChargeDesk counts
//     the delivery as failed.
//   - 410 when handle returns [ErrStopWebhook], and in no other case. handle is
//     not called if the object can't be read, for example because the key was
//     revoked: then end the webhook with [WebhooksService.Delete] or in
//     ChargeDesk's own pages.
//   - 404 for a wrong token, 405 for anything but a POST, 413 for a body over 1
//     MiB, 415 for a compressed one, 400 for one that is not an event.
//
// An event is remembered after handle has succeeded, so after a crash in
// between handle is called for it again: make handle's work depend on the
// object's state.
//
// Each event costs one of the sixty requests a minute that ChargeDesk accepts
// for a key, and waits for its turn for at most 20 seconds. If a hundred events
// arrive at once, some are answered with 500 and come again in an hour, and
// other calls of client wait behind them. If that is a problem, give the
// handler its own client, with a [WithLimiter] for part of the sixty, and the
// other clients one for the rest.
func WebhookHandler(client *Client, cfg WebhookConfig, handle func(ctx context.Context, delivery *Delivery) error) (http.Handler, error) {
	var c checks
	if client == nil {
		c.Reject("client", "is nil")
	}
	if handle == nil {
		c.Reject("handle", "is nil")
	}
	if reason := webhook.CheckToken(cfg.Token); reason != "" {
		c.Reject("Token", reason)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	if cfg.Store == nil {
		cfg.Store = webhook.NewMemory()
	}
	h := &webhookWork{client, handle}
	return webhook.New(webhook.Config{
		Vendor: "chargedesk", Token: cfg.Token, Store: cfg.Store, Logger: cfg.Logger, Parse: h.parse, Stop: ErrStopWebhook,
	}), nil
}

// webhookWork is what an event's delivery does once it is let in.
type webhookWork struct {
	client *Client
	handle func(context.Context, *Delivery) error
}

func (h *webhookWork) parse(body []byte) (*webhook.Event, error) {
	event, err := ParseEvent(body)
	if err != nil {
		return nil, err
	}
	work := func(ctx context.Context) error {
		delivery, err := h.fetch(ctx, event)
		if err != nil {
			return err
		}
		return h.handle(ctx, delivery)
	}
	return &webhook.Event{ID: event.ID, Type: string(event.Type), Work: work}, nil
}

// fetch reads the event's object anew.
func (h *webhookWork) fetch(ctx context.Context, event *Event) (*Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, refetchTimeout)
	defer cancel()
	d := &Delivery{Event: event}
	var asked, got string
	var err error
	class := classOf(event.Class, event.Type)
	switch data := event.Data.primaryObject(class); {
	case data.Charge != nil:
		asked = data.Charge.ChargeID
		if d.Charge, err = h.client.Charges.Get(ctx, asked); err == nil {
			got = d.Charge.ChargeID
		}
	case data.Customer != nil:
		asked = data.Customer.CustomerID
		if d.Customer, err = h.client.Customers.Get(ctx, asked); err == nil {
			got = d.Customer.CustomerID
		}
	case data.Subscription != nil:
		asked = data.Subscription.SubscriptionID
		if d.Subscription, err = h.client.Subscriptions.Get(ctx, asked); err == nil {
			got = d.Subscription.SubscriptionID
		}
	case class != "" && !event.deletes():
		err = errors.New("chargedesk: the event has no " + class + " with an id")
	}
	if errors.Is(err, ErrNotFound) && event.mayBeGone() {
		return d, nil
	}
	if err == nil && got != asked {
		err = errors.New("chargedesk: another object came than the event names")
	}
	if err != nil {
		return nil, fmt.Errorf("read the event's object: %w", err)
	}
	return d, nil
}
