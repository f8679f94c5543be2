package transport

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

const maxHeaderBytes = 1 << 20

// newHTTPClients makes the clients for calls that must not be repeated and for
// all others. Both leave the caller's client as it is.
func newHTTPClients(cfg Config, base *url.URL) (once, repeat *http.Client) {
	if cfg.HTTPClient != nil {
		own := wrap(cfg, base, cfg.HTTPClient)
		return own, own
	}
	return wrap(cfg, base, &http.Client{Transport: onceTransport()}), wrap(cfg, base, &http.Client{Transport: repeatTransport()})
}

// wrap copies a client and puts our layers around its transport: an attempt
// outside, then the caller's middleware, then the credentials.
func wrap(cfg Config, base *url.URL, client *http.Client) *http.Client {
	next := client.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	next = newAuthorizer(next, base, cfg.User, cfg.Password)
	for i := len(cfg.Middleware) - 1; i >= 0; i-- {
		next = cfg.Middleware[i](next)
	}
	own := *client
	own.Transport = &attempter{next: next}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Timeout = 0 // it would count the waits; each attempt has its own
	return &own
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

func baseTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  DefaultTimeout,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
}
