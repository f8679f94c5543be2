package transport

import (
	"context"
	"crypto/tls"
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

// Config configures a [Client]. BaseURL and either User or Credentials are needed;
// everything else may be left zero.
type Config struct {
	Vendor         string // names the vendor in log records; "" leaves it out
	BaseURL        string
	InsecureHTTP   bool // allows http to any host; else only to this machine
	User, Password string
	// Credentials returns the key for each attempt, in place of User and Password,
	// and so may rotate it. An error ends the call with a [*CredentialsError]:
	// nothing was sent, and there is no retry.
	Credentials func(ctx context.Context) (user, password string, err error)
	// HTTPClient replaces our own, and must not retry requests by itself. On an
	// idle connection that it keeps, a once-only call can be lost when the server
	// closes the connection; ours keeps connections for these calls for a second,
	// and none for a while after a server has closed one before that.
	HTTPClient *http.Client
	Proxy      func(*http.Request) (*url.URL, error) // of our own transports; nil reads the environment
	TLSConfig  *tls.Config                           // of our own transports; TLS 1.2 is the minimum
	Middleware []func(http.RoundTripper) http.RoundTripper
	// NotSent is an error that middleware returns, or wraps, for a request that it
	// rejects. Then the call was not sent, whatever its class, and is not retried.
	NotSent          error
	DefaultHeader    http.Header   // of every call; that of the call wins
	Timeout          time.Duration // limits a call, waits and retries included; 0 means no limit
	AttemptTimeout   time.Duration // limits one attempt; 0 means DefaultAttemptTimeout
	Retry            RetryPolicy   // zero disables retries
	Limiter          Limiter       // nil for none
	Logger           *slog.Logger  // nil for none
	UserAgent        string
	MaxResponseBytes int64         // 0 means DefaultMaxResponseBytes
	ThrottlePause    time.Duration // what a 429 without Retry-After asks for; 0 means the backoff
}

// InvalidError is bad input, found before anything was sent.
type InvalidError struct {
	Param  string // what was wrong, in the vendor package's own words
	Reason string // does not show the value, which may be a key
}

func (e *InvalidError) Error() string { return e.Param + " " + e.Reason }

func parseBaseURL(text string, insecure bool) (*url.URL, error) {
	invalid := func(reason string) (*url.URL, error) {
		return nil, &InvalidError{Param: "base URL", Reason: reason}
	}
	if err := checkPasted("base URL", text); err != nil {
		return nil, err
	}
	base, err := url.Parse(text)
	switch {
	case err != nil || base.Hostname() == "" || base.Opaque != "":
		return invalid("is not an absolute URL")
	case base.User != nil:
		return invalid("must not carry credentials")
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return invalid("must not have a query or a fragment")
	case base.Scheme == "http" && !insecure && !isLoopback(base.Hostname()):
		return invalid("must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others")
	case base.Scheme != "https" && base.Scheme != "http":
		return invalid("must be https")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

// isLoopback reports whether a host is this machine. net.ParseIP rejects addresses
// with a zone.
func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback() && net.ParseIP(host) != nil
}

func checkConfig(cfg Config) error {
	switch {
	case isHiddenNil(cfg.Limiter):
		return &InvalidError{Param: "limiter", Reason: "is nil inside of its interface"}
	case cfg.HTTPClient != nil && isHiddenNil(cfg.HTTPClient.Transport):
		return &InvalidError{Param: "HTTP client's transport", Reason: "is nil inside of its interface"}
	case hasControl(cfg.UserAgent):
		return &InvalidError{Param: "user agent", Reason: "has a control character in it"}
	case cfg.Timeout < 0:
		return &InvalidError{Param: "timeout", Reason: "is negative"}
	case cfg.AttemptTimeout < 0:
		return &InvalidError{Param: "attempt timeout", Reason: "is negative"}
	case cfg.HTTPClient != nil && cfg.Proxy != nil:
		return &InvalidError{Param: "proxy", Reason: "is for our own transports: set it on the HTTP client"}
	case cfg.HTTPClient != nil && cfg.TLSConfig != nil:
		return &InvalidError{Param: "TLS config", Reason: "is for our own transports: set it on the HTTP client"}
	case cfg.MaxResponseBytes < 0:
		return &InvalidError{Param: "max response bytes", Reason: "is negative"}
	}
	for _, wrap := range cfg.Middleware {
		if wrap == nil {
			return &InvalidError{Param: "middleware", Reason: "is nil"}
		}
	}
	for name, values := range cfg.DefaultHeader {
		for _, value := range values {
			if err := CheckHeader(name, value); err != nil {
				return err
			}
		}
	}
	if err := checkTLS(cfg.TLSConfig); err != nil {
		return err
	}
	if cfg.Credentials == nil {
		if err := checkKey(cfg.User, cfg.Password); err != nil {
			return err
		}
	}
	return cfg.Retry.Check()
}

// checkTLS rejects a config that switches the verification of the server off, or
// allows versions of TLS that are broken.
func checkTLS(cfg *tls.Config) error {
	switch {
	case cfg == nil:
		return nil
	case cfg.InsecureSkipVerify && cfg.VerifyConnection == nil && cfg.VerifyPeerCertificate == nil:
		return &InvalidError{Param: "TLS config", Reason: "must not skip the verification of the server: set RootCAs, or VerifyConnection too"}
	case cfg.MinVersion != 0 && cfg.MinVersion < tls.VersionTLS12, cfg.MaxVersion != 0 && cfg.MaxVersion < tls.VersionTLS12:
		return &InvalidError{Param: "TLS config", Reason: "must not allow TLS below 1.2"}
	}
	return nil
}

// isHiddenNil reports whether an interface holds a nil.
func isHiddenNil(v any) bool {
	switch value := reflect.ValueOf(v); value.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Slice, reflect.Chan:
		return value.IsNil()
	}
	return false
}

// hasControl reports whether text has a control character, or is not UTF-8.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) || !utf8.ValidString(text)
}
