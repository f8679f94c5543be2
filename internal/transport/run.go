package transport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// callRun is the state of one call while [Client.Do] makes its attempts.
type callRun struct {
	scope          scope
	template       retryablehttp.Request // see makeTemplate; it and url are here to save allocations
	url            url.URL
	client         *Client
	call           *Call
	redactor       func(string) string // made on first use, see redact
	policy         *RetryPolicy
	started        time.Time
	at             time.Time     // when its latest step ended
	deadline       time.Time     // of the call's own timeout; zero for none
	admitted       time.Time     // when the attempt that is under way began
	firstAttempt   time.Time     // when it began
	waited         time.Duration // in all waits that have ended
	waiting        time.Time     // since when the engine waits; zero if it does not
	attempts       int           // attempts made
	last           attempt       // the latest of them
	notAdmitted    error         // why the next attempt was not made; nil if it was
	next           verdict       // what follows the last attempt
	retries        int           // retries after failures
	waits          int           // retries after a 429 that named a time
	lastCost       int           // what the latest retry took from the budget
	mayHaveApplied bool          // an attempt before the last may have had an effect
	rejected       bool          // an attempt before the last was rejected

	limiterAnnounced atomic.Bool // the limiter's wait has been logged
}

func newRun(c *Client, call *Call) *callRun {
	run := &callRun{client: c, call: call, policy: &c.retry, started: time.Now()}
	run.at = run.started
	if call.Retry != nil {
		run.policy = call.Retry
	}
	return run
}

// scope is the context of a request. Each layer below [Client.Do] adds to it.
type scope struct {
	context.Context
	run   *callRun
	trace *sendTrace // of the attempt; nil outside of one
	hop   *hop       // of the request below the middleware; nil above that
}

type scopeKey struct{}

// Value returns the scope itself for scopeKey.
func (s *scope) Value(key any) any {
	if key == (scopeKey{}) {
		return s
	}
	return s.Context.Value(key)
}

// String keeps the call out of a context that is printed. It names the one above as
// package context does: a caller's own by its type alone.
func (s *scope) String() string {
	return fmt.Sprint(context.WithValue(s.Context, scopeKey{}, "call"))
}

// scopeFrom returns the zero scope for a context that belongs to no call.
func scopeFrom(ctx context.Context) scope {
	if s, ok := ctx.Value(scopeKey{}).(*scope); ok {
		return *s
	}
	return scope{}
}

// isOnce reports whether a request must not be sent twice. A request that
// middleware has cut off from its call may be of a once-only one.
func (s scope) isOnce() bool { return s.run == nil || s.run.call.Safety == Once }

// RouteFrom returns the route template of the call that ctx belongs to, or ""
// if there is none. Middleware finds it in its request's context.
func RouteFrom(ctx context.Context) string {
	if run := scopeFrom(ctx).run; run != nil {
		return run.call.Route
	}
	return ""
}

// route is what a pause after a 503 is for.
func (run *callRun) route() route { return route{run.call.Method, run.call.Route} }

// attempted reports whether an attempt was made since the last decision.
func (run *callRun) attempted() bool { return run.notAdmitted == nil && run.attempts > 0 }

// decide sets what follows the last attempt.
func (run *callRun) decide(ctx context.Context) {
	var left allowance // not needed after most attempts
	if mayRetry(run.call.Safety, run.last) {
		left = run.allowance(ctx)
	}
	run.next = decide(run.call.Safety, run.last, left)
}

// learn begins a pause after a 429 that named no time, moves the retry budget,
// which may forbid the retry, and counts the retry.
func (run *callRun) learn() {
	c := run.client
	if run.last.throttled() && !run.last.retryAfter.given {
		c.beginPause(run.next.wait)
	}
	if run.next.outcome == Delivered {
		c.budget.give(max(1, run.lastCost))
	}
	if run.next.retry && run.next.cost > 0 && !c.budget.take(run.next.cost) {
		run.next.retry = false
	}
	run.mayHaveApplied = run.mayHaveApplied || run.next.outcome == Failed || run.next.outcome == Unreadable
	run.rejected = run.rejected || run.next.outcome == Rejected
	run.count()
}

func (run *callRun) count() {
	switch {
	case !run.next.retry:
	case run.next.cost == 0:
		run.waits, run.lastCost = run.waits+1, 0
	default:
		run.retries, run.lastCost = run.retries+1, run.next.cost
	}
}

func (run *callRun) allowance(ctx context.Context) allowance {
	left := allowance{
		retries:       run.policy.MaxRetries - run.retries,
		waits:         run.policy.MaxRateLimitWaits - run.waits,
		maxRetryAfter: run.policy.MaxRetryAfter,
		deadline:      forever,
		backoff:       backoff(run.retries, rand.Float64(), run.policy.MaxBackoff),
		jitter:        rand.Float64(),
	}
	if deadline, ok := ctx.Deadline(); ok {
		left.deadline = time.Until(deadline)
	}
	if run.policy.MaxElapsed > 0 {
		left.deadline = min(left.deadline, time.Until(run.firstAttempt.Add(run.policy.MaxElapsed)))
	}
	return left
}

func (run *callRun) response() Response {
	run.endWait()
	return Response{
		StatusCode: run.last.status,
		Header:     run.last.header,
		Body:       run.last.body,
		RequestID:  requestID(run.last.header),
		Attempts:   run.attempts,
		Waited:     run.waited,
		Started:    run.started,
		Finished:   run.at,
	}
}

// maxRequestID limits what is kept of a request id, which has some 30 bytes.
const maxRequestID = 200

func requestID(header http.Header) string {
	id := cmp.Or(header.Get("Request-Id"), header.Get("X-Request-Id"))
	return id[:min(len(id), maxRequestID)]
}

// invalid returns the failure of a call that could not be built.
func (run *callRun) invalid(err error) *Failure {
	return &Failure{Response: run.response(), Method: run.call.Method, Route: run.call.Route, Outcome: NotSent, Err: err}
}

// failure returns what became of the call, or nil if it was delivered.
// engineErr is what ended the retry loop between two attempts, if anything did.
func (run *callRun) failure(ctx context.Context, response Response, engineErr error) *Failure {
	if run.attempted() && run.next.outcome == Delivered {
		return nil
	}
	f := &Failure{
		Response:   response,
		Method:     run.call.Method,
		Route:      run.call.Route,
		Outcome:    run.next.outcome,
		RetryAfter: run.last.retryAfter.wait,
	}
	f.Err = errors.Join(run.last.err, run.notAdmitted, run.contextError(ctx, engineErr))
	if run.attempts == 0 {
		f.Outcome = NotSent
	}
	if run.rejected && f.Outcome == NotSent {
		f.Outcome = Rejected // the last attempt was not sent, but an earlier one was
	}
	if run.mayHaveApplied && f.Outcome.noEffect() {
		f.Outcome = Failed // the last attempt had no effect, but an earlier one may have
	}
	if early, ok := errors.AsType[*waitError](run.notAdmitted); ok {
		f.RetryAfter, f.Throttled = early.left, true
	}
	if wrapped, ok := errors.AsType[*url.Error](engineErr); ok && f.StatusCode == 0 && f.Err == nil {
		f.Err = wrapped.Err // the wrapper shows the query
	}
	return f
}

// contextError returns the end of the caller's context if that stopped the call
// and no other error of it says so.
func (run *callRun) contextError(ctx context.Context, engineErr error) error {
	err := ctx.Err()
	if err == nil || errors.Is(run.last.err, err) || errors.Is(run.notAdmitted, err) {
		return nil
	}
	if run.last.cancelled || errors.Is(engineErr, err) {
		return err
	}
	return nil
}
