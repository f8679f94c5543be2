package api

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Facts are what an error of a vendor package says of itself: its public fields,
// and what only a real call knows. The zero values of an error that a test built
// by hand are filled in by [Facts.Derived].
type Facts struct {
	Vendor     string
	Method     string
	Route      string
	StatusCode int // of the response; 0 when none came
	Attempts   int
	Outcome    transport.Outcome
	RequestID  string
	RetryAfter time.Duration
	Words      []string // what the vendor says about the error, most general first
	Err        error
	Own        Own
}

// Own is what an error knows beside its public fields.
type Own struct {
	Throttled bool // held back by the limiter or the pause after a 429
	redact    func(string) string
}

// OwnFacts returns what the error of a failed exchange knows.
func OwnFacts(x *Exchange, throttled bool) Own { return Own{Throttled: throttled, redact: x.redact} }

// Redact returns text without what the call said and without the key, on one line.
func (o Own) Redact(text string) string {
	if o.redact != nil {
		text = o.redact(text)
	}
	return transport.SingleLine(text)
}

// String returns the error's one-line text. It has no query, key or personal data.
func (f Facts) String() string {
	words := make([]string, 0, len(f.Words))
	for _, word := range f.Words {
		if word != "" {
			words = append(words, f.Own.Redact(word))
		}
	}
	err := f.Err
	if f.Outcome == transport.Unreadable {
		err = lenient.Brief(err) // it quotes the response
	}
	return transport.FormatError(f.Vendor, f.Method, f.Route, f.StatusCode, f.Attempts, f.Outcome, strings.Join(words, ": "), err)
}

// LogValue returns the error for slog, without body, headers and ids.
func (f Facts) LogValue(more ...slog.Attr) slog.Value {
	return slog.GroupValue(append([]slog.Attr{
		slog.String("error", f.String()),
		slog.String("method", f.Method),
		slog.String("route", f.Route),
		slog.Int("status", f.StatusCode),
		slog.String("request_id", f.Own.Redact(f.RequestID)),
		slog.Duration("retry_after", f.RetryAfter),
		slog.Int("attempts", f.Attempts),
		slog.String("outcome", f.Outcome.String()),
	}, more...)...)
}

// Sentinels are the errors of a vendor package that an error may match.
type Sentinels struct {
	BadRequest, Unauthorized, Forbidden, NotFound, Conflict, RateLimited, Server, OutcomeUnknown error
}

// Match reports whether an error with these facts is of the kind of target. status
// is the response's, or the one that a 2xx names in its body.
func (s *Sentinels) Match(target error, status int, f Facts) bool {
	switch target {
	case s.BadRequest:
		return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	case s.Unauthorized:
		return status == http.StatusUnauthorized
	case s.Forbidden:
		return status == http.StatusForbidden
	case s.NotFound:
		return status == http.StatusNotFound
	case s.Conflict:
		return status == http.StatusConflict
	case s.RateLimited:
		return status == http.StatusTooManyRequests || f.Own.Throttled
	case s.Server:
		return status >= 500 && status <= 599
	case s.OutcomeUnknown:
		return f.Outcome == transport.Unknown
	}
	return false
}
