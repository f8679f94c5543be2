package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

const maxHeaderBytes = 1 << 20

// newHTTPClient copies a client and puts our layers around its transport: an
// attempt outside, then the caller's middleware, then the credentials. The
// caller's own stays as it is.
func newHTTPClient(cfg Config, base *url.URL, client *http.Client) (*http.Client, error) {
	next := client.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	next = newAuthorizer(next, base, cfg.User, cfg.Password)
	for i := len(cfg.Middleware) - 1; i >= 0; i-- {
		if next = cfg.Middleware[i](next); next == nil {
			return nil, &InvalidError{Param: "middleware", Reason: "returned nil"}
		}
	}
	own := *client
	own.Transport = &attempter{next: next}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Timeout = 0 // it would count the waits; each attempt has its own
	return &own, nil
}

// transports are our own, for clients that bring none: one for calls that must
// not be repeated, and for requests that middleware has cut off from their
// call; the other for all the rest.
type transports struct{ once, repeat *http.Transport }

func newTransports() *transports {
	return &transports{once: onceTransport(), repeat: repeatTransport()}
}

func (t *transports) RoundTrip(req *http.Request) (*http.Response, error) {
	vouch(req.Context())
	if x, ok := exchangeFrom(req.Context()); ok && x.call.Safety != Once {
		return t.repeat.RoundTrip(req)
	}
	return t.once.RoundTrip(req)
}

// repeatTransport keeps as many connections as are used: by default net/http
// keeps two to a host and dials the others anew for every call.
func repeatTransport() *http.Transport {
	t := baseTransport()
	t.ForceAttemptHTTP2 = true
	t.MaxIdleConnsPerHost = 1024
	return t
}

// onceTransport opens a connection for every call. On one that was kept, a call
// may be lost to the server's closing it, and then nobody knows if it was read.
func onceTransport() *http.Transport {
	t := baseTransport()
	t.DisableKeepAlives = true
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// baseTransport has no ResponseHeaderTimeout: it would cut short an attempt that
// was given more time.
func baseTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
}

func exchangeFrom(ctx context.Context) (*exchange, bool) {
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	return x, ok
}
