package transport

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// Defaults of a client.
const (
	DefaultAttemptTimeout   = 80 * time.Second
	DefaultMaxResponseBytes = 10 << 20
)

// Config configures a [Client]. BaseURL and User have no default; everything else
// may be left zero.
type Config struct {
	BaseURL        string
	User, Password string
	// HTTPClient replaces our own, and must not retry requests by itself. On an
	// idle connection that it keeps, a once-only call can be lost when the server
	// closes the connection; ours opens one for each of these calls.
	HTTPClient       *http.Client
	Middleware       []func(http.RoundTripper) http.RoundTripper
	Timeout          time.Duration // limits a whole call; 0 means no limit
	AttemptTimeout   time.Duration // limits one attempt
	Retry            RetryPolicy   // zero disables retries
	Limiter          Limiter
	Logger           *slog.Logger
	UserAgent        string
	MaxResponseBytes int64
	ThrottlePause    time.Duration // what a 429 without Retry-After asks for; 0 means the backoff
}

// InvalidError is bad input, found before anything was sent.
type InvalidError struct {
	Param  string // what was wrong, in the vendor package's own words
	Reason string // does not show the value, which may be a key
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

// isHiddenNil reports whether an interface holds a nil.
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
