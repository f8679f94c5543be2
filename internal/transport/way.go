package transport

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
)

// way is how far one attempt got. Middleware may send it on more than once, or
// send requests of its own, so only what passes the authorizer counts, and one
// pass of which it is not proved that nothing left counts for good.
type way struct {
	mu     sync.Mutex
	passed bool
	sent   bool
}

type wayKey struct{}

func wayFrom(ctx context.Context) *way {
	w, _ := ctx.Value(wayKey{}).(*way)
	return w
}

// note adds what one pass came to.
func (w *way) note(sent bool) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.passed, w.sent = true, w.sent || sent
}

// maybeSent says whether the request may have reached the vendor. What never
// came to the authorizer may have gone another way.
func (w *way) maybeSent() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent || !w.passed
}

// again says that this attempt has been sent on before and may have arrived.
func (w *way) again() bool {
	if w == nil {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent
}

// pass is one request on its way through the network.
type pass struct {
	asked atomic.Bool // for a connection; so whether one was got is known
	got   atomic.Bool // a connection: what was sent on it nobody knows
}

type passKey struct{}

// watch sees whether a connection was handed to the request. Without one, and
// only then, it is proved that nothing has left. The writing of headers proves
// nothing: over HTTP/2 RoundTrip may return before its writer has stopped.
func (p *pass) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(context.WithValue(ctx, passKey{}, p), &httptrace.ClientTrace{
		GetConn: func(string) { p.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { p.got.Store(true) },
	})
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
// one, after a first connection was lost.
func (p *pass) mayHaveSent(resp *http.Response, err error) bool {
	return resp != nil || err == nil || p.got.Load() || !p.asked.Load()
}
