package chargedesk

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors, for errors.Is. An error may match more than one.
var (
	ErrBadRequest   = errors.New("chargedesk: bad request")  // 400, 422
	ErrUnauthorized = errors.New("chargedesk: unauthorized") // 401: the key is wrong
	ErrForbidden    = errors.New("chargedesk: forbidden")    // 403: API access is off, or not for this key
	ErrNotFound     = errors.New("chargedesk: not found")    // 404
	ErrConflict     = errors.New("chargedesk: conflict")     // 409
	ErrRateLimited  = errors.New("chargedesk: rate limited") // 429, or not sent because the wait would have been too long
	ErrServer       = errors.New("chargedesk: server error") // 500 to 599

	// ErrRejected means that ChargeDesk rejected the call: any 4xx but 408, a 301,
	// 307 or 308, any redirect of a read, or a 2xx whose body reports an error. If a
	// call is sent only once, and its rejection shows the object or says success, it
	// is [ErrOutcomeUnknown] instead. If [Error.Outcome] is [OutcomeFailed], an earlier
	// attempt may have taken effect.
	ErrRejected = errors.New("chargedesk: rejected")

	// ErrNotSent means that no request reached ChargeDesk. Middleware that
	// rejects a request, such as a circuit breaker, can return an error that
	// wraps it.
	ErrNotSent = errors.New("chargedesk: not sent")

	// ErrOutcomeUnknown means that the call may or may not have taken effect, and
	// that it is not safe to send it again. Read the object named by
	// [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargedesk: outcome unknown")

	// ErrOutOfReach means that an Ensure method can't bring the object to the
	// target from the state it is in. It sent nothing.
	ErrOutOfReach = fmt.Errorf("%w: the target is out of reach", ErrNotSent)

	// ErrListIncomplete means that an All may not have returned every row. The error
	// is a [*ListError].
	ErrListIncomplete = errors.New("chargedesk: list incomplete")

	// ErrOffsetLimit means that a list has more rows with the same time than
	// ChargeDesk's offset can reach. See [ChargesService.All]. It matches
	// [ErrListIncomplete].
	ErrOffsetLimit = fmt.Errorf("%w: rows beyond the offset limit", ErrListIncomplete)

	// ErrBadEvent means that a webhook's body is not an event.
	ErrBadEvent = errors.New("chargedesk: not an event")

	// ErrStopWebhook, returned by the function given to [WebhookHandler], ends the
	// webhook: the response is 410, and ChargeDesk switches the webhook off for good.
	ErrStopWebhook = errors.New("chargedesk: stop the webhook")
)

var sentinels = api.Sentinels{
	BadRequest: ErrBadRequest, Unauthorized: ErrUnauthorized, Forbidden: ErrForbidden, NotFound: ErrNotFound,
	Conflict: ErrConflict, RateLimited: ErrRateLimited, Server: ErrServer,
	NotSent: ErrNotSent, Rejected: ErrRejected, OutcomeUnknown: ErrOutcomeUnknown,
}

// Outcome says what is known about the effect of a call that failed.
type Outcome int

// Outcomes of a failed call. An error that a test builds by hand may leave
// [Error.Outcome] zero: it then matches what a call that must be sent only once
// would have returned with the same status.
const (
	OutcomeNotSent  Outcome = iota + 1 // no request reached ChargeDesk
	OutcomeRejected                    // ChargeDesk rejected the call and did nothing
	OutcomeUnknown                     // it may have taken effect, and sending it again may do it twice
	OutcomeFailed                      // it may have taken effect, but sending it again does no harm
)

// String returns "not sent", "rejected", "unknown", "failed", or "unspecified".
func (o Outcome) String() string { return transport.Outcome(o).String() }

// Error is a call that failed: ChargeDesk rejected it, responded with anything but
// a 2xx, or did not respond. A 2xx response with an error field is one too.
//
// Its string, its JSON and its log record have no key, no personal data, no query
// and no body. Header, Body, Message, Param and ObjectID may have. The same holds
// for a value that has the error in it, unless that is in an unexported field: fmt
// calls no methods there.
type Error struct {
	StatusCode    int           // of the response; 0 when none came
	Message       string        // ChargeDesk's own words; "" when there are none
	Param         string        // the parameter at fault, if ChargeDesk named one
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // what to look up: the id in the path or the one you chose, else the customer or contact; "" if there is none
	RequestID     string        // from the response's headers; ChargeDesk documents none
	RetryAfter    time.Duration // the wait that ChargeDesk or the limiter asked for; 0 when neither did
	Waited        time.Duration // time spent waiting for the limiter, a pause, Retry-After and backoff
	Attempts      int           // requests attempted
	Outcome       Outcome       // what is known about the call's effect
	Started       time.Time     // when the call began
	Finished      time.Time     // when it was given up
	LimitExceeded string        // the limit that the response exceeded, for example "bytes of headers"; "" if none
	Header        http.Header   // of the response; nil when none came
	Body          []byte        // of the response, at most 64 KiB
	Err           error         // the cause, when it is not the response itself; may be nil

	own api.Own
}

func (e *Error) facts() *api.Facts {
	return &api.Facts{
		Vendor: "chargedesk", Type: "Error", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: api.Derive(transport.Outcome(e.Outcome), e.Method, e.StatusCode), RequestID: e.RequestID,
		RetryAfter: e.RetryAfter, Waited: e.Waited, Message: e.Message, Err: e.Err, Own: e.own,
	}
}

// Error returns a one-line message.
func (e *Error) Error() string { return e.facts().String() }

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package.
func (e *Error) Is(target error) bool { return sentinels.Match(target, e.StatusCode, e.facts()) }

// LogValue returns the error for slog.
func (e Error) LogValue() slog.Value {
	return e.facts().LogValue(slog.String("param", e.own.Redact(e.Param)))
}

// Format prints the one-line message for every verb.
func (e Error) Format(state fmt.State, verb rune) { e.facts().Format(state, verb) }

// MarshalJSON returns what LogValue logs.
func (e Error) MarshalJSON() ([]byte, error) { return e.facts().MarshalJSON() }

// DecodeError is a 2xx response that can't be read: it is cut off, exceeds a limit,
// is empty, or is not the object that was expected (it has no id, for example, or
// is about another object than the path named).
//
// If the call was a read, nothing was changed. Otherwise ChargeDesk reported
// success, so the call has most likely taken effect, unless a proxy responded in
// its place. For calls that are sent only once the error also matches
// [ErrOutcomeUnknown]: read the object before you call again.
type DecodeError struct {
	StatusCode    int         // 200 to 299
	Method        string      // HTTP method
	Route         string      // route template, without ids
	ObjectID      string      // what to look up, as [Error.ObjectID]
	RequestID     string      // from the response's headers
	Attempts      int         // requests attempted
	LimitExceeded string      // the limit that was exceeded, for example "bytes of a response"; "" if none
	Outcome       Outcome     // [OutcomeUnknown] for calls that are sent only once, else [OutcomeFailed]
	Header        http.Header // of the response
	Body          []byte      // what arrived of it
	Err           error       // what is wrong with it

	own api.Own
}

func (e *DecodeError) facts() *api.Facts {
	return api.UnreadFacts(&api.Facts{
		Vendor: "chargedesk", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: transport.Outcome(e.Outcome), RequestID: e.RequestID, Err: e.Err, Own: e.own,
	})
}

// Error returns a one-line message.
func (e *DecodeError) Error() string { return e.facts().String() }

// Unwrap returns what is wrong with the response: [DecodeError.Err].
func (e *DecodeError) Unwrap() error { return e.Err }

// Is matches [ErrOutcomeUnknown] for calls that are sent only once.
func (e *DecodeError) Is(target error) bool {
	return target == ErrOutcomeUnknown && e.facts().Outcome == transport.Unknown
}

// LogValue returns the error for slog.
func (e DecodeError) LogValue() slog.Value {
	return e.facts().LogValue(slog.String("limit_exceeded", e.LimitExceeded))
}

// Format prints the one-line message for every verb.
func (e DecodeError) Format(state fmt.State, verb rune) { e.facts().Format(state, verb) }

// MarshalJSON returns what LogValue logs.
func (e DecodeError) MarshalJSON() ([]byte, error) { return e.facts().MarshalJSON() }

// ValidationError is bad input. Nothing was sent. [Client.Do] sends parameters that a
// method rejects.
type ValidationError struct {
	Param  string // the parameter, in ChargeDesk's words, or the option
	Reason string // what is wrong with it; does not quote the value
}

// Error returns the parameter and the reason.
func (e *ValidationError) Error() string { return "chargedesk: " + e.Param + " " + e.Reason }

// Is matches [ErrNotSent].
func (e *ValidationError) Is(target error) bool { return target == ErrNotSent }

// invalid turns a rejection of bad input by an internal package into this package's.
func invalid(err error) error {
	if bad, ok := errors.AsType[*transport.InvalidError](err); ok {
		return &ValidationError{Param: bad.Param, Reason: bad.Reason}
	}
	return err
}

// newError returns the error of a failed call.
func newError(x *api.Exchange, f *transport.Failure) error {
	if bad, ok := errors.AsType[*transport.InvalidError](f.Err); ok && f.Attempts == 0 {
		return invalid(bad)
	}
	if f.Outcome == transport.Unreadable {
		return newDecodeError(x, f.Err)
	}
	message, param := envelope(f.Body)
	return &Error{
		StatusCode: f.StatusCode, Message: message, Param: param,
		Method: f.Method, Route: f.Route, ObjectID: x.Call.ObjectID, RequestID: f.RequestID,
		RetryAfter: f.RetryAfter, Waited: f.Waited, Attempts: f.Attempts, Outcome: Outcome(f.Outcome),
		Started: f.Started, Finished: f.Finished, LimitExceeded: lenient.LimitName(f.Err),
		Header: f.Header, Body: f.Body, Err: f.Err, own: api.OwnOf(x, f),
	}
}

func newDecodeError(x *api.Exchange, err error) error {
	f := x.Failure(transport.Unreadable)
	return &DecodeError{
		StatusCode: f.StatusCode, Method: f.Method, Route: f.Route, ObjectID: x.Call.ObjectID, RequestID: f.RequestID,
		Attempts: f.Attempts, LimitExceeded: lenient.LimitName(err), Outcome: Outcome(api.UnreadOutcome(x.Call)),
		Header: f.Header, Body: f.Body, Err: err, own: api.OwnOf(x, f),
	}
}
