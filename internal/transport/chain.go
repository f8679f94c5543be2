package transport

import (
	"net/http"
	"net/url"
)

// newChain puts the caller's middleware around the credentials, and these around
// the transport. The first middleware is the outermost.
func newChain(cfg Config, base *url.URL, key credentials, next http.RoundTripper) (http.RoundTripper, error) {
	if next == nil {
		next = http.DefaultTransport
	}
	next = newAuthorizer(next, base, key)
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
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Timeout = 0
	return client
}
