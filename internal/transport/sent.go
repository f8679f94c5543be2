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

// sendTrace records whether an attempt may have left this machine. Middleware
// may send more than once; every request that reaches the authorizer counts, and
// one that may have been sent marks the attempt as sent.
type sendTrace struct {
	mu       sync.Mutex
	reached  bool // a request reached the authorizer
	sent     bool
	underway int // requests that have not come back, and so may still arrive
	judged   bool
}

// start reports whether a request may be sent. For a once-only call it refuses a
// second one while the first may have arrived, or after the attempt has ended.
func (t *sendTrace) start(once bool) bool {
	if t == nil {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reached = true
	if once && (t.sent || t.underway > 0 || t.judged) {
		return false
	}
	t.underway++
	return true
}

// done records whether the request may have been sent.
func (t *sendTrace) done(sent bool) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.underway--
	t.sent = t.sent || sent
}

// mayHaveBeenSent ends the attempt and reports whether the vendor may have got
// it. An attempt that never reached the authorizer may have gone another way.
func (t *sendTrace) mayHaveBeenSent() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.judged = true
	return t.sent || t.underway > 0 || !t.reached
}

// hop is one request on its way through the network.
type hop struct {
	connRequested atomic.Bool // without it nothing is known about connections
	gotConn       atomic.Bool // what was sent on the connection is not known

	cancel      context.CancelCauseFunc
	wroteHeader atomic.Bool  // on an earlier connection
	replays     atomic.Int32 // that net/http may still make by itself over HTTP/2
}

// maxReplays is how often net/http may send a request again over HTTP/2, since a
// server may be closing its connections. net/http itself has no limit.
const maxReplays = 2

// watch notes whether a connection was handed to the request. If none was, and
// only then, it is proved that nothing has left. The writing of headers proves
// nothing: over HTTP/2 RoundTrip may return before its writer has stopped.
func (h *hop) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { h.connRequested.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			h.gotConn.Store(true)
			if !h.wroteHeader.Load() || !isHTTP2(info.Conn) { // what HTTP/1.1 sends again was not written at all
				return
			}
			if h.replays.Add(-1) < 0 {
				h.cancel(errReplay)
			}
		},
		WroteHeaders: func() { h.wroteHeader.Store(true) },
	})
}

func isHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// markTraced notes that the transport reports connections through httptrace; if
// none is reported, none was opened. net/http may give up before it asks for one,
// because of a context that has ended or a bad header.
func markTraced(ctx context.Context) {
	if h := scopeFrom(ctx).hop; h != nil {
		h.connRequested.Store(true)
	}
}

// mayHaveBeenSent reports whether something may have left. A transport that
// reports nothing proves nothing, not even by a failed dial: that may have been a
// second one after the first connection was lost. One that is not net/http's own
// may have used another way after the one it reported, unless it failed to connect.
func (h *hop) mayHaveBeenSent(resp *http.Response, err error, standard bool) bool {
	return resp != nil || err == nil || h.gotConn.Load() || !h.connRequested.Load() || !standard && !isConnectError(err)
}
