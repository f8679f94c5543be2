package chargedesk

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors, for errors.Is. More than one may match.
var (
	ErrBadRequest   = errors.New("chargedesk: bad request")  // 400, 422
	ErrUnauthorized = errors.New("chargedesk: unauthorized") // 401: the key is wrong
	ErrForbidden    = errors.New("chargedesk: forbidden")    // 403: API access is off, or not for this key
	ErrNotFound     = errors.New("chargedesk: not found")    // 404
	ErrConflict     = errors.New("chargedesk: conflict")     // 409
	ErrRateLimited  = errors.New("chargedesk: rate limited") // 429, or not sent because of the pause after one
	ErrServer       = errors.New("chargedesk: server error") // 500 to 599

	// ErrOutcomeUnknown means that nobody knows whether the call took effect, and
	// that sending it again might do it twice. It is not repeated. Read the
	// object named by [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargedesk: outcome unknown")

	// ErrListIncomplete means that an All may not have returned every row:
	// ChargeDesk sent the same page again, there are rows beyond the offset
	// limit, or rows without a time may be missing.
	ErrListIncomplete = errors.New("chargedesk: list incomplete")

	// ErrOffsetLimit means that a list has more rows with the same time than
	// ChargeDesk's offset can reach. See [ChargesService.All]. It matches
	// [ErrListIncomplete].
	ErrOffsetLimit = fmt.Errorf("%w: rows beyond the offset limit", ErrListIncomplete)
)

// Error is a call that failed: refused by ChargeDesk, answered with anything
// but a 2xx, or not answered. A 2xx answer with an error member is one too.
type Error struct {
	StatusCode    int           // of the answer; 0 when none came
	Message       string        // ChargeDesk's own words; "" when there are none
	Param         string        // the parameter at fault, if ChargeDesk named one
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // what to look up: the id in the path or of the new object, else its customer or contact; "" if there is none
	RequestID     string        // from the answer's headers; ChargeDesk documents none
	RetryAfter    time.Duration // the wait that was asked for; 0 when none was
	Attempts      int           // requests attempted
	NotApplied    bool          // certainly not done: ChargeDesk refused the call, or it was not sent
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
	return transport.FormatError("chargedesk", e.Method, e.Route, e.StatusCode, e.Attempts, e.outcome, e.said, e.Err)
}

// Unwrap returns the cause, for example context.DeadlineExceeded or io.EOF.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… variables of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrBadRequest:
		return e.StatusCode == http.StatusBadRequest || e.StatusCode == http.StatusUnprocessableEntity
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound
	case ErrConflict:
		return e.StatusCode == http.StatusConflict
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
// example, or is about another object than the path named). ChargeDesk reported
// success, so the call has most likely taken effect, unless a proxy answered in
// its place. For calls that are sent only once it also matches
// [ErrOutcomeUnknown]: read the object before you call again.
type DecodeError struct {
	StatusCode    int         // 200 to 299
	Method        string      // HTTP method
	Route         string      // route template, without ids
	ObjectID      string      // what to look up, as [Error.ObjectID]
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
	return transport.FormatError("chargedesk", e.Method, e.Route, e.StatusCode, e.Attempts, transport.Unreadable, "answer can't be read", lenient.Brief(e.Err))
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
	Param  string // the parameter, in ChargeDesk's words, or the option
	Reason string // what is wrong with it; does not repeat the value
}

func (e *ValidationError) Error() string { return "chargedesk: " + e.Param + " " + e.Reason }

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
	message, param := envelope(f.Body)
	return &Error{
		StatusCode: f.StatusCode, Message: message, Param: param,
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
