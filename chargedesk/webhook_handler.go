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

// ErrStopWebhook is for the caller's function of a [WebhookHandler] to return:
// the answer is then 410, at which ChargeDesk switches the webhook off for good.
var ErrStopWebhook = errors.New("chargedesk: stop the webhook")

// settling is how long an object that is not found may only not be there yet.
const settling = time.Hour

// deletes says that the event is about an object's end.
func (e *Event) deletes() bool { return strings.HasSuffix(string(e.Type), "_deleted") }

// mayBeGone says that an object need not exist any more: it was deleted, by this
// event or after it.
func (e *Event) mayBeGone() bool {
	return e.deletes() || !e.Created.IsZero() && time.Since(e.Created.Time) >= settling
}

// Delivery is an event with the object it is about, read anew from ChargeDesk.
//
// At most one of Charge, Customer and Subscription is set. None is where there
// is nothing to read: for what was deleted (an object that is not found is taken
// to be that an hour after the event), for agent logs, and for events of a class
// that this version does not know. Then there is only the event's word,
// which nothing vouches for.
type Delivery struct {
	Event        *Event        // as it was sent; decide nothing by its amounts
	Charge       *Charge       // as ChargeDesk has it now
	Customer     *Customer     // as ChargeDesk has it now
	Subscription *Subscription // as ChargeDesk has it now
}

// WebhookConfig configures a [WebhookHandler].
type WebhookConfig struct {
	// Token is the last segment of the webhook's URL and its only secret: at least
	// 22 random characters out of letters, digits, - and _. Required.
	Token string

	// Store remembers which events were handled; nil means one in memory, which
	// keeps the newest 100,000 for seven days. Programs that run more than once
	// need one that they share. A store is one space of ids: two handlers, of two
	// vendors for example, need two stores.
	Store EventStore

	// Logger gets a warning for each delivery that was not handled: the event's id
	// and type and the error, never a body or the token. nil means silence.
	Logger *slog.Logger
}

// EventStore remembers the ids of events that were handled. Keep them for a
// week: ChargeDesk sends an event again for three days. Its methods are called
// from many goroutines.
type EventStore interface {
	// Seen says whether Mark was called with the id.
	Seen(ctx context.Context, eventID string) (bool, error)

	// Mark remembers an id.
	Mark(ctx context.Context, eventID string) error
}

// WebhookHandler receives ChargeDesk's events at a URL that ends in a slash and
// cfg.Token, such as https://shop.example/chargedesk/TOKEN, and hands each of
// them to handle once, with its object read anew through client.
//
// ChargeDesk signs nothing, so this is what can be done: a secret in the URL,
// compared in constant time before anything is read; an object from the API
// instead of the payload's word; and a store that drops events which come again.
// Serve it over https, and don't log the paths.
//
//   - 200 when handle returns nil, or did so for the same event before. A second
//     delivery that comes meanwhile waits for the first.
//   - 500 when handle or the reading fails, or an event about a charge, a customer
//     or a subscription (but for its deletion) has none with an id; ChargeDesk
//     sends the event again every hour for three days. handle has to be quick:
//     after 30 seconds ChargeDesk takes the delivery for failed.
//   - 410 when handle returns [ErrStopWebhook], and never else. handle is not
//     called while the object can't be read, as with a key that was revoked:
//     then [WebhooksService.Delete], or an admin of the company, ends the webhook.
//   - 404 for a wrong token, 405 for anything but a POST, 413 for a body over
//     1 MiB, 415 for a compressed one, 400 for one that is no event.
//
// An event is remembered after handle has succeeded, so a crash in between hands
// it out again: make handle's work depend on the object's state.
//
// Each event costs one of the sixty requests a minute that ChargeDesk accepts for
// a key, and waits for it at most 20 seconds: of a hundred events at once some are
// answered with 500 and come again in an hour, and other calls of client wait
// behind them. Where that hurts, give the handler a client of its own, with a
// [WithLimiter] for part of the sixty and the other clients one for the rest.
func WebhookHandler(client *Client, cfg WebhookConfig, handle func(ctx context.Context, delivery *Delivery) error) (http.Handler, error) {
	var c checks
	if client == nil {
		c.refuse("client", "is nil")
	}
	if handle == nil {
		c.refuse("handle", "is nil")
	}
	if reason := webhook.CheckToken(cfg.Token); reason != "" {
		c.refuse("Token", reason)
	}
	if c.err != nil {
		return nil, c.err
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
	switch data := event.Data.only(class); {
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
	case class != "" && class != "agentlog" && !event.deletes():
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
