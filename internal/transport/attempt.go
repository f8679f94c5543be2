package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// attempt is the result of one request on the wire.
type attempt struct {
	at         time.Time // when the response or the error came
	took       time.Duration
	status     int // 0 when there was no response
	header     http.Header
	body       []byte
	broken     bool // the body ended early or was too long
	sent       bool // with no response: the request may have reached the vendor
	permanent  bool // with no response: the next attempt would fail alike
	timeout    bool // with no response: a timeout ended it
	cancelled  bool // the caller's context has ended
	retryAfter retryAfter
	err        error
}

// attempt sends the request once and stores the result in the run.
func (run *callRun) attempt(req *http.Request) (*http.Response, error) {
	run.attempts++
	started := time.Now()
	resp, result := run.send(req)
	result.at = time.Now()
	result.took = result.at.Sub(started)
	result.cancelled = req.Context().Err() != nil
	run.last = result
	if resp == nil {
		return nil, result.err
	}
	resp.Body = io.NopCloser(bytes.NewReader(result.body))
	return resp, nil
}

// send limits the attempt's time, and passes a copy of the request on: middleware
// may write into it.
func (run *callRun) send(req *http.Request) (*http.Response, attempt) {
	ctx, cancel := context.WithTimeout(req.Context(), run.attemptTimeout())
	defer cancel()
	trace := &sendTrace{}
	resp, err := run.client.chain.RoundTrip(req.Clone(withScope(ctx, scope{run: run, trace: trace})))
	if err == nil && resp == nil {
		err = errors.New("transport: middleware returned neither a response nor an error")
	}
	if err != nil {
		return nil, run.lost(err, trace)
	}
	return resp, run.receive(resp)
}

func (run *callRun) attemptTimeout() time.Duration {
	if run.call.AttemptTimeout > 0 {
		return run.call.AttemptTimeout
	}
	return run.client.attemptTimeout
}

// lost is an attempt without a response.
func (run *callRun) lost(err error, trace *sendTrace) attempt {
	return attempt{
		err:       run.redactError(withoutURL(err)),
		sent:      trace.mayHaveBeenSent(),
		permanent: isPermanent(err),
		timeout:   isTimeout(err),
	}
}

// receive reads a response. The pause begins with its headers: the body may take
// long, and other calls are under way.
func (run *callRun) receive(resp *http.Response) attempt {
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	if resp.StatusCode < 200 { // after a 101 net/http hands over the connection, which may never end
		resp.Body.Close()
		resp.Body = http.NoBody
	}
	c := run.client
	result := attempt{status: resp.StatusCode, header: resp.Header, sent: true, retryAfter: c.retryAfter(resp)}
	if result.retryAfter.given {
		c.pause.extendTo(time.Now().Add(min(result.retryAfter.wait, longestPause)))
	}
	var err error
	if result.body, err = readBody(resp, c.maxBytes); err != nil {
		result.broken, result.err = true, run.redactError(cleanNetError(err))
	}
	if target := redirectTarget(resp); target != "" {
		result.err = errors.Join(result.err, &redirectError{target})
	}
	return result
}
