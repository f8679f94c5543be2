package chargehound

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"path"
	"strings"
	"sync"
	"time"
)

const (
	maxWebhookBytes = 1 << 20
	minTokenBytes   = 22 // 128 random bits in base64
	maxEventID      = 255
)

// WebhookFunc does the caller's work for an event. dispute was read from
// Chargehound just now and is the state to go by; it is nil for events without
// one, such as [EventTest]. An error makes Chargehound deliver the event again,
// every 30 minutes for three days, so it should return nil for events that
// it does not care about, and be ready to see the same work twice.
type WebhookFunc func(ctx context.Context, event *Event, dispute *Dispute) error

// WebhookConfig configures [NewWebhookHandler].
type WebhookConfig struct {
	// Token is the secret last segment of the path that Chargehound is given, as in
	// https://shop.example.com/hooks/chargehound/<Token>: at least 22 letters,
	// digits, "-" or "_", chosen at random. Required, since nothing else tells
	// Chargehound's webhooks from anybody's.
	Token string

	// Seen remembers the events whose work is done. Nil means [NewMemorySeen],
	// which is enough for one process.
	Seen SeenEvents

	// AllowedIPs, if not empty, are the only senders that are listened to.
	// [WebhookIPs] has Chargehound's, for those who asked for static addresses in
	// the dashboard.
	AllowedIPs []netip.Prefix

	// TrustedProxies are the reverse proxies in front of this server. Their
	// X-Forwarded-For is believed, up to the last address that is none of them;
	// nobody else's is.
	TrustedProxies []netip.Prefix
}

// SeenEvents remembers events by id. Implementations must be safe for
// concurrent use and should remember for seven days at least: Chargehound
// delivers again for three.
type SeenEvents interface {
	// Seen says whether the event was marked.
	Seen(ctx context.Context, id string) (bool, error)

	// MarkSeen marks the event, whose work is done.
	MarkSeen(ctx context.Context, id string) error
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

// NewWebhookHandler makes a handler for Chargehound's webhooks. Mount it so that
// the token is the last segment of the path.
//
// For each event it reads the dispute with client, checks that the two belong
// together, calls work and answers 200 when that returned nil. An event whose
// work is done is acknowledged without doing it again. It does not claim that
// an event is genuine: webhooks are not signed, so whoever knows the token can
// make it read a dispute and call work with the truth about it.
//
//	404  wrong token               413  body over 1 MiB
//	405  no POST                   415  compressed body
//	403  address not allowed       422  event and dispute do not belong together
//	400  no event                  503  the same event is being worked on
//	500  dispute not read, work failed, or not remembered
//
// A bad config gives a [*ValidationError].
func NewWebhookHandler(client *Client, config WebhookConfig, work WebhookFunc) (http.Handler, error) {
	switch {
	case client == nil:
		return nil, &ValidationError{Param: "client", Reason: "is nil"}
	case work == nil:
		return nil, &ValidationError{Param: "work", Reason: "is nil"}
	case len(config.Token) < minTokenBytes:
		return nil, &ValidationError{Param: "Token", Reason: "is shorter than 22 characters"}
	case strings.ContainsFunc(config.Token, notToken):
		return nil, &ValidationError{Param: "Token", Reason: `has other characters than letters, digits, "-" and "_"`}
	}
	seen := config.Seen
	if seen == nil {
		seen = NewMemorySeen()
	}
	return &webhookHandler{
		client:  client,
		token:   sha256.Sum256([]byte(config.Token)),
		seen:    seen,
		allowed: append([]netip.Prefix(nil), config.AllowedIPs...),
		proxies: append([]netip.Prefix(nil), config.TrustedProxies...),
		work:    work,
		busy:    map[string]bool{},
	}, nil
}

func notToken(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
}

type webhookHandler struct {
	client           *Client
	token            [sha256.Size]byte // not the token: fmt would print it
	seen             SeenEvents
	allowed, proxies []netip.Prefix
	work             WebhookFunc

	mu   sync.Mutex
	busy map[string]bool // events being worked on
}

func (h *webhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, status := h.admit(w, r)
	if status == 0 {
		status = h.handle(r.Context(), body)
	}
	if status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	w.WriteHeader(status)
}

// admit reads the body of a request that may be Chargehound's. A status other
// than 0 is the refusal of any other.
func (h *webhookHandler) admit(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
	digest := sha256.Sum256([]byte(path.Base(r.URL.Path)))
	switch {
	case subtle.ConstantTimeCompare(digest[:], h.token[:]) != 1:
		return nil, http.StatusNotFound
	case r.Method != http.MethodPost:
		return nil, http.StatusMethodNotAllowed
	case len(h.allowed) > 0 && !contains(h.allowed, h.sender(r)):
		return nil, http.StatusForbidden
	case r.Header.Get("Content-Encoding") != "" && !strings.EqualFold(r.Header.Get("Content-Encoding"), "identity"):
		return nil, http.StatusUnsupportedMediaType
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhookBytes))
	if _, tooLong := errors.AsType[*http.MaxBytesError](err); tooLong {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return nil, http.StatusBadRequest
	}
	return body, 0
}

func (h *webhookHandler) handle(ctx context.Context, body []byte) (status int) {
	event, err := ParseEvent(body)
	if err != nil || len(event.ID) > maxEventID {
		return http.StatusBadRequest
	}
	if !h.begin(event.ID) {
		return http.StatusServiceUnavailable
	}
	defer h.end(event.ID)
	seen, err := h.seen.Seen(ctx, event.ID)
	if err != nil {
		return http.StatusInternalServerError
	}
	if seen {
		return http.StatusOK
	}
	dispute, status := h.fetch(ctx, event)
	if status != 0 {
		return status
	}
	if h.work(ctx, event, dispute) != nil || h.seen.MarkSeen(context.WithoutCancel(ctx), event.ID) != nil {
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

func (h *webhookHandler) fetch(ctx context.Context, event *Event) (*Dispute, int) {
	if event.Dispute == "" {
		return nil, 0
	}
	dispute, err := h.client.Disputes.Get(ctx, event.Dispute)
	if err != nil {
		return nil, http.StatusInternalServerError
	}
	if !event.concerns(dispute) {
		return nil, http.StatusUnprocessableEntity
	}
	return dispute, 0
}

// begin keeps two deliveries of one event from being worked on side by side.
func (h *webhookHandler) begin(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy[id] {
		return false
	}
	h.busy[id] = true
	return true
}

func (h *webhookHandler) end(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.busy, id)
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

const (
	maxSeen  = 100_000
	seenDays = 8
)

// NewMemorySeen remembers events in memory: each for eight days, unless a
// hundred thousand newer ones push it out.
func NewMemorySeen() SeenEvents { return &memorySeen{at: map[string]time.Time{}} }

type memorySeen struct {
	mu    sync.Mutex
	at    map[string]time.Time
	order []string // oldest first
}

func (m *memorySeen) Seen(_ context.Context, id string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(time.Now())
	_, seen := m.at[id]
	return seen, nil
}

func (m *memorySeen) MarkSeen(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, seen := m.at[id]; !seen {
		m.at[id] = time.Now()
		m.order = append(m.order, id)
	}
	m.forget(time.Now())
	return nil
}

func (m *memorySeen) forget(now time.Time) {
	for len(m.order) > 0 && (len(m.order) > maxSeen || now.Sub(m.at[m.order[0]]) > seenDays*24*time.Hour) {
		delete(m.at, m.order[0])
		m.order = m.order[1:]
	}
}
