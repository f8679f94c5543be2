package transport

import (
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
	host  string
	proto string
	sign  func(http.Header) // a closure: fmt prints the fields of any struct
}

func newAuthorizer(next http.RoundTripper, base *url.URL, user, password string) *authorizer {
	credentials := "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
	return &authorizer{
		next:  next,
		host:  base.Host,
		proto: base.Scheme,
		sign:  func(header http.Header) { header["Authorization"] = []string{credentials} },
	}
}

// replayed make net/http itself send a POST again. No vendor knows them, so not
// even middleware may set them.
var replayed = []string{"Idempotency-Key", "X-Idempotency-Key"}

var errOtherHost = errors.New("not sent: middleware changed the host, and the key is for the base URL's only")

func (a *authorizer) RoundTrip(req *http.Request) (*http.Response, error) {
	if !a.trusts(req) {
		vouch(req.Context())
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, errOtherHost
	}
	signed := *req
	signed.Header = maps.Clone(req.Header)
	for _, name := range replayed {
		delete(signed.Header, name)
	}
	a.sign(signed.Header)
	resp, err := a.next.RoundTrip(&signed)
	if resp != nil {
		resp.Request = req // the transport puts the signed one there
	}
	return resp, err
}

// trusts looks at the Host header too: behind a shared front it decides who
// gets the request.
func (a *authorizer) trusts(req *http.Request) bool {
	named := req.Host == "" || req.Host == a.host || req.Host == strings.TrimSuffix(a.host, ":")
	return named && req.URL.Host == a.host && req.URL.Scheme == a.proto
}
