package transport

import (
	"errors"
	"net/http"
	"net/url"
)

// authorizer adds the credentials below the caller's middleware, which never
// sees them, and to requests to the base URL's host only.
type authorizer struct {
	next  http.RoundTripper
	host  string
	proto string
	sign  func(*http.Request) // a closure: fmt prints the fields of any struct
}

func newAuthorizer(next http.RoundTripper, base *url.URL, user, password string) *authorizer {
	return &authorizer{
		next:  next,
		host:  base.Host,
		proto: base.Scheme,
		sign:  func(req *http.Request) { req.SetBasicAuth(user, password) },
	}
}

var errOtherHost = errors.New("not sent: middleware changed the host, and the key is for the base URL's only")

func (a *authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != a.host || req.URL.Scheme != a.proto {
		return nil, errOtherHost
	}
	signed := req.Clone(req.Context())
	a.sign(signed)
	return a.next.RoundTrip(signed)
}
