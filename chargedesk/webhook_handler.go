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

// refetchTimeout leaves time for the response: ChargeDesk waits 30 seconds for it.
const refetchTimeout = 20 * time.Second

// notFoundGrace is how long after an event a 404 may mean that the object is not
// visible yet.
const notFoundGrace = time.Hour

// isDeletion reports whether the event is about the deletion of its object.
func (e *Event) isDeletion() bool { return strings.HasSuffix(string(e.Type), "_deleted") }

// mayBeGone reports whether the object of the event may have been deleted, by this
// event or after it.
func (e *Event) mayBeGone() bool {
	return e.isDeletion() || !e.Created.IsZero() && time.Since(e.Created.Time) >= notFoundGrace
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

	held func() bool
}

// Held reports whether this instance still holds its claim of the event. It is
// false if the instance was stopped for longer than the claim's lease of a minute,
// or could not extend it: another instance may handle the event then. Ask right
// before what can't be undone. A Delivery that was not made by [WebhookHandler] is
// held.
func (d *Delivery) Held() bool { return d.held == nil || d.held() }

// WebhookConfig configures a [WebhookHandler].
type WebhookConfig struct {
	// Token is the last segment of the webhook's URL and its only secret: at
	// least 22 random characters, which may be letters, digits, - and _.
	// rand.Text of crypto/rand creates one. Required.
	Token string

	// Store claims events and remembers which were handled. nil means one in
	// memory, which keeps the newest 100,000 for seven days. If several instances
	// of the program run, they need to share a store.
	Store EventStore

	// Logger gets a record for each delivery that was not handled or was handled
	// before, with the reason: the event's id and type, the sender's address and
	// the error, never a body or the token. A wrong token is logged at debug level.
	// nil means no logging.
	Logger *slog.Logger
}

// EventStore claims events, so that several instances of the program handle each
// event once, and remembers those that were handled. One store may serve handlers
// of several vendors only if it keeps their ids apart, since the ids may be the
// same.
//
// A method that has not returned after five seconds is given up: its ctx ends, and
// that counts as an error. Methods must be safe for concurrent use.
type EventStore interface {
	// Claim claims eventID for lease, unless it was handled or another claim holds
	// it. It returns who holds the event: claim if it does, the other claim, or ""
	// if the event was handled. Claiming an event again with the claim that holds
	// it extends the lease. An error is responded to with 500.
	Claim(ctx context.Context, eventID, claim string, lease time.Duration) (holder string, err error)

	// Done remembers that eventID was handled, for a week: ChargeDesk sends an event
	// again for three days. An error is only logged, since the work is done.
	Done(ctx context.Context, eventID, claim string) error

	// Release gives up the claim after a failure, so that the next delivery is
	// handled at once. It does nothing if claim does not hold eventID. An error is
	// only logged: the lease ends.
	Release(ctx context.Context, eventID, claim string) error
}

// WebhookHandler receives ChargeDesk's events at a URL that ends in a slash and
// cfg.Token, such as https://shop.example/chargedesk/TOKEN, and calls handle
// once for each of them, with its object read from the API through client.
//
// ChargeDesk does not sign webhooks, so the handler relies on a secret in the
// URL, compared in constant time before anything is read; on the object from
// the API instead of the payload; and on a store that drops events that were
// handled before. Serve it over https, and don't log the paths.
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
//   - 503 when another instance has not finished with the event after 25 seconds.
//   - 404 for a wrong token, 405 for anything but a POST, 413 for a body over 1
//     MiB, 415 for a compressed one, 400 for one that [ParseEvent] rejects.
//
// An event is remembered after handle has succeeded, so after a crash in
// between handle is called for it again: make handle's work depend on the
// object's state. An event without an id is handled each time it comes. The
// context of handle ends if the claim of the event is lost; see [Delivery.Held].
//
// Each event costs one of the sixty requests a minute that ChargeDesk accepts
// for a key, and waits for its turn for at most 20 seconds. If a hundred events
// arrive at once, some get a 500 and come again in an hour, and
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
	d := &deliverer{client, handle}
	return webhook.New(webhook.Config{
		Vendor: "chargedesk", Token: cfg.Token, Store: cfg.Store, Logger: cfg.Logger, Parse: d.parse, Stop: ErrStopWebhook,
	}), nil
}

// deliverer passes events to the caller's function.
type deliverer struct {
	client *Client
	handle func(context.Context, *Delivery) error
}

func (d *deliverer) parse(body []byte) (*webhook.Event, error) {
	event, err := ParseEvent(body)
	if err != nil {
		return nil, err
	}
	work := func(ctx context.Context, held func() bool) error {
		delivery, err := d.fetch(ctx, event)
		if err != nil {
			return err
		}
		delivery.held = held
		return d.handle(ctx, delivery)
	}
	return &webhook.Event{ID: event.ID, Type: string(event.Type), Work: work}, nil
}

// fetch reads the event's object from the API. Its Get checks that the response is
// about the object that the event names.
func (d *deliverer) fetch(ctx context.Context, event *Event) (*Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, refetchTimeout)
	defer cancel()
	delivery := &Delivery{Event: event}
	var err error
	class := classOf(event.Class, event.Type)
	switch data := event.Data.primaryObject(class); {
	case data.Charge != nil:
		delivery.Charge, err = d.client.Charges.Get(ctx, data.Charge.ChargeID)
	case data.Customer != nil:
		delivery.Customer, err = d.client.Customers.Get(ctx, data.Customer.CustomerID)
	case data.Subscription != nil:
		delivery.Subscription, err = d.client.Subscriptions.Get(ctx, data.Subscription.SubscriptionID)
	case class != "" && !event.isDeletion():
		err = errors.New("chargedesk: the event has no " + class + " with an id")
	}
	if errors.Is(err, ErrNotFound) && event.mayBeGone() {
		return delivery, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the event's object: %w", err)
	}
	return delivery, nil
}
