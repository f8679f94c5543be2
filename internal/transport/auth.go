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

// authorizer adds the credentials below the caller's middleware, which never
// sees them, and to requests to the base URL's host only.
type authorizer struct {
	next  http.RoundTripper
	plain bool // next is net/http's own, so what it reports of connections is all
	host  string
	proto string
	sign  func(http.Header) // a closure: fmt prints the fields of any struct
}

func newAuthorizer(next http.RoundTripper, base *url.URL, user, password string) *authorizer {
	credentials := "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	return &authorizer{
		next:  next,
		plain: isPlain(next),
		host:  base.Host,
		proto: base.Scheme,
		sign:  func(header http.Header) { header["Authorization"] = []string{credentials} },
	}
}

// replayed make net/http itself send a POST again. No vendor knows them, so not
// even middleware may set them.
var replayed = []string{"Idempotency-Key", "X-Idempotency-Key"}

var errOtherHost = errors.New("not sent: middleware changed the host, and the key is for the base URL's only")

// errReplay ends what net/http would send again over HTTP/2 without end: a server
// that breaks off every stream has read every one of them.
var errReplay = errors.New("the connection broke after the request had been sent")

// errAgain protects a call that must happen once from middleware that repeats.
var errAgain = errors.New("not sent again: middleware repeated a call that must happen once")

func (a *authorizer) RoundTrip(req *http.Request) (resp *http.Response, err error) {
	way := wayFrom(req.Context())
	if !way.begin(isOnce(req.Context())) {
		return refuse(req, errAgain)
	}
	if !a.trusts(req) {
		way.end(false)
		return refuse(req, errOtherHost)
	}
	ctx, cancel := context.WithCancelCause(req.Context()) // ends with the attempt: its body is read later
	pass := &pass{cancel: cancel}
	if !isOnce(ctx) {
		pass.replays.Store(maxReplays)
	}
	signed := *req.WithContext(pass.watch(ctx))
	signed.Header = maps.Clone(req.Header)
	for _, name := range replayed {
		delete(signed.Header, name)
	}
	a.sign(signed.Header)
	defer func() { way.end(pass.mayHaveSent(resp, err, a.plain)) }()
	resp, err = a.next.RoundTrip(&signed)
	if resp != nil {
		resp.Request = req // the transport puts the signed one there
	}
	if err != nil && context.Cause(ctx) == errReplay {
		err = errReplay
	} else if err != nil {
		err = cause(err)
	}
	return resp, err
}

func refuse(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	return nil, err
}

func isOnce(ctx context.Context) bool {
	x, ok := exchangeFrom(ctx)
	return ok && x.call.Safety == Once
}

func isPlain(next http.RoundTripper) bool {
	switch next.(type) {
	case *http.Transport, *transports:
		return true
	}
	return false
}

// trusts looks at the Host header too: behind a shared front it decides who
// gets the request.
func (a *authorizer) trusts(req *http.Request) bool {
	named := req.Host == "" || req.Host == a.host || req.Host == strings.TrimSuffix(a.host, ":")
	return named && req.URL.Host == a.host && req.URL.Scheme == a.proto
}
