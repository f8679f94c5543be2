package fake

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"
)

// MaxRequestBytes is the longest request body that a server reads. The response
// to a longer one is a 413.
const MaxRequestBytes = 32 << 20

// exchange is one request on its way through the server. The journal records the
// response, or its absence, before the client can see it.
type exchange struct {
	*Server
	w       http.ResponseWriter
	r       *http.Request
	entry   *Request
	settled bool
}

// ServeHTTP serves a request: journal, credentials, rate limit, faults, handler.
// With it the caller can mount the server on a listener of its own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.gate.enter() {
		hangUp(w)
		return
	}
	defer s.gate.leave()
	x := &exchange{Server: s, w: w, r: r, entry: s.journal.add(arrival(s.Now(), r))}
	defer x.settle(nil) // a handler that panics has dropped the connection
	x.serve()
}

// arrival returns the journal's entry of a request whose body was not read yet.
func arrival(now time.Time, r *http.Request) Request {
	header := r.Header.Clone()
	if header.Get("Authorization") != "" {
		header.Set("Authorization", "Basic <redacted>")
	}
	return Request{
		Time: now, Method: r.Method, Path: r.URL.EscapedPath(),
		RawQuery: r.URL.RawQuery, Query: r.URL.Query(), Header: header,
	}
}

func (x *exchange) serve() {
	if rejection := x.reject(); rejection != nil {
		if x.readBody() {
			x.respond(rejection, Fault{})
		}
		return
	}
	fault, chosen := x.faults.onArrival(*x.entry)
	if fault.DropUnread {
		x.pause(fault.Delay)
		x.drop()
		return
	}
	if !x.readBody() {
		return
	}
	if !chosen {
		fault = x.faults.onBody(*x.entry)
	}
	x.execute(fault)
}

// reject returns the response to a request that fails authentication or the rate
// limit, or nil.
func (x *exchange) reject() *response {
	if !x.cfg.Authorized(x.r) {
		return responseOf(func(w http.ResponseWriter) { x.cfg.Unauthorized(w, x.r) })
	}
	if wait := x.limiter.wait(x.Now()); wait > 0 {
		return x.tooMany(strconv.Itoa(int(wait / time.Second)))
	}
	return nil
}

// tooMany returns the vendor's 429, without a Retry-After if that is "".
func (x *exchange) tooMany(retryAfter string) *response {
	return responseOf(func(w http.ResponseWriter) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		x.cfg.TooMany(w)
	})
}

// readBody reads the body into the journal and leaves a copy for the handler. It
// returns false after it has ended the exchange, because the body could not be
// read or is too long.
func (x *exchange) readBody() bool {
	body, err := io.ReadAll(io.LimitReader(x.r.Body, MaxRequestBytes+1))
	x.journal.update(x.entry, func(r *Request) { r.Body = body })
	switch {
	case err != nil:
		x.drop()
		return false
	case len(body) > MaxRequestBytes:
		x.respond(responseOf(func(w http.ResponseWriter) { w.WriteHeader(http.StatusRequestEntityTooLarge) }), Fault{})
		return false
	}
	x.r.Body = io.NopCloser(bytes.NewReader(body))
	return true
}

// execute runs the handler and responds, as far as the fault allows.
func (x *exchange) execute(fault Fault) {
	if !x.pause(fault.Delay) || !x.wait(fault.ExecuteLate, nil) || fault.DropBefore {
		x.drop()
		return
	}
	var resp *response
	if fault.runsHandler() {
		resp = x.run()
	}
	switch {
	case fault.TooMany:
		resp = x.tooMany(fault.RetryAfter)
	case fault.Status != 0:
		resp = responseOf(fault.write)
	}
	if !x.pause(fault.DelayResponse) || fault.DropResponse {
		x.drop()
		return
	}
	x.respond(resp, fault)
}

func (x *exchange) run() *response {
	x.journal.update(x.entry, func(r *Request) { r.Executed = true })
	return responseOf(func(w http.ResponseWriter) { x.handler.ServeHTTP(w, x.r) })
}

// pause waits for d. It returns false at once when the client leaves or the
// server closes.
func (x *exchange) pause(d time.Duration) bool { return x.wait(d, x.r.Context().Done()) }

// wait is pause with gone in place of the client's departure. A nil gone waits
// on after the client has left.
func (x *exchange) wait(d time.Duration, gone <-chan struct{}) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-gone:
		return false
	case <-x.gate.closed:
		return false
	}
}

// settle records the end of the exchange, once.
func (x *exchange) settle(resp *response) {
	if x.settled {
		return
	}
	x.settled = true
	x.journal.settle(x.entry, resp)
}

func (x *exchange) drop() {
	x.settle(nil)
	hangUp(x.w)
}

func (x *exchange) respond(resp *response, fault Fault) {
	x.settle(resp)
	x.send(resp, fault)
}
