package chargeback

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Kinds of errors, for errors.Is. More than one may match.
var (
	ErrBadRequest   = errors.New("chargeback: bad request")  // 400, 422, and an order that a 2xx response rejects
	ErrUnauthorized = errors.New("chargeback: unauthorized") // 401: the key is wrong
	ErrForbidden    = errors.New("chargeback: forbidden")    // 403: not for this key, or not for this order
	ErrNotFound     = errors.New("chargeback: not found")    // 404
	ErrConflict     = errors.New("chargeback: conflict")     // 409: it most likely exists already
	ErrRateLimited  = errors.New("chargeback: rate limited") // 429, or not sent because of the pause after one
	ErrServer       = errors.New("chargeback: server error") // 500 to 599

	// ErrOutcomeUnknown means that the call may or may not have taken effect, and
	// that sending it again might do it twice. It is not retried. Read the object
	// named by [Error.ObjectID] before you call again.
	ErrOutcomeUnknown = errors.New("chargeback: outcome unknown")

	// ErrListIncomplete means that [OrdersService.All] may not have returned
	// every order: a page had nothing new, there are fewer orders than before, so
	// that some may have moved to a page already read, or there are more than
	// Chargeback says.
	ErrListIncomplete = errors.New("chargeback: list incomplete")
)

var (
	errNoOrder         = errors.New("it has no order")
	errOtherOrder      = errors.New("it is about another order")
	errNoOrders        = errors.New("it has no list of orders")
	errNullRow         = errors.New("an element of the list is null")
	errNoID            = errors.New("an order of the list has no id")
	errNotDeleted      = errors.New("it does not say success")
	errNotInResponse   = errors.New("the response does not say what became of this order")
	errMaybeSentBefore = errors.New("an earlier import may have sent it")
)

// Error is a call that failed: it was rejected by Chargeback, not answered with
// a 2xx, or not answered. A 2xx response is one too if its status is not
// success or if it has an error. Chargeback documents no error at all, so
// Status, Message and Param are read wherever they are likely to be. If a call
// is sent only once, and the response that rejects it says success, shows an id,
// or is JSON that can't be read, the error matches [ErrOutcomeUnknown].
type Error struct {
	StatusCode    int           // of the response; 0 if there was none
	Status        string        // the status in the response, for example "error"; "" if there is none
	Message       string        // Chargeback's own words; "" if there are none
	Param         string        // the parameter at fault, if Chargeback named one
	Method        string        // HTTP method
	Route         string        // route template, without ids
	ObjectID      string        // id of the object to look up: from the path, else the order_id that was sent
	RequestID     string        // from the response's headers; Chargeback documents none
	RetryAfter    time.Duration // the wait that the server asked for; 0 if it asked for none
	Attempts      int           // requests attempted
	NotApplied    bool          // certainly not done: Chargeback rejected the call, or it was not sent
	Started       time.Time     // when the call began
	Finished      time.Time     // when the call ended
	LimitExceeded string        // the limit that the response exceeded, for example "bytes of headers"; "" if none
	Header        http.Header   // of the response; nil if there was none
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
	facts := api.Facts{
		Vendor: "chargeback", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
		Outcome: e.outcome, RequestID: e.RequestID, RetryAfter: e.RetryAfter, Words: []string{e.Message}, Err: e.Err, Own: e.own,
	}
	if e.Message == "" && e.Status != "" {
		facts.Words = []string{"status " + e.Status}
	}
	if e.isRejectedOrder() {
		facts.Words = append([]string{"order rejected"}, facts.Words...)
	}
	return facts
}

// isRejectedOrder reports whether a 2xx response rejects the order, one of a
// batch for example.
func (e *Error) isRejectedOrder() bool {
	return e.NotApplied && e.StatusCode/100 == 2 && e.Method == opCreateOrders.Method && e.Route == opCreateOrders.Route
}

// Error returns a one-line message without query, key, body and ids.
func (e *Error) Error() string {
	facts := e.facts()
	if e.isRejectedOrder() {
		facts.StatusCode = 0 // it is the batch's, and says success
	}
	return facts.String()
}

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

// LogValue returns the error for slog, without body, headers and ids.
func (e *Error) LogValue() slog.Value {
	return e.facts().LogValue(slog.String("param", e.own.Redact(e.Param)))
}

// DecodeError is a 2xx response that can't be read: it is cut off, exceeds a
// limit, is empty, or is not the object that was expected (it has no id, for
// example, or is about another order). Chargeback reported success, so the call
// has most likely taken effect, unless a proxy answered in its place. For calls
// that are sent only once it also matches [ErrOutcomeUnknown]: read the object
// before you call again.
type DecodeError struct {
	StatusCode    int         // 200 to 299
	Method        string      // HTTP method
	Route         string      // route template, without ids
	ObjectID      string      // what to look up, as [Error.ObjectID]
	RequestID     string      // from the response's headers
	Attempts      int         // requests attempted
	LimitExceeded string      // the limit that was exceeded, for example "bytes of a response"; "" if none
	Header        http.Header // of the response
	Body          []byte      // what arrived of it
	Err           error       // what is wrong with it

	once bool
	own  api.Own
}

func (e *DecodeError) facts() api.Facts {
	return api.Facts{
		Vendor: "chargeback", Method: e.Method, Route: e.Route, StatusCode: e.StatusCode, Attempts: e.Attempts,
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

// ValidationError reports a parameter or an option that was rejected. Nothing was sent.
type ValidationError struct {
	Param  string // the parameter, in Chargeback's words, or the option
	Reason string // what is wrong with it; does not repeat the value
}

func (e *ValidationError) Error() string { return "chargeback: " + e.Param + " " + e.Reason }

// invalid turns a rejection by internal packages into this package's.
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
	status, message, param := describe(f.Body)
	return &Error{
		StatusCode: f.StatusCode, Status: status, Message: message, Param: param,
		Method: f.Method, Route: f.Route, ObjectID: x.Call.ObjectID,
		RequestID: f.RequestID, RetryAfter: f.RetryAfter, Attempts: f.Attempts,
		NotApplied: f.Outcome == transport.NotApplied, Started: f.Started, Finished: f.Finished,
		LimitExceeded: lenient.Bound(f.Err), Header: f.Header, Body: f.Body, Err: f.Err,
		outcome: f.Outcome, own: api.OwnFacts(x, f.Throttled),
	}
}

func newDecodeError(x *api.Exchange, err error) error {
	return &DecodeError{
		StatusCode: x.Response.StatusCode, Method: x.Call.Method, Route: x.Call.Route, ObjectID: x.Call.ObjectID,
		RequestID: x.Response.RequestID, Attempts: x.Response.Attempts, Header: x.Response.Header, Body: x.Response.Body, Err: err,
		LimitExceeded: lenient.Bound(err), once: x.Call.Safety == transport.Once, own: api.OwnFacts(x, false),
	}
}
