package fake

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"
)

// MaxRequestBytes is the longest request body a server reads; a longer one is
// answered with 413.
const MaxRequestBytes = 32 << 20

// exchange is one request on its way through the server. The answer or hang-up
// is journaled before the client can see it.
type exchange struct {
	*Server
	w       http.ResponseWriter
	r       *http.Request
	entry   *Request
	settled bool
}

// ServeHTTP takes a request the whole way: journal, credentials, rate limit,
// faults, handler. It makes the server mountable on a listener of the caller.
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

// arrival is a request's head as the journal keeps it.
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
	if refusal := x.refuse(); refusal != nil {
		if x.readBody() {
			x.answer(refusal, Fault{})
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

// refuse returns the answer to a request that gets no further, or nil.
func (x *exchange) refuse() *answer {
	if !x.cfg.Knows(x.r) {
		return answerOf(func(w http.ResponseWriter) { x.cfg.Unauthorized(w, x.r) })
	}
	if wait := x.limiter.wait(x.Now()); wait > 0 {
		return x.tooMany(strconv.Itoa(int(wait / time.Second)))
	}
	return nil
}

// tooMany is the vendor's 429, without a Retry-After if that is "".
func (x *exchange) tooMany(retryAfter string) *answer {
	return answerOf(func(w http.ResponseWriter) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		x.cfg.TooMany(w)
	})
}

// readBody takes the body into the journal and puts a copy back for the handler.
// It returns false, with the exchange over, when there is no body to work on.
func (x *exchange) readBody() bool {
	body, err := io.ReadAll(io.LimitReader(x.r.Body, MaxRequestBytes+1))
	x.journal.update(x.entry, func(r *Request) { r.Body = body })
	switch {
	case err != nil:
		x.drop()
		return false
	case len(body) > MaxRequestBytes:
		x.answer(answerOf(func(w http.ResponseWriter) { w.WriteHeader(http.StatusRequestEntityTooLarge) }), Fault{})
		return false
	}
	x.r.Body = io.NopCloser(bytes.NewReader(body))
	return true
}

// execute does the work of a request, or what its fault leaves of it.
func (x *exchange) execute(fault Fault) {
	if !x.pause(fault.Delay) || !x.wait(fault.Late, nil) || fault.DropBefore {
		x.drop()
		return
	}
	var ans *answer
	if fault.runsHandler() {
		ans = x.run()
	}
	switch {
	case fault.TooMany:
		ans = x.tooMany(fault.RetryAfter)
	case fault.Status != 0:
		ans = answerOf(fault.write)
	}
	if !x.pause(fault.AnswerDelay) || fault.DropAfter {
		x.drop()
		return
	}
	x.answer(ans, fault)
}

func (x *exchange) run() *answer {
	x.journal.update(x.entry, func(r *Request) { r.Executed = true })
	return answerOf(func(w http.ResponseWriter) { x.handler.ServeHTTP(w, x.r) })
}

// pause waits and returns true, or returns false at once when nobody is left to
// wait for: the client has gone or the server is closing.
func (x *exchange) pause(d time.Duration) bool { return x.wait(d, x.r.Context().Done()) }

// wait is a pause that ends when the client has gone, or if gone is nil goes on
// without it.
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

// settle journals the end of the exchange, once.
func (x *exchange) settle(ans *answer) {
	if x.settled {
		return
	}
	x.settled = true
	x.journal.settle(x.entry, ans)
}

func (x *exchange) drop() {
	x.settle(nil)
	hangUp(x.w)
}

func (x *exchange) answer(ans *answer, fault Fault) {
	x.settle(ans)
	x.send(ans, fault)
}
