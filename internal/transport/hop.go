package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// hop is one request on its way through the network.
type hop struct {
	scope    scope
	once     bool     // of a once-only call
	below    protocol // what is known of the transport
	cancel   context.CancelFunc
	trace    httptrace.ClientTrace // here to save an allocation
	replayed atomic.Bool           // it was broken off, since it would have been sent again

	connRequested atomic.Bool  // without it nothing is known about connections
	conns         atomic.Int32 // that the request was given; what was sent on them is not known
	reused        atomic.Bool  // the latest of them had been idle
	wroteHeaders  atomic.Bool  // on one of them
	retries       atomic.Int32 // on another connection after that
	idle          atomic.Pointer[idleUse]
}

// protocol is what is known of the RoundTripper below the credentials.
type protocol struct {
	standard bool // net/http's own, which reports every connection
	h2c      bool // it may speak HTTP/2 without TLS
}

func protocolOf(next http.RoundTripper) protocol {
	switch t := next.(type) {
	case *http.Transport:
		return protocol{standard: true, h2c: t.Protocols != nil && t.Protocols.UnencryptedHTTP2()}
	case *ownTransports:
		return protocol{standard: true}
	}
	return protocol{}
}

// maxReplays is how often net/http may send a request again over HTTP/2, since a
// server may be closing its connections. net/http itself has no limit.
const maxReplays = 2

// watch returns the context of the request, with which the hop notes whether a
// connection was handed to it. If none was, and only then, it is proved that nothing
// has left. The writing of headers proves nothing: over HTTP/2 RoundTrip may return
// before its writer has stopped. cancel ends ctx.
func (h *hop) watch(ctx context.Context, cancel context.CancelFunc, above scope, below protocol) context.Context {
	h.once, h.below, h.cancel = above.isOnce(), below, cancel
	h.scope = scope{Context: ctx, run: above.run, trace: above.trace, hop: h}
	h.trace = httptrace.ClientTrace{
		GetConn: func(string) { h.connRequested.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			h.conns.Add(1)
			h.reused.Store(info.Reused)
			h.idle.Store(useConn(info.Conn))
			if h.wroteHeaders.Load() {
				h.limitRetry(info.Conn)
			}
		},
		WroteHeaders: func() { h.wroteHeaders.Store(true) },
	}
	if h.once { // only those calls have a connection that notes it
		h.trace.PutIdleConn = func(err error) {
			if use := h.idle.Load(); use != nil && err == nil {
				use.becameIdle()
			}
		}
	}
	return httptrace.WithClientTrace(&h.scope, &h.trace)
}

// limitRetry is for a second connection after the headers were written on the
// first. Over net/http's own HTTP/1.1 nothing was written at all then, or the
// method may be sent again. Anything else is a retry: it ends a once-only call, and
// after maxReplays also any other call over HTTP/2. A transport that retries by
// itself may do so for calls that are not once-only.
func (h *hop) limitRetry(conn net.Conn) {
	http2 := isHTTP2(conn)
	switch {
	case h.below.standard && !http2 && !h.below.h2c:
	case h.once:
		h.abort()
		if !h.below.standard && !http2 && conn != nil {
			rawConn(conn).Close() // HTTP/1.1 writes a request though its context has ended
		}
	case (http2 || h.below.standard) && h.retries.Add(1) > maxReplays:
		h.abort()
	}
}

// abort breaks the request off, unless it has ended before.
func (h *hop) abort() {
	if h.scope.Err() == nil {
		h.replayed.Store(true)
	}
	h.cancel()
}

func isHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// rawConn returns the connection below any TLS, also that to a proxy.
func rawConn(conn net.Conn) net.Conn {
	for {
		secure, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = secure.NetConn()
	}
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
func (h *hop) mayHaveBeenSent(resp *http.Response, err error) bool {
	if resp != nil || err == nil || !h.connRequested.Load() {
		return true
	}
	if h.conns.Load() > 0 {
		return !h.failedHandshake(err)
	}
	return !h.below.standard && !isConnectError(err)
}

// failedHandshake reports whether the server ended the handshake of the only
// connection, which counts as made before the server has seen our certificate.
func (h *hop) failedHandshake(err error) bool {
	return h.conns.Load() == 1 && !h.reused.Load() && isAlert(err, certificateAlerts)
}

// wasLostToIdle reports whether the request failed on a connection that had been
// idle, which the server may have closed.
func (h *hop) wasLostToIdle(ctx context.Context, err error) bool {
	return err != nil && h.reused.Load() && ctx.Err() == nil
}
