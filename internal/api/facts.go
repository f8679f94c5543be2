package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Facts are what an error of a vendor package says in its text, its log record and
// its JSON. All of it is fit for a log.
type Facts struct {
	Vendor     string // the package's name
	Type       string // of the error: "Error" or "DecodeError"
	Method     string
	Route      string
	StatusCode int // of the response; 0 when none came
	Attempts   int
	Outcome    transport.Outcome
	RequestID  string
	RetryAfter time.Duration
	Waited     time.Duration
	Message    string // what the vendor or this module says is wrong
	Err        error
	Own        Own
}

// Own is what only the error of a real call knows. It holds functions in place of
// the call, since fmt prints the fields of any struct.
type Own struct {
	throttled bool // held back by the limiter or by the pause after a 429
	redact    func(string) string
}

// OwnOf returns what the error of a failed exchange knows.
func OwnOf(x *Exchange, f *transport.Failure) Own {
	own := Own{throttled: f.Throttled}
	if x.client != nil {
		own.redact = x.client.Redactor(x.Call)
	}
	return own
}

// Redact returns text on one line, without the key and without what the call said.
func (o Own) Redact(text string) string {
	if o.redact != nil {
		text = o.redact(text)
	}
	return transport.SingleLine(text)
}

// UnreadFacts completes the facts of a DecodeError, which may have been built by
// hand: without an outcome it is one of a call that is sent only once, unless it is
// a GET.
func UnreadFacts(f *Facts) *Facts {
	f.Type, f.Message = "DecodeError", "the response can't be read"
	if f.Method == http.MethodGet {
		f.Message = "the response can't be read (nothing was changed)"
	}
	if f.Outcome == transport.Unspecified {
		f.Outcome = transport.Unknown
		if f.Method == http.MethodGet {
			f.Outcome = transport.Failed
		}
	}
	return f
}

// String returns the error's one-line text. It has no query, key or personal data.
func (f *Facts) String() string {
	message := f.Message
	if message != "" {
		message = f.Own.Redact(message)
	}
	err := f.Err
	if f.Type == "DecodeError" {
		err = lenient.Redacted(err) // it may quote the response
	}
	text := transport.FormatError(f.Vendor, f.Method, f.Route, f.StatusCode, f.Attempts, f.Outcome, message, err)
	if f.RetryAfter > 0 {
		text += fmt.Sprintf(" (retry after %v)", f.RetryAfter.Round(time.Millisecond))
	}
	return text
}

func (f *Facts) attrs() []slog.Attr {
	return []slog.Attr{
		slog.String("error", f.String()),
		slog.String("method", f.Method),
		slog.String("route", f.Route),
		slog.Int("status", f.StatusCode),
		slog.String("request_id", f.Own.Redact(f.RequestID)),
		slog.Duration("retry_after", f.RetryAfter),
		slog.Duration("waited", f.Waited),
		slog.Int("attempts", f.Attempts),
		slog.String("outcome", f.Outcome.String()),
	}
}

// LogValue returns the error for slog, without body, headers and ids.
func (f *Facts) LogValue(more ...slog.Attr) slog.Value {
	return slog.GroupValue(append(f.attrs(), more...)...)
}

// MarshalJSON returns what LogValue logs; durations are strings such as "1m0s".
func (f *Facts) MarshalJSON() ([]byte, error) {
	fields := map[string]any{}
	for _, attr := range f.attrs() {
		fields[attr.Key] = attr.Value.Any()
		if d, ok := fields[attr.Key].(time.Duration); ok {
			fields[attr.Key] = d.String()
		}
	}
	return json.Marshal(fields)
}

// Format prints the error's text whatever the verb is, so that no verb prints the
// body, the headers or an id.
func (f *Facts) Format(state fmt.State, verb rune) {
	text := f.String()
	switch {
	case verb == 'q':
		text = fmt.Sprintf("%q", text)
	case verb == 'v' && state.Flag('#'):
		text = fmt.Sprintf("%s.%s{%q}", f.Vendor, f.Type, text)
	}
	_, _ = strings.NewReader(text).WriteTo(state)
}
