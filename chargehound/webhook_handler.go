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

// refetchTimeout limits the reading of an event's dispute.
const refetchTimeout = 20 * time.Second

// Delivery is an event with the dispute it is about, read from the API.
type Delivery struct {
	Event   *Event   // as it was sent; don't rely on it
	Dispute *Dispute // as Chargehound has it now; nil for events without one, such as EventTypeTest

	held func() bool
}

// Held reports whether this instance still holds its claim of the event. It is
// false if the instance was stopped for longer than the claim's lease of a minute,
// or could not extend it: another instance may handle the event then. Ask right
// before what can't be undone. A Delivery that was not made by [WebhookHandler] is
// held.
func (d *Delivery) Held() bool { return d.held == nil || d.held() }

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
	// as ::ffff:a.b.c.d; prefixes written in that form are rejected, like the zero
	// Prefix.
	AllowedIPs []netip.Prefix

	// TrustedProxies are the reverse proxies in front of this server. Their
	// X-Forwarded-For or Forwarded header is trusted, from its end up to the first
	// address that is not one of them; nobody else's is trusted. If both headers
	// are there they must name the same sender. Only AllowedIPs uses it. The
	// prefixes are checked like those of AllowedIPs.
	TrustedProxies []netip.Prefix

	// TrustUnixSocket trusts whoever connects over a Unix socket like one of
	// TrustedProxies. Set it only if nothing but the proxy can connect to it, and
	// not for adapters that leave the address of a request empty.
	TrustUnixSocket bool

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

	// Done remembers that eventID was handled, for a week: Chargehound sends an event
	// again for three days. An error is only logged, since the work is done.
	Done(ctx context.Context, eventID, claim string) error

	// Release gives up the claim after a failure, so that the next delivery is
	// handled at once. It does nothing if claim does not hold eventID. An error is
	// only logged: the lease ends.
	Release(ctx context.Context, eventID, claim string) error
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
// URL, compared in constant time before anything is read; optionally on the
// sender's address; on the dispute from the API instead of the payload; and on
// a store that drops events that were handled before. Whether Chargehound keeps an
// event's id when it sends it again is not documented. An event without an id is
// handled each time it comes. Serve the handler over https, and don't log the paths.
//
//   - 200 when handle returns nil, or did so for the same event before. A
//     second delivery that arrives meanwhile waits for the first.
//   - 500 when handle fails, when the dispute can't be read, or when another
//     dispute than the event's comes back; Chargehound sends the event again
//     every 30 minutes for three days. So return nil for events that you don't
//     need, including unknown ones.
//   - 503 when another instance has not finished with the event after 25 seconds.
//   - 404 for a wrong token, 405 for anything but a POST, 403 for an address
//     that is not allowed, 413 for a body over 1 MiB, 415 for a compressed one,
//     400 for one that [ParseEvent] rejects.
//
// An event is remembered after handle has succeeded, so after a crash in
// between handle is called for it again: make handle's work depend on the
// dispute's state. The context of handle ends if the claim of the event is lost;
// see [Delivery.Held]. A bad cfg gives a [*ValidationError].
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
	c.prefixes("AllowedIPs", cfg.AllowedIPs)
	c.prefixes("TrustedProxies", cfg.TrustedProxies)
	if err := c.err(); err != nil {
		return nil, err
	}
	if cfg.Store == nil {
		cfg.Store = webhook.NewMemory()
	}
	d := &deliverer{client, handle}
	return webhook.New(webhook.Config{
		Vendor: "chargehound", Token: cfg.Token, Store: cfg.Store, Logger: cfg.Logger, Parse: d.parse,
		Allowed: slices.Clone(cfg.AllowedIPs),
		Trusted: webhook.Trusted{Proxies: slices.Clone(cfg.TrustedProxies), UnixSocket: cfg.TrustUnixSocket},
	}), nil
}

// prefixes rejects prefixes that match no sender: IPv4 addresses of senders are
// always compared as such.
func (c *checks) prefixes(param string, prefixes []netip.Prefix) {
	for _, prefix := range prefixes {
		if !prefix.IsValid() || prefix.Addr().Is4In6() {
			c.Reject(param, "has a prefix that is invalid, or is IPv4 written as IPv6")
		}
	}
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
		dispute, err := d.fetch(ctx, event)
		if err != nil {
			return err
		}
		return d.handle(ctx, &Delivery{Event: event, Dispute: dispute, held: held})
	}
	return &webhook.Event{ID: event.ID, Type: string(event.Type), Work: work}, nil
}

var (
	errEventMismatch  = errors.New("chargehound: the event is about another dispute than its id names")
	errEventNoDispute = errors.New("chargehound: the event does not name its dispute")
)

// fetch reads the event's dispute from the API.
func (d *deliverer) fetch(ctx context.Context, event *Event) (*Dispute, error) {
	if event.Dispute == "" && event.hasDispute() {
		return nil, errEventNoDispute
	}
	if event.Dispute == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, refetchTimeout)
	defer cancel()
	dispute, err := d.client.Disputes.Get(ctx, event.Dispute)
	if err != nil {
		return nil, err
	}
	if !event.mayConcern(dispute) {
		return nil, errEventMismatch
	}
	return dispute, nil
}
