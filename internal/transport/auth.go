package transport

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// authorizer adds the credentials, and only to requests for the base URL's host.
// It is below the caller's middleware, which never sees them.
type authorizer struct {
	next   http.RoundTripper
	below  protocol
	host   string
	scheme string
	key    credentials
}

func newAuthorizer(next http.RoundTripper, base *url.URL, key credentials) *authorizer {
	return &authorizer{next: next, below: protocolOf(next), host: base.Host, scheme: base.Scheme, key: key}
}

// idempotencyHeaders make net/http itself send a POST again. No vendor knows
// them, so neither callers nor middleware may set them.
var idempotencyHeaders = []string{"Idempotency-Key", "X-Idempotency-Key"}

var errOtherHost = errors.New("middleware changed the host, and the key is for the base URL's only")

// errReplay ends what would be sent again on another connection. A server that
// breaks off every stream of HTTP/2 has read every one of them.
var errReplay = errors.New("the connection broke after the request had been sent")

// errSentAgain protects a once-only call from middleware that retries.
var errSentAgain = errors.New("not sent again: middleware retried a call that must be sent only once")

// RoundTrip sends a copy of a request that has come through middleware.
func (a *authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context()) // not ended here: the body is read later
	h := &hop{}
	signed := req.WithContext(h.watch(ctx, func() { cancel(errReplay) }, scopeFrom(ctx), a.below))
	signed.Header = maps.Clone(req.Header)
	resp, err := a.exchange(signed, h)
	if resp != nil {
		resp.Request = req // net/http sets the signed request
	}
	return resp, err
}

// sendDirect sends the request of an attempt that no middleware sees.
func (a *authorizer) sendDirect(template *http.Request, trace *sendTrace, cancel context.CancelFunc) (*http.Response, error) {
	h := &trace.hop
	ctx := h.watch(trace.scope.Context, cancel, trace.scope, a.below)
	resp, err := a.exchange(trace.scope.run.request(ctx, template), h)
	if resp != nil {
		resp.Request = template // a caller's transport may set none
	}
	return resp, err
}

// exchange adds the credentials to a request that nobody else reads or writes, and
// sends it.
func (a *authorizer) exchange(req *http.Request, h *hop) (resp *http.Response, err error) {
	trace, sent := h.scope.trace, false
	if !trace.start(h.once) {
		return reject(req, errSentAgain)
	}
	defer func() { trace.done(sent) }()
	authorization, err := a.authorize(req)
	if err != nil {
		return reject(req, err)
	}
	for _, name := range idempotencyHeaders {
		delete(req.Header, name)
	}
	req.Header["Authorization"] = []string{authorization}
	sent = true // also if RoundTrip panics
	resp, err = a.next.RoundTrip(req)
	switch {
	case err == nil:
	case h.replayed.Load():
		err = errReplay
	default:
		err = cleanNetError(withoutCause(req.Context(), err))
	}
	sent = h.mayHaveBeenSent(resp, err)
	return resp, err
}

// authorize returns the Authorization header for a request that may have it.
func (a *authorizer) authorize(req *http.Request) (string, error) {
	if !a.trusts(req) {
		return "", errOtherHost
	}
	return a.key(req.Context())
}

// reject closes the body, as a RoundTripper must also when it fails.
func reject(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	return nil, err
}

// trusts checks the Host header too: behind a shared front it decides who gets
// the request.
func (a *authorizer) trusts(req *http.Request) bool {
	named := req.Host == "" || req.Host == a.host || req.Host == strings.TrimSuffix(a.host, ":")
	return named && req.URL.Host == a.host && req.URL.Scheme == a.scheme
}
