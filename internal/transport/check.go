package transport

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"unicode/utf8"
)

// InvalidError is bad input, found before anything was sent.
type InvalidError struct {
	Param  string // what was wrong, in the vendor package's own words
	Reason string // never repeats the value: it may be a key
}

func (e *InvalidError) Error() string { return e.Param + " " + e.Reason }

func parseBaseURL(text string) (*url.URL, error) {
	invalid := func(reason string) (*url.URL, error) {
		return nil, &InvalidError{Param: "base URL", Reason: reason}
	}
	base, err := url.Parse(text)
	switch {
	case err != nil || base.Hostname() == "" || base.Opaque != "":
		return invalid("is not an absolute URL")
	case base.User != nil:
		return invalid("must not carry credentials")
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return invalid("must not have a query or a fragment")
	case base.Scheme == "http" && !isLoopback(base.Hostname()):
		return invalid("must be https: http is allowed to this machine only")
	case base.Scheme != "https" && base.Scheme != "http":
		return invalid("must be https")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback() && net.ParseIP(host) != nil
}

func checkConfig(cfg Config) error {
	switch {
	case cfg.User == "":
		return &InvalidError{Param: "key", Reason: "is empty"}
	case hasControl(cfg.User) || hasControl(cfg.Password) || strings.Contains(cfg.User, ":"):
		return &InvalidError{Param: "key", Reason: "has a colon or a control character in it (a pasted line end?)"}
	case isHiddenNil(cfg.Limiter):
		return &InvalidError{Param: "limiter", Reason: "is nil inside of its interface"}
	case cfg.HTTPClient != nil && isHiddenNil(cfg.HTTPClient.Transport):
		return &InvalidError{Param: "HTTP client's transport", Reason: "is nil inside of its interface"}
	case hasControl(cfg.UserAgent):
		return &InvalidError{Param: "user agent", Reason: "has a control character in it"}
	case cfg.AttemptTimeout < 0:
		return &InvalidError{Param: "timeout", Reason: "is negative"}
	case cfg.MaxResponseBytes < 0:
		return &InvalidError{Param: "max response bytes", Reason: "is negative"}
	}
	for _, wrap := range cfg.Middleware {
		if wrap == nil {
			return &InvalidError{Param: "middleware", Reason: "is nil"}
		}
	}
	return cfg.Retry.Check()
}

// isHiddenNil finds the nil that an interface hides.
func isHiddenNil(v any) bool {
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan:
		return value.IsNil()
	}
	return false
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) || !utf8.ValidString(text)
}

// reserved are the headers a caller may not set. The first two would make
// net/http itself send a POST again; the next three make some servers take the
// call for another operation; the others belong to the transport.
var reserved = []string{
	"Idempotency-Key", "X-Idempotency-Key", "X-Http-Method", "X-Http-Method-Override", "X-Method-Override",
	"Authorization", "Proxy-Authorization", "Host", "Content-Length", "Transfer-Encoding",
	"Connection", "Trailer", "Upgrade", "Expect", "Te", "Keep-Alive",
	"Content-Type", "Content-Encoding", "Accept-Encoding", "User-Agent",
}

// CheckHeader says whether a caller may add this header to a call.
// The error is an [*InvalidError].
func CheckHeader(name, value string) error {
	invalid := func(reason string) error { return &InvalidError{Param: "header " + safeName(name), Reason: reason} }
	if !isToken(name) {
		return invalid("is not a header name")
	}
	for _, own := range reserved {
		if http.CanonicalHeaderKey(name) == own {
			return invalid("must not be set by the caller")
		}
	}
	if hasControl(value) {
		return invalid("has a control character in its value")
	}
	return nil
}

func safeName(name string) string {
	if isToken(name) {
		return name
	}
	return "name"
}

func isToken(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	})
}
