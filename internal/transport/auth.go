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
	owns   bool // nobody else reads or writes the requests that it gets: there is no middleware
	below  protocol
	host   string
	scheme string
	key    credentials
}

func newAuthorizer(next http.RoundTripper, owns bool, base *url.URL, key credentials) *authorizer {
	return &authorizer{next: next, owns: owns, below: protocolOf(next), host: base.Host, scheme: base.Scheme, key: key}
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

func (a *authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	s := scopeFrom(req.Context())
	if !s.trace.start(s.isOnce()) {
		return reject(req, errSentAgain)
	}
	authorization, err := a.authorize(req)
	if err != nil {
		s.trace.done(false)
		return reject(req, err)
	}
	ctx, abort := context.WithCancelCause(req.Context()) // not ended here: the body is read later
	s.hop = &hop{once: s.isOnce(), below: a.below, abort: abort}
	s.hop.scope = s
	signed := req.WithContext(s.hop.watch(withScope(ctx, &s.hop.scope)))
	if !a.owns {
		signed.Header = maps.Clone(req.Header)
	}
	for _, name := range idempotencyHeaders {
		delete(signed.Header, name)
	}
	signed.Header["Authorization"] = []string{authorization}
	return a.send(signed, req, s)
}

// authorize returns the Authorization header for a request that may have it.
func (a *authorizer) authorize(req *http.Request) (string, error) {
	if !a.trusts(req) {
		return "", errOtherHost
	}
	return a.key(req.Context())
}

func (a *authorizer) send(signed, req *http.Request, s scope) (resp *http.Response, err error) {
	defer func() { s.trace.done(s.hop.mayHaveBeenSent(resp, err)) }()
	resp, err = a.next.RoundTrip(signed)
	if resp != nil {
		resp.Request = req // net/http sets the signed request
	}
	switch ctx := signed.Context(); {
	case err == nil:
		return resp, nil
	case context.Cause(ctx) == errReplay:
		return resp, errReplay
	default:
		return resp, cleanNetError(withoutCause(ctx, err))
	}
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
