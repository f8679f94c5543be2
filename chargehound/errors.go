package chargehound

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors by status, for errors.Is. More than one may match. If a 2xx
// response has an error in it, the status named there counts.
var (
	ErrBadRequest   = errors.New("chargehound: bad request")  // 400, 422
	ErrUnauthorized = errors.New("chargehound: unauthorized") // 401, or the type authentication: the key is invalid
	ErrForbidden    = errors.New("chargehound: forbidden")    // 403: the connection is insecure, or the key is not accepted
	ErrNotFound     = errors.New("chargehound: not found")    // 404
	ErrConflict     = errors.New("chargehound: conflict")     // 409
	ErrRateLimited  = errors.New("chargehound: rate limited") // 429, or not sent because of the pause after one
	ErrServer       = errors.New("chargehound: server error") // 500 to 599

	// ErrOutcomeUnknown means that the call may or may not have taken effect, and
	// that sending it again might do it twice. It is not retried. Read the object
	// named by [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargehound: outcome unknown")

	// ErrListIncomplete means that [DisputesService.All] could not go on,
	// although Chargehound reported that there are more disputes.
	ErrListIncomplete = errors.New("chargehound: list incomplete")

	// ErrBadEvent means that the body of a webhook is not an event.
	ErrBadEvent = errors.New("chargehound: not an event")
)

// Kinds of errors by type, for errors.Is.
var (
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
	ErrMissingFields         = errors.New("chargehound: missing fields")         // the template requires more
	ErrMissingTemplate       = errors.New("chargehound: missing template")       // the dispute has none
	ErrTemplateNotFound      = errors.New("chargehound: template not found")     // no template has the id
)

// ErrorType is Chargehound's code for an error. Unknown values are kept.
// Responses of versions before 2021 have none.
type ErrorType string

// Types of errors. Each has an error that errors.Is matches. That of
// ErrorTypeAuthentication is [ErrUnauthorized].
const (
	ErrorTypeAuthentication        ErrorType = "authentication"
	ErrorTypeDisputeClosed         ErrorType = "dispute_closed"
	ErrorTypeDisputeNotFound       ErrorType = "dispute_not_found"
	ErrorTypeDisputeOverdue        ErrorType = "dispute_overdue"
	ErrorTypeDisputeSubmitted      ErrorType = "dispute_submitted"
	ErrorTypeDisputeUneditable     ErrorType = "dispute_uneditable"
	ErrorTypeInvalidCorrespondence ErrorType = "invalid_correspondence"
	ErrorTypeInvalidFields         ErrorType = "invalid_fields"
	ErrorTypeInvalidPastPayments   ErrorType = "invalid_past_payments"
	ErrorTypeInvalidProducts       ErrorType = "invalid_products"
	ErrorTypeInvalidRequest        ErrorType = "invalid_request"
	ErrorTypeMissingFields         ErrorType = "missing_fields"
	ErrorTypeMissingTemplate       ErrorType = "missing_template"
	ErrorTypeTemplateNotFound      ErrorType = "template_not_found"
)

// byType are the sentinels that an error matches by its type.
var byType = map[error]ErrorType{
	ErrUnauthorized:          ErrorTypeAuthentication,
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

// Error is a call that failed: Chargehound rejected it, the response was not a
// 2xx, or no response came. A 2xx response with an error field is an Error too.
type Error struct {
	StatusCode    int           // of the response; 0 if none came
	Status        int           // the status that the body names, which may differ; 0 if it names none
	Type          ErrorType     // Chargehound's code for the error; "" if there is none
	Message       string        // Chargehound's own words; "" if there are none
	URL           string        // the path that was requested, according to Chargehound; may hold an id
	Livemode      bool          // the key is for live data; false also if the body does not say
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // the id in the path, or the one the caller gave a new object
	RequestID     string        // from the response's headers; Chargehound documents none
	RetryAfter    time.Duration // the wait that Chargehound asked for; 0 if none
	Attempts      int           // requests attempted
	NotApplied    bool          // certainly not done: Chargehound rejected the call and saved nothing, or it was not sent; see [DisputesService.Submit]
	Started       time.Time     // when the call began
	Finished      time.Time     // when it ended
	LimitExceeded string        // the limit that the response exceeded, for example "bytes of headers"; "" if none
	Header        http.Header   // of the response; nil if none came
	Body          []byte        // of the response, at most 64 KiB; may hold personal data
	Err           error         // the cause, if it is not the response itself; may be nil

	outcome transport.Outcome
	own     api.Own
}

var sentinels = api.Sentinels{
	BadRequest: ErrBadRequest, Unauthorized: ErrUnauthorized, Forbidden: ErrForbidden, NotFound: ErrNotFound,
	Conflict: ErrConflict, RateLimited: ErrRateLimited, Server: ErrServer, OutcomeUnknown: ErrOutcomeUnknown,
}

func (e *Error) facts() api.Facts {
	return api.Facts{
		Vendor: "chargehound", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: e.outcome, RequestID: e.RequestID, RetryAfter: e.RetryAfter,
		Words: []string{string(e.Type), e.Message}, Err: e.Err, Own: e.own,
	}
}

// Error returns a one-line message without query and key. Of the body it has
// only Chargehound's type and message, without e-mail addresses.
func (e *Error) Error() string { return e.facts().String() }

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package.
func (e *Error) Is(target error) bool {
	if kind, ok := byType[target]; ok && e.Type == kind {
		return true
	}
	return sentinels.Match(target, e.status(), e.facts())
}

// status returns the HTTP status, or the one in the body of a 2xx, which is an
// error only because the body says so.
func (e *Error) status() int {
	if e.StatusCode >= 200 && e.StatusCode <= 299 {
		return e.Status
	}
	return e.StatusCode
}

// LogValue returns the error for slog, without body, headers and ids.
func (e *Error) LogValue() slog.Value {
	return e.facts().LogValue(slog.String("type", e.own.Redact(string(e.Type))))
}

// DecodeError is a 2xx response that can't be read: it is cut off, exceeds a
// limit, is empty, or is not the object that was expected (it has no id, for
// example, or is about another dispute). Chargehound reported success, so the
// call has most likely taken effect, unless a proxy responded in its place. For
// calls that are sent only once it also matches [ErrOutcomeUnknown]: read the
// object before you call again.
type DecodeError struct {
	StatusCode    int         // 200 to 299
	Method        string      // HTTP method
	Route         string      // route template, without ids
	ObjectID      string      // the id in the path, or the one the caller gave a new object
	RequestID     string      // from the response's headers
	Attempts      int         // requests attempted
	LimitExceeded string      // the limit that was exceeded, for example "bytes of an answer"; "" if none
	Header        http.Header // of the response
	Body          []byte      // what arrived of it
	Err           error       // what is wrong with it

	once bool
	own  api.Own
}

func (e *DecodeError) facts() api.Facts {
	return api.Facts{
		Vendor: "chargehound", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: transport.Unreadable, RequestID: e.RequestID, Words: []string{"answer can't be read"}, Err: e.Err, Own: e.own,
	}
}

// Error returns a one-line message without the body.
func (e *DecodeError) Error() string { return e.facts().String() }

// Unwrap returns what is wrong with the response: [DecodeError.Err].
func (e *DecodeError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] for calls that are sent only once.
func (e *DecodeError) Is(target error) bool { return target == ErrOutcomeUnknown && e.once }

// LogValue returns the error for slog, without body, headers and ids.
func (e *DecodeError) LogValue() slog.Value {
	return e.facts().LogValue(slog.String("limit_exceeded", e.LimitExceeded))
}

// ValidationError is bad input. Nothing was sent.
type ValidationError struct {
	Param  string // the parameter, in Chargehound's words, or the option
	Reason string // what is wrong with it; does not quote the value
}

func (e *ValidationError) Error() string { return "chargehound: " + e.Param + " " + e.Reason }

// invalid turns a rejection of bad input by internal packages into this package's.
func invalid(err error) error {
	if bad, ok := errors.AsType[*transport.InvalidError](err); ok {
		return &ValidationError{Param: bad.Param, Reason: bad.Reason}
	}
	return err
}

// newError is the one place where a failed call becomes an error.
func newError(x *api.Exchange, f *transport.Failure) error {
	if bad, ok := errors.AsType[*transport.InvalidError](f.Err); ok && f.Attempts == 0 {
		return invalid(bad)
	}
	if f.Outcome == transport.Unreadable {
		return newDecodeError(x, f.Err)
	}
	env := readEnvelope(f.Body)
	e := &Error{
		StatusCode: f.StatusCode, Status: env.status, Type: env.kind, Message: env.message,
		URL: env.url, Livemode: env.livemode,
		Method: f.Method, Route: f.Route, ObjectID: x.Call.ObjectID,
		RequestID: f.RequestID, RetryAfter: f.RetryAfter, Attempts: f.Attempts,
		Started: f.Started, Finished: f.Finished,
		LimitExceeded: lenient.Bound(f.Err), Header: f.Header, Body: f.Body, Err: f.Err,
		outcome: f.Outcome, own: api.OwnFacts(x, f.Throttled),
	}
	if e.outcome == transport.NotApplied && maySaveBeforeRejecting(x.Call) && e.mayFollowSaving() {
		e.outcome = transport.Failed
	}
	e.NotApplied = e.outcome == transport.NotApplied
	return e
}

// maySaveBeforeRejecting reports whether Chargehound may save what the call
// brings before it rejects the submission. A create counts: whether the dispute
// is kept then is not documented.
func maySaveBeforeRejecting(call *transport.Call) bool {
	return call.Safety == transport.Once && strings.HasPrefix(call.Route, opCreateDispute.Route) && len(call.Body) > 0
}

// mayFollowSaving reports whether the error may be the rejection of a submission
// whose evidence was saved before.
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

func newDecodeError(x *api.Exchange, err error) error {
	return &DecodeError{
		StatusCode: x.Response.StatusCode, Method: x.Call.Method, Route: x.Call.Route, ObjectID: x.Call.ObjectID,
		RequestID: x.Response.RequestID, Attempts: x.Response.Attempts, Header: x.Response.Header, Body: x.Response.Body, Err: err,
		LimitExceeded: lenient.Bound(err), once: x.Call.Safety == transport.Once, own: api.OwnFacts(x, false),
	}
}
