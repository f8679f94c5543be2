// Package webhook receives the webhooks of vendors that sign nothing. It checks
// a secret in the path, limits the body, and handles each event once.
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
)

const (
	maxBodyBytes   = 1 << 20
	maxLoggedBytes = 255 // of an id or a type: a sender must not decide how long a log line is
	minTokenBytes  = 22  // 128 bits in base64
)

// Config is what differs between the vendors. Parse and Store have no default.
type Config struct {
	Vendor string // for log records
	Token  string // see [CheckToken]
	Store  Store
	Logger *slog.Logger // nil means no logging

	// Allowed, if not empty, are the only senders that are accepted.
	Allowed []netip.Prefix
	Trusted Trusted

	// Parse reads an event and says how it is handled. Its error is logged, so it
	// must not quote the body.
	Parse func(body []byte) (*Event, error)

	// Stop, returned by an event's Work, is responded to with 410. nil means none.
	Stop error
}

// Event is an event of a vendor.
type Event struct {
	ID   string // "" if the vendor sent none: then each delivery is handled
	Type string

	// Work reads the object from the API and calls the caller's function. held
	// reports whether the event is still claimed; ctx ends when it is not.
	Work func(ctx context.Context, held func() bool) error
}

// CheckToken returns what is wrong with a token, or "".
func CheckToken(token string) string {
	if len(token) < minTokenBytes {
		return "is shorter than 22 characters"
	}
	if strings.Trim(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return "has other characters than letters, digits, - and _"
	}
	return ""
}

// handler responds to deliveries. It keeps a digest of the token, since fmt
// prints the fields of any struct.
type handler struct {
	cfg   Config
	token [sha256.Size]byte
	log   *slog.Logger
	queue queue
}

// New returns a handler. The config's token has passed [CheckToken].
func New(cfg Config) http.Handler {
	h := &handler{token: sha256.Sum256([]byte(cfg.Token)), log: cfg.Logger}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	h.log = h.log.With("vendor", cfg.Vendor)
	cfg.Token = ""
	h.cfg = cfg
	return h
}

// ServeHTTP responds to one delivery.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rejected := h.checkRequest(r); rejected != nil {
		h.reject(w, r, rejected)
		return
	}
	event, rejected := h.readEvent(w, r)
	if rejected != nil {
		h.reject(w, r, rejected)
		return
	}
	w.WriteHeader(h.handle(r.Context(), event))
}

// rejection is a delivery that is not handled.
type rejection struct {
	status int
	reason string
}

// checkRequest checks what can be checked before the body is read.
func (h *handler) checkRequest(r *http.Request) *rejection {
	given := sha256.Sum256([]byte(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]))
	switch encoding := r.Header.Get("Content-Encoding"); {
	case subtle.ConstantTimeCompare(given[:], h.token[:]) == 0:
		return &rejection{http.StatusNotFound, "the token is wrong"}
	case r.Method != http.MethodPost:
		return &rejection{http.StatusMethodNotAllowed, "the method is not POST"}
	case len(h.cfg.Allowed) > 0 && !contains(h.cfg.Allowed, Sender(r, h.cfg.Trusted)):
		return &rejection{http.StatusForbidden, "the sender's address is not allowed"}
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return &rejection{http.StatusUnsupportedMediaType, "the body is compressed"}
	}
	return nil
}

func (h *handler) readEvent(w http.ResponseWriter, r *http.Request) (*Event, *rejection) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, &rejection{http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB"}
	}
	if err != nil {
		return nil, &rejection{http.StatusBadRequest, "the body could not be read"}
	}
	event, err := h.cfg.Parse(body)
	if err != nil {
		return nil, &rejection{http.StatusBadRequest, err.Error()}
	}
	return event, nil
}

// reject responds and logs. A wrong token is logged at debug level only, since
// anybody can send one.
func (h *handler) reject(w http.ResponseWriter, r *http.Request, rejected *rejection) {
	level := slog.LevelWarn
	if rejected.status == http.StatusNotFound {
		level = slog.LevelDebug
	}
	h.log.Log(r.Context(), level, "webhook rejected", "status", rejected.status, "reason", rejected.reason,
		"sender", Sender(r, h.cfg.Trusted).String())
	if rejected.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	w.WriteHeader(rejected.status)
}

// handle handles an event once and returns the status of the response.
func (h *handler) handle(ctx context.Context, event *Event) int {
	err := h.process(ctx, event)
	if err == nil {
		return http.StatusOK
	}
	status := http.StatusInternalServerError
	switch {
	case h.cfg.Stop != nil && errors.Is(err, h.cfg.Stop):
		status = http.StatusGone
	case errors.Is(err, errClaimed):
		status = http.StatusServiceUnavailable
	}
	h.warn(ctx, "webhook event was not handled", event, "status", status, "error", err)
	return status
}

// process does the event's work unless it was done before.
func (h *handler) process(ctx context.Context, event *Event) error {
	if event.ID == "" {
		return event.Work(ctx, func() bool { return true })
	}
	leave, err := h.queue.enter(ctx, event.ID)
	if leave == nil {
		if err == nil {
			h.logRepeated(ctx, event)
		}
		return err
	}
	done := false
	defer func() { leave(done) }()
	done, err = h.processClaimed(ctx, event)
	return err
}

// processClaimed claims the event first. done reports whether it was handled, by
// this delivery or before.
func (h *handler) processClaimed(ctx context.Context, event *Event) (done bool, err error) {
	claim, err := h.claim(ctx, event.ID)
	if claim == nil {
		if err == nil {
			h.logRepeated(ctx, event)
		}
		return err == nil, err
	}
	defer func() {
		if done {
			return
		}
		if err := claim.release(ctx); err != nil {
			h.warn(ctx, "webhook event was not released", event, "error", err)
		}
	}()
	if err := claim.work(ctx, event); err != nil {
		return false, err
	}
	// The work is done, so it counts even if the sender has left, and a store
	// that fails must not have it done again at the next delivery.
	if err := claim.done(ctx); err != nil {
		h.warn(ctx, "webhook event was handled but not remembered", event, "error", err)
	}
	return true, nil
}

func (h *handler) logRepeated(ctx context.Context, event *Event) {
	h.log.InfoContext(ctx, "webhook event was handled before", event.attrs()...)
}

func (h *handler) warn(ctx context.Context, message string, event *Event, attrs ...any) {
	h.log.WarnContext(ctx, message, append(event.attrs(), attrs...)...)
}

func (e *Event) attrs() []any {
	return []any{"event_id", e.ID[:min(len(e.ID), maxLoggedBytes)], "event", e.Type[:min(len(e.Type), maxLoggedBytes)]}
}
