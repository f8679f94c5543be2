package chargedesk

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	maxWebhookBytes = 1 << 20
	minWebhookToken = 22               // 128 bits in base64
	refetchTimeout  = 20 * time.Second // ChargeDesk waits 30 seconds for an answer
)

// ErrStopWebhook is for the caller's function of a [WebhookHandler] to return:
// the answer is then 410, at which ChargeDesk switches the webhook off for good.
var ErrStopWebhook = errors.New("chargedesk: stop the webhook")

// Delivery is an event with the object it is about, read anew from ChargeDesk.
//
// At most one of Charge, Customer and Subscription is set. None is where there
// is nothing to read: for what was deleted, for agent logs, and for events of a
// class that this version does not know. Then there is only the event's word,
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
	// need one that they share.
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
//   - 500 when handle or the reading fails; ChargeDesk sends the event again every
//     hour for three days. handle has to be quick: after 30 seconds ChargeDesk
//     takes the delivery for failed.
//   - 410 when handle returns [ErrStopWebhook], and never else.
//   - 404 for a wrong token, 405 for anything but a POST, 413 for a body over
//     1 MiB, 415 for a compressed one, 400 for one that is no event.
//
// An event is remembered after handle has succeeded, so a crash in between hands
// it out again: make handle's work depend on the object's state.
func WebhookHandler(client *Client, cfg WebhookConfig, handle func(ctx context.Context, delivery *Delivery) error) (http.Handler, error) {
	var c checks
	if client == nil {
		c.refuse("client", "is nil")
	}
	if handle == nil {
		c.refuse("handle", "is nil")
	}
	if len(cfg.Token) < minWebhookToken {
		c.refuse("Token", "is shorter than 22 characters")
	}
	if !isURLSafe(cfg.Token) {
		c.refuse("Token", "has other characters than letters, digits, - and _")
	}
	if cfg.Store == nil {
		cfg.Store = newEventMemory()
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if c.err != nil {
		return nil, c.err
	}
	return &webhookHandler{client: client, token: sha256.Sum256([]byte(cfg.Token)), store: cfg.Store, logger: cfg.Logger, handle: handle}, nil
}

func isURLSafe(token string) bool {
	return strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

type webhookHandler struct {
	client *Client
	token  [sha256.Size]byte
	store  EventStore
	logger *slog.Logger
	handle func(context.Context, *Delivery) error
	queue  eventQueue
}

// ServeHTTP answers one delivery.
func (h *webhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event, status := h.receive(w, r)
	if event != nil {
		status = h.answer(r.Context(), event)
	}
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	w.WriteHeader(status)
}

// receive reads the event, or says with which status it is refused.
func (h *webhookHandler) receive(w http.ResponseWriter, r *http.Request) (*Event, int) {
	given := sha256.Sum256([]byte(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]))
	switch encoding := r.Header.Get("Content-Encoding"); {
	case subtle.ConstantTimeCompare(given[:], h.token[:]) == 0:
		return nil, http.StatusNotFound
	case r.Method != http.MethodPost:
		return nil, http.StatusMethodNotAllowed
	case encoding != "" && encoding != "identity":
		return nil, http.StatusUnsupportedMediaType
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhookBytes))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return nil, http.StatusBadRequest
	}
	event, err := ParseEvent(body)
	if err != nil {
		h.logger.WarnContext(r.Context(), "chargedesk: a webhook's body is no event")
		return nil, http.StatusBadRequest
	}
	return event, 0
}

func (h *webhookHandler) answer(ctx context.Context, event *Event) int {
	err := h.process(ctx, event)
	if err == nil {
		return http.StatusOK
	}
	h.logger.WarnContext(ctx, "chargedesk: an event was not handled", "event_id", event.ID, "event", event.Type, "error", err)
	if errors.Is(err, ErrStopWebhook) {
		return http.StatusGone
	}
	return http.StatusInternalServerError
}

// process hands the event out unless that was done before.
func (h *webhookHandler) process(ctx context.Context, event *Event) error {
	leave, err := h.queue.enter(ctx, event.ID)
	if err != nil {
		return err
	}
	defer leave()
	if seen, err := h.store.Seen(ctx, event.ID); seen || err != nil {
		return err
	}
	delivery, err := h.fetch(ctx, event)
	if err != nil {
		return err
	}
	if err := h.handle(ctx, delivery); err != nil {
		return err
	}
	// The work is done, so it counts even if the sender has left, and a store
	// that fails must not have it done again within the hour.
	if err := h.store.Mark(context.WithoutCancel(ctx), event.ID); err != nil {
		h.logger.WarnContext(ctx, "chargedesk: an event was handled but not remembered", "event_id", event.ID, "event", event.Type, "error", err)
	}
	return nil
}

// fetch reads the event's object anew.
func (h *webhookHandler) fetch(ctx context.Context, event *Event) (*Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, refetchTimeout)
	defer cancel()
	d := &Delivery{Event: event}
	var asked, got string
	var err error
	switch data := event.Data; {
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
	}
	if errors.Is(err, ErrNotFound) && strings.HasSuffix(string(event.Type), "_deleted") {
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

// eventQueue lets one delivery of an event in at a time.
type eventQueue struct {
	mu      sync.Mutex
	running map[string]chan struct{}
}

func (q *eventQueue) enter(ctx context.Context, id string) (leave func(), err error) {
	for {
		q.mu.Lock()
		before, busy := q.running[id]
		if !busy {
			if q.running == nil {
				q.running = map[string]chan struct{}{}
			}
			done := make(chan struct{})
			q.running[id] = done
			q.mu.Unlock()
			return func() { q.leave(id, done) }, nil
		}
		q.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *eventQueue) leave(id string, done chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.running, id)
	close(done)
}
