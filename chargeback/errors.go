package chargeback

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors, for errors.Is. More than one may match.
var (
	ErrBadRequest   = errors.New("chargeback: bad request")  // 400, 422, and an order that a 2xx answer refuses
	ErrUnauthorized = errors.New("chargeback: unauthorized") // 401: the key is wrong
	ErrForbidden    = errors.New("chargeback: forbidden")    // 403: not for this key, or not for this order
	ErrNotFound     = errors.New("chargeback: not found")    // 404
	ErrConflict     = errors.New("chargeback: conflict")     // 409, also as the status text of one order of a batch: it most likely exists already
	ErrRateLimited  = errors.New("chargeback: rate limited") // 429, or not sent because of the pause after one
	ErrServer       = errors.New("chargeback: server error") // 500 to 599

	// ErrOutcomeUnknown means that nobody knows whether the call took effect, and
	// that sending it again might do it twice. It is not repeated. Read the
	// object named by [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargeback: outcome unknown")

	// ErrListIncomplete means that [OrdersService.All] may not have returned
	// every order: a page had nothing new, there are fewer orders than before, so
	// that some may have moved to a page already read, or there are more than
	// Chargeback says.
	ErrListIncomplete = errors.New("chargeback: list incomplete")
)

// Error is a call that failed: refused by Chargeback, answered with anything
// but a 2xx, or not answered. A 2xx answer whose status member is not success
// is one too. Chargeback documents no error at all, so Status, Message and
// Param are read wherever they are likely to be. If a call is sent only once,
// and the answer that refuses it says success, shows an id, or is JSON that
// can't be read, the error matches [ErrOutcomeUnknown].
type Error struct {
	StatusCode    int           // of the answer; 0 when none came
	Status        string        // the answer's status text, for example "error"; "" when there is none
	Message       string        // Chargeback's own words; "" when there are none
	Param         string        // the parameter at fault, if Chargeback named one
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // the id in the path, or the one the caller gave a new object
	RequestID     string        // from the answer's headers; Chargeback documents none
	RetryAfter    time.Duration // the wait that was asked for; 0 when none was
	Attempts      int           // requests attempted
	NotApplied    bool          // certainly not done: Chargeback refused the call, or it was not sent
	Started       time.Time     // when the call began
	Finished      time.Time     // when it was given up
	LimitExceeded string        // the limit that the answer exceeded, for example "bytes of headers"; "" if none
	Header        http.Header   // of the answer; nil when none came
	Body          []byte        // of the answer, at most 64 KiB; may hold personal data
	Err           error         // the cause, when it is not the answer itself; may be nil

	said      string // Message without what the call itself said
	saidParam string // Param, as said
	saidID    string // RequestID, as said
	outcome   transport.Outcome
	throttled bool
}

// Error returns a one-line message without query, key, body and ids.
func (e *Error) Error() string {
	message := e.said
	if message == "" && e.Status != "" {
		message = "status " + e.Status
	}
	code := e.StatusCode
	if e.refusedOrder() {
		code, message = 0, strings.TrimSuffix("order refused: "+message, ": ")
	}
	return transport.FormatError("chargeback", e.Method, e.Route, code, e.Attempts, e.outcome, message, e.Err)
}

// refusedOrder reports whether it is an order that a 2xx answer refuses, a
// batch's for example, whose status is about something else then.
func (e *Error) refusedOrder() bool {
	return e.NotApplied && e.StatusCode/100 == 2 && e.Method == opCreateOrders.method && e.Route == opCreateOrders.route
}

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrBadRequest:
		return e.StatusCode == http.StatusBadRequest || e.StatusCode == http.StatusUnprocessableEntity || e.refusedOrder()
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound
	case ErrConflict:
		return e.StatusCode == http.StatusConflict || slices.Contains([]string{"409", "conflict", "duplicate"}, strings.ToLower(e.Status))
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests || e.throttled
	case ErrServer:
		return e.StatusCode >= 500 && e.StatusCode <= 599
	case ErrOutcomeUnknown:
		return e.outcome == transport.Unknown
	}
	return false
}

// LogValue returns the error for slog, without body, headers and ids.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("error", e.Error()),
		slog.String("method", e.Method),
		slog.String("route", e.Route),
		slog.Int("status", e.StatusCode),
		slog.String("param", e.saidParam),
		slog.String("request_id", e.saidID),
		slog.Duration("retry_after", e.RetryAfter),
		slog.Int("attempts", e.Attempts),
		slog.String("outcome", e.outcome.String()),
	)
}

// DecodeError is a 2xx answer that can't be read: it is cut off, exceeds a
// limit, is empty, or is not the object that was expected (it has no id, for
// example, or is about another order). Chargeback reported success, so the call
// has most likely taken effect, unless a proxy answered in its place. For calls
// that are sent only once it also matches [ErrOutcomeUnknown]: read the object
// before you call again.
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
	return transport.FormatError("chargeback", e.Method, e.Route, e.StatusCode, e.Attempts, transport.Unreadable, "answer can't be read", lenient.Brief(e.Err))
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
	Param  string // the parameter, in Chargeback's words, or the option
	Reason string // what is wrong with it; does not repeat the value
}

func (e *ValidationError) Error() string { return "chargeback: " + e.Param + " " + e.Reason }

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
	status, message, param := envelope(f.Body)
	return &Error{
		StatusCode: f.StatusCode, Status: status, Message: message, Param: param,
		Method: f.Method, Route: f.Route, ObjectID: r.reference,
		RequestID: f.RequestID, RetryAfter: f.RetryAfter, Attempts: f.Attempts,
		NotApplied: f.Outcome == transport.NotSent || f.Outcome == transport.Rejected, Started: f.Started, Finished: f.Finished,
		LimitExceeded: lenient.Bound(f.Err), Header: f.Header, Body: f.Body, Err: f.Err,
		said: r.hide(message), outcome: f.Outcome, throttled: f.Throttled,
		saidParam: transport.SingleLine(r.hide(param)), saidID: transport.SingleLine(r.hide(f.RequestID)),
	}
}

func newDecodeError(r request, answer transport.Response, err error) error {
	return &DecodeError{
		StatusCode: answer.StatusCode, Method: r.method, Route: r.route, ObjectID: r.reference,
		RequestID: answer.RequestID, Attempts: answer.Attempts, Header: answer.Header, Body: answer.Body, Err: err,
		LimitExceeded: lenient.Bound(err), saidID: transport.SingleLine(r.hide(answer.RequestID)), once: r.class() == transport.Once,
	}
}
