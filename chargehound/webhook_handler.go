package chargehound

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

// refetchTimeout bounds the reading of an event's dispute.
const refetchTimeout = 20 * time.Second

// Delivery is an event with the dispute it is about, read from the API.
type Delivery struct {
	Event   *Event   // as it was sent; don't rely on it
	Dispute *Dispute // as Chargehound has it now; nil for events without one, such as EventTypeTest
}

// LogValue returns the delivery for slog: the event's id and type, the
// dispute's id and state.
func (d Delivery) LogValue() slog.Value {
	var attrs []slog.Attr
	if d.Event != nil {
		attrs = append(attrs, slog.String("id", d.Event.ID), slog.String("type", string(d.Event.Type)))
	}
	if d.Dispute != nil {
		attrs = append(attrs, slog.String("dispute", d.Dispute.ID), slog.String("state", string(d.Dispute.State)))
	}
	return slog.GroupValue(attrs...)
}

// WebhookConfig configures a [WebhookHandler].
type WebhookConfig struct {
	// Token is the last segment of the webhook's URL and its only secret: at
	// least 22 random characters, which may be letters, digits, - and _.
	// rand.Text of crypto/rand creates one. Required.
	Token string

	// AllowedIPs, if not empty, are the only senders that are accepted.
	// [WebhookIPs] has Chargehound's, for webhooks with static addresses switched
	// on in its dashboard. IPv4 prefixes also match senders that arrive over IPv6
	// as ::ffff:a.b.c.d; prefixes written in that form are refused, like the zero
	// Prefix.
	AllowedIPs []netip.Prefix

	// TrustedProxies are the reverse proxies in front of this server. Their
	// X-Forwarded-For is trusted, from its end up to the first address that is
	// not one of them; nobody else's is trusted. Only AllowedIPs uses it. The
	// prefixes are checked like those of AllowedIPs.
	TrustedProxies []netip.Prefix

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
// week: Chargehound sends an event again for three days. Its methods must be
// safe for concurrent use and return when ctx ends, after five seconds at most:
// that is an error then. An error of Seen is answered with 500; one of Mark is
// only logged, since the work is done.
type EventStore interface {
	// Seen reports whether Mark was called with eventID.
	Seen(ctx context.Context, eventID string) (bool, error)

	// Mark remembers eventID.
	Mark(ctx context.Context, eventID string) error
}

// WebhookIPs returns the addresses from which Chargehound sends webhooks that
// were set up with static addresses.
//
// Chargehound documentation: https://www.chargehound.com/docs/api/index.html#webhooks
func WebhookIPs() []netip.Prefix {
	var prefixes []netip.Prefix
	for _, ip := range [...][4]byte{{3, 211, 115, 112}, {3, 212, 160, 248}, {3, 212, 186, 185}, {34, 194, 118, 97}, {34, 200, 90, 111}} {
		prefixes = append(prefixes, netip.PrefixFrom(netip.AddrFrom4(ip), 32))
	}
	return prefixes
}

// WebhookHandler receives Chargehound's events at a URL that ends in a slash
// and cfg.Token, such as https://shop.example/chargehound/TOKEN, and calls
// handle once for each of them, with its dispute read from the API through
// client. Register that URL in Chargehound's dashboard; the API has no call for
// it.
//
// Chargehound does not sign webhooks, so the handler relies on a secret in the
// URLField, compared in constant time before anything is read; optionally on the
// sender's address; on the dispute from the API instead of the payload; and on
// a store that drops repeated events. Whether Chargehound keeps an event's id
// when it sends it again is not documented. Serve it over https, and don't log
// the paths.
//
//   - 200 when handle returns nil, or did so for the same event before. A
//     second delivery that arrives meanwhile waits for the first.
//   - 500 when handle fails, when the dispute can't be read, or when another
//     dispute than the event's comes back; Chargehound sends the event again
//     every 30 minutes for three days. So return nil for events that you don't
//     need, including unknown ones.
//   - 404 for a wrong token, 405 for anything but a POST, 403 for an address
//     that is not allowed, 413 for a body over 1 MiB, 415 for a compressed one,
//     400 for one that is not an event.
//
// An event is remembered after handle has succeeded, so after a crash in
// between handle is called for it again: make handle's work depend on the
// dispute's state. A bad cfg gives a [*ValidationError].
func WebhookHandler(client *Client, cfg WebhookConfig, handle func(ctx context.Context, delivery *Delivery) error) (http.Handler, error) {
	switch {
	case client == nil:
		return nil, &ValidationError{Param: "client", Reason: "is nil"}
	case handle == nil:
		return nil, &ValidationError{Param: "handle", Reason: "is nil"}
	case webhook.CheckToken(cfg.Token) != "":
		return nil, &ValidationError{Param: "Token", Reason: webhook.CheckToken(cfg.Token)}
	case slices.ContainsFunc(cfg.AllowedIPs, matchesNobody):
		return nil, &ValidationError{Param: "AllowedIPs", Reason: "has a prefix that is invalid, or is IPv4 written as IPv6"}
	case slices.ContainsFunc(cfg.TrustedProxies, matchesNobody):
		return nil, &ValidationError{Param: "TrustedProxies", Reason: "has a prefix that is invalid, or is IPv4 written as IPv6"}
	}
	if cfg.Store == nil {
		cfg.Store = webhook.NewMemory()
	}
	hook := &webhookWork{client, handle}
	return webhook.New(webhook.Config{
		Vendor: "chargehound", Token: cfg.Token, Store: cfg.Store, Logger: cfg.Logger, Parse: hook.parse,
		Allowed: slices.Clone(cfg.AllowedIPs), Proxies: slices.Clone(cfg.TrustedProxies),
	}), nil
}

// matchesNobody reports whether a prefix contains no sender, whose IPv4
// addresses are all written as such.
func matchesNobody(prefix netip.Prefix) bool { return !prefix.IsValid() || prefix.Addr().Is4In6() }

// webhookWork is what is done for each event.
type webhookWork struct {
	client *Client
	handle func(context.Context, *Delivery) error
}

func (h *webhookWork) parse(body []byte) (*webhook.Event, error) {
	event, err := ParseEvent(body)
	if err != nil {
		return nil, err
	}
	return &webhook.Event{ID: event.ID, Type: string(event.Type), Work: func(ctx context.Context) error {
		dispute, err := h.fetch(ctx, event)
		if err != nil {
			return err
		}
		return h.handle(ctx, &Delivery{Event: event, Dispute: dispute})
	}}, nil
}

var errEventMismatch = errors.New("chargehound: another dispute came than the event tells of")

// fetch reads the event's dispute anew.
func (h *webhookWork) fetch(ctx context.Context, event *Event) (*Dispute, error) {
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
		return nil, errEventMismatch
	}
	return dispute, nil
}
