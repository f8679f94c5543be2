package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// way is how far one attempt got. Middleware may send it on more than once, or
// send requests of its own, so only what passes the authorizer counts, and one
// pass of which it is not proved that nothing left counts for good.
type way struct {
	mu       sync.Mutex
	passed   bool
	sent     bool
	underway int // passes that have not come back, and so may arrive yet
	judged   bool
}

type wayKey struct{}

func wayFrom(ctx context.Context) *way {
	w, _ := ctx.Value(wayKey{}).(*way)
	return w
}

// begin lets a pass begin, but for a call that must happen once only when no
// other one has arrived or may do so yet, and the attempt has not been judged.
func (w *way) begin(once bool) bool {
	if w == nil {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.passed = true
	if once && (w.sent || w.underway > 0 || w.judged) {
		return false
	}
	w.underway++
	return true
}

// end adds what a pass came to.
func (w *way) end(sent bool) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.underway--
	w.sent = w.sent || sent
}

// judge says whether the request may have reached the vendor. What never came to
// the authorizer may have gone another way.
func (w *way) judge() (maybeSent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.judged = true
	return w.sent || w.underway > 0 || !w.passed
}

// pass is one request on its way through the network.
type pass struct {
	asked atomic.Bool // for a connection; so whether one was got is known
	got   atomic.Bool // a connection: what was sent on it nobody knows

	cancel  context.CancelCauseFunc
	wrote   atomic.Bool  // headers, on an earlier connection
	replays atomic.Int32 // that net/http may still make of its own over HTTP/2
}

// maxReplays over HTTP/2 are for connections that a server is closing. net/http
// itself has no limit.
const maxReplays = 2

type passKey struct{}

// watch sees whether a connection was handed to the request. Without one, and
// only then, it is proved that nothing has left. The writing of headers proves
// nothing: over HTTP/2 RoundTrip may return before its writer has stopped.
func (p *pass) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(context.WithValue(ctx, passKey{}, p), &httptrace.ClientTrace{
		GetConn: func(string) { p.asked.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			p.got.Store(true)
			if !p.wrote.Load() || !isHTTP2(info.Conn) { // what HTTP/1.1 sends again was not written at all
				return
			}
			if p.replays.Add(-1) < 0 {
				p.cancel(errReplay)
			}
		},
		WroteHeaders: func() { p.wrote.Store(true) },
	})
}

func isHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// vouch says that whatever sends this request will report its connections, so
// that silence means that there was none: net/http gives up on a context that
// has ended, or on a bad header, before it asks for one.
func vouch(ctx context.Context) {
	if p, ok := ctx.Value(passKey{}).(*pass); ok {
		p.asked.Store(true)
	}
}

// mayHaveSent says whether something may have left. A transport that reports
// nothing proves nothing, not even by a failed dial: that may have been a second
// one, after a first connection was lost. One that is not net/http's own may have
// used another way after the one it reported, unless connecting is what failed.
func (p *pass) mayHaveSent(resp *http.Response, err error, plain bool) bool {
	return resp != nil || err == nil || p.got.Load() || !p.asked.Load() || !plain && !isConnecting(err)
}
