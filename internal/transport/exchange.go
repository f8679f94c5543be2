package transport

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

// exchange is one call on its way: what its attempts saw, and what follows.
type exchange struct {
	client   *Client
	call     *Call
	policy   RetryPolicy
	started  time.Time
	attempts int     // requests handed to the network
	last     attempt // the latest of them
	refused  error   // why the next attempt was not even tried
	retries  int     // repeats after failures
	waits    int     // repeats after a 429 that named a time
	spent    int     // what the latest repeat took from the budget
	verdict  verdict
	doubtful bool // an attempt before the last may have been applied
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// RouteFrom returns the route template of the call that ctx belongs to, and ""
// where there is none. Middleware finds it in its request's context.
func RouteFrom(ctx context.Context) string {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x.call.Route
	}
	return ""
}

// again is asked by the retry engine after each attempt.
func (x *exchange) again(ctx context.Context, _ *http.Response, _ error) (bool, error) {
	if x.refused != nil || x.attempts == 0 {
		x.client.logRefused(ctx, x)
		return false, nil
	}
	x.verdict = decide(x.call.Safety, x.last, x.allowance(ctx))
	if x.last.status == http.StatusTooManyRequests || x.last.status == http.StatusServiceUnavailable && x.last.asked.given {
		x.client.pause.until(x.last.at.Add(x.verdict.pause))
	}
	if x.verdict.outcome == Delivered {
		x.client.budget.give(max(1, x.spent))
	}
	if x.verdict.again && x.verdict.cost > 0 && !x.client.budget.take(x.verdict.cost) {
		x.verdict.again = false
	}
	x.client.log(ctx, x)
	x.count()
	x.doubtful = x.doubtful || x.verdict.outcome == Failed
	return x.verdict.again, nil
}

func (x *exchange) count() {
	switch {
	case !x.verdict.again:
	case x.verdict.cost == 0:
		x.waits, x.spent = x.waits+1, 0
	default:
		x.retries, x.spent = x.retries+1, x.verdict.cost
	}
}

func (x *exchange) allowance(ctx context.Context) allowance {
	left := allowance{
		retries:  x.policy.MaxRetries - x.retries,
		waits:    x.policy.MaxRateLimitWaits - x.waits,
		longest:  x.policy.MaxRetryAfter,
		deadline: forever,
		backoff:  backoff(x.retries, rand.Float64()),
		jitter:   rand.Float64(),
	}
	if deadline, ok := ctx.Deadline(); ok {
		left.deadline = time.Until(deadline)
	}
	return left
}

// backoff hands the retry engine the wait that decide has settled.
func (x *exchange) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration {
	return x.verdict.wait
}

func (x *exchange) answer() Response {
	return Response{
		StatusCode: x.last.status,
		Header:     x.last.header,
		Body:       x.last.body,
		RequestID:  requestID(x.last.header),
		Attempts:   x.attempts,
		Started:    x.started,
		Finished:   time.Now(),
	}
}

// maxRequestID is what is kept of a request id, which is a word of some 30 bytes.
const maxRequestID = 200

func requestID(header http.Header) string {
	id := cmp.Or(header.Get("Request-Id"), header.Get("X-Request-Id"))
	return id[:min(len(id), maxRequestID)]
}

// invalid is the failure of a call that was not worth a try.
func (x *exchange) invalid(err error) *Failure {
	return &Failure{Response: x.answer(), Method: x.call.Method, Route: x.call.Route, Outcome: NotApplied, Err: err}
}

// failure says what became of the call, or nil when it was delivered.
// engineErr is what ended the retry loop between two attempts, if anything did.
func (x *exchange) failure(ctx context.Context, engineErr error) *Failure {
	if x.refused == nil && x.verdict.outcome == Delivered && x.attempts > 0 {
		return nil
	}
	f := &Failure{
		Response:   x.answer(),
		Method:     x.call.Method,
		Route:      x.call.Route,
		Outcome:    x.verdict.outcome,
		RetryAfter: x.last.asked.wait,
	}
	f.Err = errors.Join(x.last.err, x.refused, contextError(ctx, x, engineErr))
	if x.attempts == 0 {
		f.Outcome = NotApplied
	}
	if x.doubtful && f.Outcome == NotApplied {
		f.Outcome = Failed // the last attempt had no effect, but one before it may have
	}
	if early, ok := errors.AsType[*waitError](x.refused); ok {
		f.RetryAfter, f.Throttled = early.left, early.why == vendorPause
	}
	if wrapped, ok := errors.AsType[*url.Error](engineErr); ok && f.StatusCode == 0 && f.Err == nil {
		f.Err = wrapped.Err // the wrapper shows the query
	}
	return f
}

// contextError is the end of the caller's context, if that is what stopped the
// call and nothing has said so yet.
func contextError(ctx context.Context, x *exchange, engineErr error) error {
	cause := ctx.Err()
	if cause == nil || errors.Is(x.last.err, cause) || errors.Is(x.refused, cause) {
		return nil
	}
	if x.last.cancelled || errors.Is(engineErr, cause) {
		return cause
	}
	return nil
}
