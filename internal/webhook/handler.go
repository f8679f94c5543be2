// Package webhook receives the webhooks of vendors that sign nothing: it checks
// a secret in the path, bounds the body, and has each event's work done once.
package webhook

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

const (
	maxBodyBytes  = 1 << 20
	maxIDBytes    = 255 // of a type too: both are logged
	minTokenBytes = 22  // 128 bits in base64
)

// Config is what differs between the vendors. Parse and Store have no default.
type Config struct {
	Vendor string // for log messages
	Token  string // see [CheckToken]
	Store  Store
	Logger *slog.Logger // nil means silence

	// Allowed, if not empty, are the only senders listened to; see [Sender].
	Allowed, Proxies []netip.Prefix

	// Parse reads an event and says how its work is done.
	Parse func(body []byte) (*Event, error)

	// Stop, returned by an event's work, is answered with 410. nil: nothing is.
	Stop error
}

// Event is one event of a vendor's.
type Event struct {
	ID, Type string
	Work     func(ctx context.Context) error // reads the object anew and calls the caller's function
}

// storeTimeout bounds each call of a store: a delivery that hangs there keeps the
// event's others waiting.
const storeTimeout = 5 * time.Second

// Store remembers the ids of events whose work is done. Its methods have to
// return when ctx ends.
type Store interface {
	Seen(ctx context.Context, eventID string) (bool, error)
	Mark(ctx context.Context, eventID string) error
}

// CheckToken says what is wrong with a token, "" where nothing is.
func CheckToken(token string) string {
	if len(token) < minTokenBytes {
		return "is shorter than 22 characters"
	}
	if strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return "has other characters than letters, digits, - and _"
	}
	return ""
}

// handler answers deliveries. It keeps a digest of the token, since fmt prints
// the fields of any struct.
type handler struct {
	cfg   Config
	token [sha256.Size]byte
	queue queue
}

// New makes a handler of a config whose token [CheckToken] has passed.
func New(cfg Config) http.Handler {
	h := &handler{token: sha256.Sum256([]byte(cfg.Token))}
	if h.cfg = cfg; cfg.Logger == nil {
		h.cfg.Logger = slog.New(slog.DiscardHandler)
	}
	h.cfg.Token = ""
	return h
}

// ServeHTTP answers one delivery.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
func (h *handler) receive(w http.ResponseWriter, r *http.Request) (*Event, int) {
	given := sha256.Sum256([]byte(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]))
	switch encoding := r.Header.Get("Content-Encoding"); {
	case subtle.ConstantTimeCompare(given[:], h.token[:]) == 0:
		return nil, http.StatusNotFound
	case r.Method != http.MethodPost:
		return nil, http.StatusMethodNotAllowed
	case len(h.cfg.Allowed) > 0 && !contains(h.cfg.Allowed, Sender(r, h.cfg.Proxies)):
		return nil, http.StatusForbidden
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return nil, http.StatusUnsupportedMediaType
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return nil, http.StatusBadRequest
	}
	event, err := h.cfg.Parse(body)
	if err != nil || max(len(event.ID), len(event.Type)) > maxIDBytes {
		h.cfg.Logger.WarnContext(r.Context(), h.cfg.Vendor+": a webhook's body is no event")
		return nil, http.StatusBadRequest
	}
	return event, 0
}

func (h *handler) answer(ctx context.Context, event *Event) int {
	err := h.process(ctx, event)
	if err == nil {
		return http.StatusOK
	}
	h.warn(ctx, "an event was not handled", event, err)
	if h.cfg.Stop != nil && errors.Is(err, h.cfg.Stop) {
		return http.StatusGone
	}
	return http.StatusInternalServerError
}

// process has the event's work done unless that was done before.
func (h *handler) process(ctx context.Context, event *Event) error {
	leave, err := h.queue.enter(ctx, event.ID)
	if leave == nil {
		return err
	}
	done := false
	defer func() { leave(done) }()
	seen, err := h.seen(ctx, event)
	if done = seen && err == nil; seen || err != nil {
		return err
	}
	if err := event.Work(ctx); err != nil {
		return err
	}
	// The work is done, so it counts even if the sender has left, and a store
	// that fails must not have it done again at the next delivery.
	done = true
	if err := h.mark(context.WithoutCancel(ctx), event); err != nil {
		h.warn(ctx, "an event was handled but not remembered", event, err)
	}
	return nil
}

func (h *handler) seen(ctx context.Context, event *Event) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	return h.cfg.Store.Seen(ctx, event.ID)
}

func (h *handler) mark(ctx context.Context, event *Event) error {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	return h.cfg.Store.Mark(ctx, event.ID)
}

func (h *handler) warn(ctx context.Context, message string, event *Event, err error) {
	h.cfg.Logger.WarnContext(ctx, h.cfg.Vendor+": "+message, "event_id", event.ID, "event", event.Type, "error", err)
}
