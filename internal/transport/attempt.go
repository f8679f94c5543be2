package transport

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// attempt is the result of one request on the wire.
type attempt struct {
	status     int // 0 when there was no response
	header     http.Header
	body       []byte
	broken     bool // the body ended early or was too long
	sent       bool // with no response: the request may have reached the vendor
	permanent  bool // the next attempt would fail alike
	timeout    bool // with no response: a timeout ended it
	cancelled  bool // the caller's context has ended
	retryAfter retryAfter
	err        error
}

// attempt sends the call once and stores the result in the run. It returns the
// response, or nil if none came.
func (run *callRun) attempt(template *http.Request) *http.Response {
	run.attempts++
	if run.attempts == 1 {
		run.firstAttempt = run.admitted
	}
	resp, result := run.send(template)
	run.at = time.Now()
	result.cancelled = template.Context().Err() != nil
	run.last = result
	return resp
}

// send limits the attempt's time, and sends the request of this attempt.
func (run *callRun) send(template *http.Request) (*http.Response, attempt) {
	ctx, cancel := run.limitAttempt(template.Context())
	defer cancel()
	trace := newSendTrace(ctx, run)
	var resp *http.Response
	var err error
	if direct, ok := run.client.chain.(*authorizer); ok { // no middleware, for which requests are copied
		resp, err = direct.sendDirect(template, trace, cancel)
	} else {
		resp, err = run.client.chain.RoundTrip(run.request(&trace.scope, template))
	}
	if err == nil && resp == nil {
		err = errors.New("transport: middleware returned neither a response nor an error")
	}
	if err != nil {
		return nil, run.lost(withoutCause(template.Context(), err), trace)
	}
	return resp, run.receive(template.Context(), resp, trace)
}

// lost returns the result of an attempt without a response. Middleware that rejects
// a request returns the client's NotSent error. It is trusted if the request did not
// reach the authorizer.
func (run *callRun) lost(err error, trace *sendTrace) attempt {
	disclaimed := run.client.notSent != nil && errors.Is(err, run.client.notSent)
	return attempt{
		err:       run.redactError(withoutURL(err)),
		sent:      trace.mayHaveBeenSent(disclaimed),
		permanent: disclaimed || isPermanent(err),
		timeout:   isTimeout(err),
	}
}

// receive reads a response. A pause begins before the body is read, which may take
// long while other calls are under way.
func (run *callRun) receive(ctx context.Context, resp *http.Response, trace *sendTrace) attempt {
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	if resp.StatusCode < 200 { // after a 101 net/http hands over the connection, which may never end
		resp.Body.Close()
		resp.Body = http.NoBody
	}
	result := attempt{status: resp.StatusCode, header: resp.Header, sent: true, retryAfter: run.client.retryAfter(resp)}
	run.obeyRetryAfter(result)
	var err error
	result.body, err = readBody(resp, run.client.maxBytes)
	switch {
	case err == nil:
		err = checkEncoding(resp, result.body)
	case trace.hop.replayed.Load() && errors.Is(err, context.Canceled):
		err = errReplay
	}
	if err != nil {
		result.broken, result.err = true, run.redactError(cleanNetError(withoutCause(ctx, err)))
		result.permanent = isUnreadable(err)
	}
	if target := redirectTarget(resp); target != "" {
		result.err = errors.Join(result.err, &redirectError{target})
	}
	return result
}

// obeyRetryAfter begins the pause that a response asked for: of the whole client
// after a 429, and of the route after a 503.
func (run *callRun) obeyRetryAfter(a attempt) {
	c := run.client
	switch {
	case !a.retryAfter.given:
	case a.throttled():
		c.beginPause(a.retryAfter.wait)
	default:
		c.routePauses.begin(run.route(), min(a.retryAfter.wait, c.maxPause()))
	}
}
