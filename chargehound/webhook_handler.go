package chargehound

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	maxWebhookBytes = 1 << 20
	minWebhookToken = 22 // 128 bits in base64
	maxEventIDBytes = 255
	refetchTimeout  = 20 * time.Second
)

// Delivery is an event with the dispute it is about, read anew from Chargehound.
type Delivery struct {
	Event   *Event   // as it was sent; decide nothing by it
	Dispute *Dispute // as Chargehound has it now; nil for events without one, such as EventTest
}

// WebhookConfig configures a [WebhookHandler].
type WebhookConfig struct {
	// Token is the last segment of the webhook's URL and its only secret: at least
	// 22 random characters out of letters, digits, - and _. Required.
	Token string

	// AllowedIPs, if not empty, are the only senders that are listened to.
	// [WebhookIPs] has Chargehound's, for those who asked for static addresses in
	// its dashboard.
	AllowedIPs []netip.Prefix

	// TrustedProxies are the reverse proxies in front of this server. Their
	// X-Forwarded-For is believed, from its end up to the first address that is
	// none of them; nobody else's is. Only AllowedIPs makes use of it.
	TrustedProxies []netip.Prefix

	// Store remembers which events were handled; nil means one in memory, which
	// keeps the newest 100,000 for seven days. Programs that run more than once
	// need one that they share.
	Store EventStore

	// Logger gets a warning for each delivery that was not handled: the event's id
	// and type and the error, never a body or the token. nil means silence.
	Logger *slog.Logger
}

// EventStore remembers the ids of events that were handled. Keep them for a
// week: Chargehound sends an event again for three days. Its methods are called
// from many goroutines.
type EventStore interface {
	// Seen says whether Mark was called with the id.
	Seen(ctx context.Context, eventID string) (bool, error)

	// Mark remembers an id.
	Mark(ctx context.Context, eventID string) error
}

// WebhookIPs are the addresses from which Chargehound sends webhooks that were
// set up with static addresses.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#webhooks
func WebhookIPs() []netip.Prefix {
	var prefixes []netip.Prefix
	for _, ip := range [...][4]byte{{3, 211, 115, 112}, {3, 212, 160, 248}, {3, 212, 186, 185}, {34, 194, 118, 97}, {34, 200, 90, 111}} {
		prefixes = append(prefixes, netip.PrefixFrom(netip.AddrFrom4(ip), 32))
	}
	return prefixes
}

// WebhookHandler receives Chargehound's events at a URL that ends in a slash and
// cfg.Token, such as https://shop.example/chargehound/TOKEN, and hands each of
// them to handle once, with its dispute read anew through client.
//
// Chargehound signs nothing, so this is what can be done: a secret in the URL,
// compared in constant time before anything is read; optionally the sender's
// address; the dispute from the API instead of the payload's word; and a store
// that drops events which come again. Whether Chargehound keeps an event's id
// when it sends it again is not documented. Serve it over https, and don't log
// the paths.
//
//   - 200 when handle returns nil, or did so for the same event before. A second
//     delivery that comes meanwhile waits for the first.
//   - 500 when handle or the reading fails, or the dispute that was read is not
//     the event's; Chargehound sends the event again every 30 minutes for three
//     days. So return nil for events that don't matter, unknown ones among them.
//   - 404 for a wrong token, 405 for anything but a POST, 403 for an address that
//     is not allowed, 413 for a body over 1 MiB, 415 for a compressed one, 400
//     for one that is no event.
//
// An event is remembered after handle has succeeded, so a crash in between hands
// it out again: make handle's work depend on the dispute's state. A bad cfg
// gives a [*ValidationError].
func WebhookHandler(client *Client, cfg WebhookConfig, handle func(ctx context.Context, delivery *Delivery) error) (http.Handler, error) {
	switch {
	case client == nil:
		return nil, &ValidationError{Param: "client", Reason: "is nil"}
	case handle == nil:
		return nil, &ValidationError{Param: "handle", Reason: "is nil"}
	case len(cfg.Token) < minWebhookToken:
		return nil, &ValidationError{Param: "Token", Reason: "is shorter than 22 characters"}
	case strings.Trim(cfg.Token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "":
		return nil, &ValidationError{Param: "Token", Reason: "has other characters than letters, digits, - and _"}
	}
	if cfg.Store == nil {
		cfg.Store = newEventMemory()
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &webhookHandler{
		client:  client,
		token:   sha256.Sum256([]byte(cfg.Token)),
		allowed: slices.Clone(cfg.AllowedIPs),
		proxies: slices.Clone(cfg.TrustedProxies),
		store:   cfg.Store,
		logger:  cfg.Logger,
		handle:  handle,
		running: map[string]chan struct{}{},
	}, nil
}

type webhookHandler struct {
	client           *Client
	token            [sha256.Size]byte // of the token, which fmt would print
	allowed, proxies []netip.Prefix
	store            EventStore
	logger           *slog.Logger
	handle           func(context.Context, *Delivery) error

	mu      sync.Mutex
	running map[string]chan struct{} // closed when the event's delivery has ended
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
	case len(h.allowed) > 0 && !contains(h.allowed, h.sender(r)):
		return nil, http.StatusForbidden
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
	if err != nil || len(event.ID) > maxEventIDBytes {
		h.logger.WarnContext(r.Context(), "chargehound: a webhook's body is no event")
		return nil, http.StatusBadRequest
	}
	return event, 0
}

func (h *webhookHandler) answer(ctx context.Context, event *Event) int {
	if err := h.process(ctx, event); err != nil {
		h.warn(ctx, "chargehound: an event was not handled", event, err)
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

func (h *webhookHandler) warn(ctx context.Context, message string, event *Event, err error) {
	h.logger.WarnContext(ctx, message, "event_id", event.ID, "event", event.Type, "error", err)
}

// process hands the event out unless that was done before.
func (h *webhookHandler) process(ctx context.Context, event *Event) error {
	leave, err := h.enter(ctx, event.ID)
	if err != nil {
		return err
	}
	defer leave()
	if seen, err := h.store.Seen(ctx, event.ID); seen || err != nil {
		return err
	}
	dispute, err := h.fetch(ctx, event)
	if err != nil {
		return err
	}
	if err := h.handle(ctx, &Delivery{Event: event, Dispute: dispute}); err != nil {
		return err
	}
	// The work is done, so it counts even if the sender has left, and a store
	// that fails must not have it done again within the hour.
	if err := h.store.Mark(context.WithoutCancel(ctx), event.ID); err != nil {
		h.warn(ctx, "chargehound: an event was handled but not remembered", event, err)
	}
	return nil
}

var errOtherDispute = errors.New("chargehound: another dispute came than the event tells of")

func (h *webhookHandler) fetch(ctx context.Context, event *Event) (*Dispute, error) {
	if event.Dispute == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, refetchTimeout)
	defer cancel()
	dispute, err := h.client.Disputes.Get(ctx, event.Dispute)
	if err != nil {
		return nil, err
	}
	if !event.concerns(dispute) {
		return nil, errOtherDispute
	}
	return dispute, nil
}

// enter lets one delivery of an event in at a time.
func (h *webhookHandler) enter(ctx context.Context, id string) (leave func(), err error) {
	for {
		h.mu.Lock()
		before, busy := h.running[id]
		if !busy {
			done := make(chan struct{})
			h.running[id] = done
			h.mu.Unlock()
			return func() { h.leave(id, done) }, nil
		}
		h.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (h *webhookHandler) leave(id string, done chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.running, id)
	close(done)
}

// sender is who sent the request: the peer, or, where that is a trusted proxy,
// the last address in X-Forwarded-For that is none. What stands before it may
// have been made up.
func (h *webhookHandler) sender(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	sender := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && contains(h.proxies, sender); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return netip.Addr{}
		}
		sender = hop.Unmap().WithZone("")
	}
	return sender
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	for _, prefix := range prefixes {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
