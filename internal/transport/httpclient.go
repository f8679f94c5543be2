package transport

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

const maxHeaderBytes = 1 << 20

// newChain puts the caller's middleware around the credentials, and these around
// the transport. The first middleware is the outermost.
func newChain(cfg Config, base *url.URL, next http.RoundTripper) (http.RoundTripper, error) {
	if next == nil {
		next = http.DefaultTransport
	}
	next = newAuthorizer(next, base, cfg.User, cfg.Password)
	for i := len(cfg.Middleware) - 1; i >= 0; i-- {
		if next = cfg.Middleware[i](next); next == nil {
			return nil, &InvalidError{Param: "middleware", Reason: "returned nil"}
		}
	}
	return next, nil
}

// withoutRedirects returns a copy of the caller's client that follows no redirect.
// It has no Timeout, which would count the waits too: each attempt has its own.
func withoutRedirects(client http.Client) http.Client {
	client.Transport = nil // Do sets it
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Timeout = 0
	return client
}

// ownTransports are used unless the caller brings an http.Client: once for
// once-only calls and for requests that middleware has cut off from their call,
// shared for the others.
type ownTransports struct{ once, shared *http.Transport }

func newOwnTransports() *ownTransports {
	return &ownTransports{once: onceTransport(), shared: sharedTransport()}
}

func (t *ownTransports) RoundTrip(req *http.Request) (*http.Response, error) {
	markTraced(req.Context())
	if s := scopeFrom(req.Context()); s.run != nil && !s.isOnce() {
		return t.shared.RoundTrip(req)
	}
	return t.once.RoundTrip(req)
}

func (t *ownTransports) CloseIdleConnections() {
	t.once.CloseIdleConnections()
	t.shared.CloseIdleConnections()
}

// sharedTransport keeps as many connections as are in use. By default net/http
// keeps two for a host and dials the others anew for every call.
func sharedTransport() *http.Transport {
	t := baseTransport()
	t.ForceAttemptHTTP2 = true
	t.MaxIdleConnsPerHost = 1024
	return t
}

// onceTransport opens a connection for every call. On an idle connection a call
// can be lost when the server closes it, and nobody knows whether it was read.
func onceTransport() *http.Transport {
	t := baseTransport()
	t.DisableKeepAlives = true
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// baseTransport has no ResponseHeaderTimeout, which would cut short an attempt
// that was given more time.
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
