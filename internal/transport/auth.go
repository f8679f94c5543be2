package transport

import (
	"context"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// authorizer adds the credentials, and only to requests for the base URL's host.
// It is below the caller's middleware, which never sees them.
type authorizer struct {
	next     http.RoundTripper
	standard bool // next is net/http's own and reports every connection
	host     string
	scheme   string
	sign     func(http.Header) // a closure: fmt prints the fields of any struct
}

func newAuthorizer(next http.RoundTripper, base *url.URL, user, password string) *authorizer {
	credentials := "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	return &authorizer{
		next:     next,
		standard: isStandard(next),
		host:     base.Host,
		scheme:   base.Scheme,
		sign:     func(header http.Header) { header["Authorization"] = []string{credentials} },
	}
}

// idempotencyHeaders make net/http itself send a POST again. No vendor knows
// them, so neither callers nor middleware may set them.
var idempotencyHeaders = []string{"Idempotency-Key", "X-Idempotency-Key"}

var errOtherHost = errors.New("not sent: middleware changed the host, and the key is for the base URL's only")

// errReplay ends what net/http would send again over HTTP/2 without end. A server
// that breaks off every stream has read every one of them.
var errReplay = errors.New("the connection broke after the request had been sent")

// errSentAgain protects a once-only call from middleware that retries.
var errSentAgain = errors.New("not sent again: middleware repeated a call that must happen once")

func (a *authorizer) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	s := scopeFrom(req.Context())
	if !s.trace.start(s.isOnce()) {
		return reject(req, errSentAgain)
	}
	if !a.trusts(req) {
		s.trace.done(false)
		return reject(req, errOtherHost)
	}
	ctx, cancel := context.WithCancelCause(req.Context()) // not cancelled here: the body is read later
	s.hop = &hop{cancel: cancel}
	if !s.isOnce() {
		s.hop.replays.Store(maxReplays)
	}
	signed := a.signed(req, s.hop.watch(withScope(ctx, s)))
	defer func() { s.trace.done(s.hop.mayHaveBeenSent(resp, err, a.standard)) }()
	resp, err = a.next.RoundTrip(signed)
	if resp != nil {
		resp.Request = req // net/http sets the signed request
	}
	if err != nil && context.Cause(ctx) == errReplay {
		err = errReplay
	} else if err != nil {
		err = cleanNetError(err)
	}
	return resp, err
}

// signed returns a copy of the request with the credentials.
func (a *authorizer) signed(req *http.Request, ctx context.Context) *http.Request {
	signed := req.WithContext(ctx)
	signed.Header = maps.Clone(req.Header)
	for _, name := range idempotencyHeaders {
		delete(signed.Header, name)
	}
	a.sign(signed.Header)
	return signed
}

// reject closes the body, as a RoundTripper must also when it fails.
func reject(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	return nil, err
}

func isStandard(next http.RoundTripper) bool {
	switch next.(type) {
	case *http.Transport, *ownTransports:
		return true
	}
	return false
}

// trusts checks the Host header too: behind a shared front it decides who gets
// the request.
func (a *authorizer) trusts(req *http.Request) bool {
	named := req.Host == "" || req.Host == a.host || req.Host == strings.TrimSuffix(a.host, ":")
	return named && req.URL.Host == a.host && req.URL.Scheme == a.scheme
}
