package chargeback

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors, for errors.Is. An error may match more than one.
var (
	ErrBadRequest   = errors.New("chargeback: bad request")  // 400, 422, and an order that a 2xx response rejects
	ErrUnauthorized = errors.New("chargeback: unauthorized") // 401: the key is wrong
	ErrForbidden    = errors.New("chargeback: forbidden")    // 403: not for this key, or not for this order
	ErrNotFound     = errors.New("chargeback: not found")    // 404
	ErrConflict     = errors.New("chargeback: conflict")     // 409: it most likely exists already
	ErrRateLimited  = errors.New("chargeback: rate limited") // 429, or not sent because the wait would have been too long
	ErrServer       = errors.New("chargeback: server error") // 500 to 599

	// ErrRejected means that Chargeback rejected the call: any 4xx but 408, a 301,
	// 307 or 308, any redirect of a read, or a 2xx whose body reports an error. If a
	// call is sent only once, and its rejection shows the object or says success, it
	// is [ErrOutcomeUnknown] instead. If [Error.Outcome] is [OutcomeFailed], an earlier
	// attempt may have taken effect.
	ErrRejected = errors.New("chargeback: rejected")

	// ErrNotSent means that no request reached Chargeback. Middleware that
	// rejects a request, such as a circuit breaker, can return an error that
	// wraps it.
	ErrNotSent = errors.New("chargeback: not sent")

	// ErrOutcomeUnknown means that the call may or may not have taken effect, and
	// that it is not safe to send it again. Read the object named by
	// [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargeback: outcome unknown")

	// ErrListIncomplete means that [OrdersService.All] may not have returned
	// every order: a page had nothing new, there are fewer orders than before, so
	// that some may have moved to a page already read, or there are more than
	// Chargeback says.
	ErrListIncomplete = errors.New("chargeback: list incomplete")
)

var sentinels = api.Sentinels{
	BadRequest: ErrBadRequest, Unauthorized: ErrUnauthorized, Forbidden: ErrForbidden, NotFound: ErrNotFound,
	Conflict: ErrConflict, RateLimited: ErrRateLimited, Server: ErrServer,
	NotSent: ErrNotSent, Rejected: ErrRejected, OutcomeUnknown: ErrOutcomeUnknown,
}

var (
	errNoOrder         = errors.New("it has no order")
	errOtherOrder      = errors.New("it is about another order")
	errNoOrders        = errors.New("it has no list of orders")
	errNotDeleted      = errors.New("it does not say success")
	errNotInResponse   = errors.New("the response does not say what became of this order")
	errMaybeSentBefore = errors.New("an earlier import may have sent it")
)

// Outcome says what is known about the effect of a call that failed.
type Outcome int

// Outcomes of a failed call. An error that a test builds by hand may leave
// [Error.Outcome] zero: it then matches what a call that must be sent only once
// would have returned with the same status.
const (
	OutcomeNotSent  Outcome = iota + 1 // no request reached Chargeback
	OutcomeRejected                    // Chargeback rejected the call and did nothing
	OutcomeUnknown                     // it may have taken effect, and sending it again may do it twice
	OutcomeFailed                      // it may have taken effect, but sending it again does no harm
)

// String returns "not sent", "rejected", "unknown", "failed", or "unspecified".
func (o Outcome) String() string { return transport.Outcome(o).String() }

// Error is a call that failed: Chargeback rejected it, responded with anything but
// a 2xx, or did not respond. A 2xx response is one too if its status is not
// success or if it has an error. Chargeback documents no error at all, so Status,
// Message and Param are read from where they are likely to be. If a call is sent
// only once, and the response that rejects it says success, shows an id, or is
// JSON that can't be read, the error matches [ErrOutcomeUnknown].
//
// Its string, its JSON and its log record have no key, no personal data, no query
// and no body. Header, Body, Message, Param and ObjectID may have. The same holds
// for a value that has the error in it, unless that is in an unexported field: fmt
// calls no methods there.
type Error struct {
	StatusCode    int           // of the response; 0 when none came
	Status        string        // the status in the response, for example "error"; "" if there is none
	Message       string        // Chargeback's own words; "" when there are none
	Param         string        // the parameter at fault, if Chargeback named one
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // what to look up: the id in the path, else the order_id that was sent; "" if there is none
	RequestID     string        // from the response's headers; Chargeback documents none
	RetryAfter    time.Duration // the wait that Chargeback or the limiter asked for; 0 when neither did
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
		Vendor: "chargeback", Type: "Error", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: e.outcome(), RequestID: e.RequestID,
		RetryAfter: e.RetryAfter, Waited: e.Waited, Message: e.message(), Err: e.Err, Own: e.own,
	}
}

func (e *Error) outcome() transport.Outcome {
	return api.Derive(transport.Outcome(e.Outcome), e.Method, e.StatusCode)
}

func (e *Error) message() string {
	message := e.Message
	if message == "" && e.Status != "" {
		message = "status " + e.Status
	}
	if e.isRejectedOrder() {
		message = strings.TrimSuffix("order rejected: "+message, ": ")
	}
	return message
}

// isRejectedOrder reports whether a 2xx response rejects the order, one of a
// batch for example.
func (e *Error) isRejectedOrder() bool {
	return e.StatusCode/100 == 2 && e.outcome() == transport.Rejected && e.Method == opCreateOrders.Method && e.Route == opCreateOrders.Route
}

// Error returns a one-line message.
func (e *Error) Error() string { return e.facts().String() }

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package. If a 2xx response has an HTTP
// status code as its status, that counts.
func (e *Error) Is(target error) bool {
	if target == ErrBadRequest && e.isRejectedOrder() {
		return true
	}
	status := e.StatusCode
	if code := statusCode(e.Status); code != 0 && status/100 == 2 {
		status = code
	}
	return sentinels.Match(target, status, e.facts())
}

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
// is about another order).
//
// If the call was a read, nothing was changed. Otherwise Chargeback reported
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
		Vendor: "chargeback", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
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

// ValidationError is bad input. Nothing was sent.
type ValidationError struct {
	Param  string // the parameter, in Chargeback's words, or the option
	Reason string // what is wrong with it; does not quote the value
}

// Error returns the parameter and the reason.
func (e *ValidationError) Error() string { return "chargeback: " + e.Param + " " + e.Reason }

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
	status, message, param := describe(f.Body)
	return &Error{
		StatusCode: f.StatusCode, Status: status, Message: message, Param: param,
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
