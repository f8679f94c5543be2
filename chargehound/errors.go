package chargehound

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors by status, for errors.Is. More than one may match. If
// Chargehound puts an error into a 2xx answer, the status named there counts.
var (
	ErrBadRequest   = errors.New("chargehound: bad request")  // 400, 422
	ErrUnauthorized = errors.New("chargehound: unauthorized") // 401; see [ErrAuthentication]
	ErrForbidden    = errors.New("chargehound: forbidden")    // 403; see [ErrAuthentication]
	ErrNotFound     = errors.New("chargehound: not found")    // 404
	ErrConflict     = errors.New("chargehound: conflict")     // 409
	ErrRateLimited  = errors.New("chargehound: rate limited") // 429, or not sent because of the pause after one
	ErrServer       = errors.New("chargehound: server error") // 500 to 599

	// ErrOutcomeUnknown means that nobody knows whether the call took effect, and
	// that sending it again might do it twice. It is not repeated. Read the
	// object named by [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargehound: outcome unknown")

	// ErrListIncomplete means that [DisputesService.All] could not go on,
	// although Chargehound said that there are more disputes.
	ErrListIncomplete = errors.New("chargehound: list incomplete")
)

// Kinds of errors by type, for errors.Is.
var (
	// ErrAuthentication means that the key was not accepted, according to the
	// type or to a 401 or 403, which Chargehound's documentation does not
	// distinguish.
	ErrAuthentication = errors.New("chargehound: authentication failed")

	ErrDisputeClosed         = errors.New("chargehound: dispute closed")         // won or lost
	ErrDisputeNotFound       = errors.New("chargehound: dispute not found")      // no dispute has the id
	ErrDisputeOverdue        = errors.New("chargehound: dispute overdue")        // too late to submit
	ErrDisputeSubmitted      = errors.New("chargehound: dispute submitted")      // was submitted before
	ErrDisputeUneditable     = errors.New("chargehound: dispute uneditable")     // can't be updated
	ErrInvalidCorrespondence = errors.New("chargehound: invalid correspondence") // of an e-mail given
	ErrInvalidFields         = errors.New("chargehound: invalid fields")         // of an evidence field given
	ErrInvalidPastPayments   = errors.New("chargehound: invalid past payments")  // of a past payment given
	ErrInvalidProducts       = errors.New("chargehound: invalid products")       // of a product given
	ErrInvalidRequest        = errors.New("chargehound: invalid request")        // invalid or incomplete
	ErrMissingFields         = errors.New("chargehound: missing fields")         // the template wants more
	ErrMissingTemplate       = errors.New("chargehound: missing template")       // the dispute has none
	ErrTemplateNotFound      = errors.New("chargehound: template not found")     // no template has the id
)

var byType = map[error]ErrorType{
	ErrAuthentication:        ErrorTypeAuthentication,
	ErrDisputeClosed:         ErrorTypeDisputeClosed,
	ErrDisputeNotFound:       ErrorTypeDisputeNotFound,
	ErrDisputeOverdue:        ErrorTypeDisputeOverdue,
	ErrDisputeSubmitted:      ErrorTypeDisputeSubmitted,
	ErrDisputeUneditable:     ErrorTypeDisputeUneditable,
	ErrInvalidCorrespondence: ErrorTypeInvalidCorrespondence,
	ErrInvalidFields:         ErrorTypeInvalidFields,
	ErrInvalidPastPayments:   ErrorTypeInvalidPastPayments,
	ErrInvalidProducts:       ErrorTypeInvalidProducts,
	ErrInvalidRequest:        ErrorTypeInvalidRequest,
	ErrMissingFields:         ErrorTypeMissingFields,
	ErrMissingTemplate:       ErrorTypeMissingTemplate,
	ErrTemplateNotFound:      ErrorTypeTemplateNotFound,
}

// Error is a call that failed: refused by Chargehound, answered with anything
// but a 2xx, or not answered. A 2xx answer with an error member is one too.
type Error struct {
	StatusCode    int           // of the answer; 0 when none came
	Status        int           // the status that the body names, which may differ; 0 when it names none
	Type          ErrorType     // Chargehound's code for it; "" when there is none
	Message       string        // Chargehound's own words; "" when there are none
	URL           string        // the path that Chargehound says was asked for; may hold an id
	Livemode      bool          // the key is for live data; false also when the body does not say
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // the id in the path, or the one the caller gave a new object
	RequestID     string        // from the answer's headers; Chargehound documents none
	RetryAfter    time.Duration // the wait that was asked for; 0 when none was
	Attempts      int           // requests attempted
	NotApplied    bool          // certainly not done: Chargehound refused the call and saved nothing, or it was not sent; see [DisputesService.Submit]
	Started       time.Time     // when the call began
	Finished      time.Time     // when it was given up
	LimitExceeded string        // the limit that the answer exceeded, for example "bytes of headers"; "" if none
	Header        http.Header   // of the answer; nil when none came
	Body          []byte        // of the answer, at most 64 KiB; may hold personal data
	Err           error         // the cause, when it is not the answer itself; may be nil

	said      string // Message without what the call itself said
	saidType  string // Type, as said
	saidID    string // RequestID, as said
	outcome   transport.Outcome
	throttled bool
	foreign   bool // answered by the file store, not by Chargehound
}

// Error returns a one-line message without query and key. Of the body it has
// only Chargehound's type and message, without e-mail addresses.
func (e *Error) Error() string {
	message := e.said
	if e.saidType != "" {
		message = strings.TrimSuffix(e.saidType+": "+message, ": ")
	}
	return transport.FormatError("chargehound", e.Method, e.Route, e.StatusCode, e.Attempts, e.outcome, message, e.Err)
}

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package.
func (e *Error) Is(target error) bool {
	status := e.status()
	switch target {
	case ErrBadRequest:
		return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	case ErrUnauthorized:
		return status == http.StatusUnauthorized
	case ErrForbidden:
		return status == http.StatusForbidden
	case ErrNotFound:
		return status == http.StatusNotFound
	case ErrConflict:
		return status == http.StatusConflict
	case ErrRateLimited:
		return status == http.StatusTooManyRequests || e.throttled
	case ErrServer:
		return status >= 500 && status <= 599
	case ErrOutcomeUnknown:
		return e.outcome == transport.Unknown
	case ErrAuthentication:
		refused := status == http.StatusUnauthorized || status == http.StatusForbidden
		return !e.foreign && (refused || e.Type == ErrorTypeAuthentication)
	}
	kind, ok := byType[target]
	return ok && e.Type == kind
}

// status is the HTTP status, and the one in the body of a 2xx, which is an
// error only because the body says so.
func (e *Error) status() int {
	if e.StatusCode >= 200 && e.StatusCode <= 299 {
		return e.Status
	}
	return e.StatusCode
}

// LogValue returns the error for slog, without body, headers and ids.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("error", e.Error()),
		slog.String("method", e.Method),
		slog.String("route", e.Route),
		slog.Int("status", e.StatusCode),
		slog.String("type", e.saidType),
		slog.String("request_id", e.saidID),
		slog.Duration("retry_after", e.RetryAfter),
		slog.Int("attempts", e.Attempts),
		slog.String("outcome", e.outcome.String()),
	)
}

// DecodeError is a 2xx answer that can't be read: it is cut off, exceeds a
// limit, is empty, or is not the object that was expected (it has no id, for
// example, or is about another dispute). Chargehound reported success, so the
// call has most likely taken effect, unless a proxy answered in its place. For
// calls that are sent only once it also matches [ErrOutcomeUnknown]: read the
// object before you call again.
type DecodeError struct {
	StatusCode    int         // 200 to 299
	Method        string      // HTTP method
	Route         string      // route template, without ids
	ObjectID      string      // the id in the path, or the one the caller gave a new object
	RequestID     string      // from the answer's headers
	Attempts      int         // requests attempted
	LimitExceeded string      // the limit that was exceeded, for example "bytes of an answer"; "" if none
	Header        http.Header // of the answer
	Body          []byte      // what arrived of it
	Err           error       // what is wrong with it

	saidID string // RequestID without what the call itself said
	once   bool
}

// Error returns a one-line message without the body.
func (e *DecodeError) Error() string {
	return transport.FormatError("chargehound", e.Method, e.Route, e.StatusCode, e.Attempts, transport.Unreadable, "answer can't be read", lenient.Brief(e.Err))
}

// Unwrap returns what is wrong with the answer: [DecodeError.Err].
func (e *DecodeError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] for calls that are sent only once.
func (e *DecodeError) Is(target error) bool { return target == ErrOutcomeUnknown && e.once }

// LogValue returns the error for slog, without body, headers and ids.
func (e *DecodeError) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("error", e.Error()),
		slog.String("method", e.Method),
		slog.String("route", e.Route),
		slog.Int("status", e.StatusCode),
		slog.String("bound", e.LimitExceeded),
		slog.String("request_id", e.saidID),
		slog.Int("attempts", e.Attempts),
	)
}

// ValidationError is bad input. Nothing was sent.
type ValidationError struct {
	Param  string // the parameter, in Chargehound's words, or the option
	Reason string // what is wrong with it; does not repeat the value
}

func (e *ValidationError) Error() string { return "chargehound: " + e.Param + " " + e.Reason }

// invalid turns the transport's refusal of bad input into this package's.
func invalid(err error) error {
	if bad, ok := errors.AsType[*transport.InvalidError](err); ok {
		return &ValidationError{Param: bad.Param, Reason: bad.Reason}
	}
	return err
}

// newError is the one place where a failed call becomes an error.
func newError(f *transport.Failure, r request) error {
	if bad, ok := errors.AsType[*transport.InvalidError](f.Err); ok && f.Attempts == 0 {
		return invalid(bad)
	}
	if f.Outcome == transport.Unreadable {
		return newDecodeError(r, f.Response, f.Err)
	}
	said := readRefusal(f.Body)
	e := &Error{
		StatusCode: f.StatusCode, Status: said.status, Type: said.kind, Message: said.message,
		URL: said.url, Livemode: said.livemode,
		Method: f.Method, Route: f.Route, ObjectID: r.reference,
		RequestID: f.RequestID, RetryAfter: f.RetryAfter, Attempts: f.Attempts,
		Started: f.Started, Finished: f.Finished,
		LimitExceeded: lenient.Bound(f.Err), Header: f.Header, Body: f.Body, Err: f.Err,
		said: r.hide(said.message), outcome: f.Outcome, throttled: f.Throttled,
		saidType: transport.SingleLine(r.hide(string(said.kind))), saidID: transport.SingleLine(r.hide(f.RequestID)),
	}
	if (f.Outcome == transport.NotSent || f.Outcome == transport.Rejected) && r.savesFirst() && e.mayFollowSaving() {
		e.outcome = transport.Failed
	}
	e.NotApplied = e.outcome == transport.NotSent || e.outcome == transport.Rejected
	return e
}

// mayFollowSaving reports whether Chargehound may have refused to submit what
// it had already saved.
func (e *Error) mayFollowSaving() bool {
	switch e.Type {
	case ErrorTypeMissingFields, ErrorTypeMissingTemplate, ErrorTypeDisputeOverdue, ErrorTypeDisputeSubmitted:
		return true
	case ErrorTypeAuthentication, ErrorTypeDisputeClosed, ErrorTypeDisputeNotFound, ErrorTypeDisputeUneditable, ErrorTypeInvalidCorrespondence,
		ErrorTypeInvalidFields, ErrorTypeInvalidPastPayments, ErrorTypeInvalidProducts, ErrorTypeInvalidRequest, ErrorTypeTemplateNotFound:
		return false
	}
	switch e.status() {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests:
		return false
	}
	return e.StatusCode/100 == 4 || e.StatusCode/100 == 2
}

func newDecodeError(r request, answer transport.Response, err error) error {
	return &DecodeError{
		StatusCode: answer.StatusCode, Method: r.method, Route: r.route, ObjectID: r.reference,
		RequestID: answer.RequestID, Attempts: answer.Attempts, Header: answer.Header, Body: answer.Body, Err: err,
		LimitExceeded: lenient.Bound(err), saidID: transport.SingleLine(r.hide(answer.RequestID)), once: r.class() == transport.Once,
	}
}
