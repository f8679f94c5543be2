package chargeback

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Option configures a [Client].
type Option func(*config)

type config struct {
	transport.Config
	err error // the first option that was wrong
}

func defaultConfig(publicKey, secretKey string) config {
	return config{Config: transport.Config{
		BaseURL:   DefaultBaseURL,
		User:      publicKey,
		Password:  secretKey,
		Retry:     transport.DefaultRetryPolicy,
		UserAgent: transport.UserAgent("", "chargeback"),
	}}
}

func (c *config) reject(param, reason string) {
	if c.err == nil {
		c.err = &ValidationError{Param: param, Reason: reason}
	}
}

// WithBaseURL sends the calls elsewhere than to [DefaultBaseURL], for example
// to a fake. It must be https, or http to this machine, and carry no
// credentials, query or fragment.
func WithBaseURL(baseURL string) Option {
	return func(c *config) { c.BaseURL = baseURL }
}

// WithHTTPClient uses a copy of the caller's client: its Transport, Jar and
// Timeout (as the timeout of one attempt, if it is shorter). Its CheckRedirect
// is not used, since no redirect is followed.
//
// Without this option, calls that must not happen twice open a connection
// each, so that none is lost to a server closing an idle one. With it that is
// up to the caller. A Transport that repeats requests by itself breaks the
// promise that no such call is sent twice. One that is not an [*http.Transport]
// is believed less: a lost call counts as never sent only where connecting is
// what failed, and more outcomes are unknown.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) {
		if c.HTTPClient = client; client == nil {
			c.reject("WithHTTPClient", "is nil")
		}
	}
}

// WithMiddleware wraps every attempt, for tracing, metrics or a proxy of your
// own. The first one given is the outermost. It sees the request before the
// credentials are added, and [RouteFromContext] works on its context. It should
// not repeat requests: of a call that must not happen twice a second one is
// refused, and the outcome is unknown.
func WithMiddleware(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *config) { c.Middleware = append(c.Middleware, wrap) }
}

// WithTimeout limits one attempt, from the connection to the last byte of the
// answer. The default is 80 seconds. Limit the whole call, with its waits and
// repeats, by its context.
func WithTimeout(timeout time.Duration) Option {
	return func(c *config) {
		if c.Timeout = timeout; timeout <= 0 {
			c.reject("WithTimeout", "is not positive")
		}
	}
}

// WithRetry replaces [DefaultRetryPolicy].
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) { c.Retry = transport.RetryPolicy(policy) }
}

// WithLimiter makes every attempt wait for limiter. Chargeback documents no rate
// limit, so there is no default; nil means no limiter.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) { c.Limiter = limiter }
}

// WithLogger logs every attempt: method, route template, status, duration,
// request id and error; never a key, a query, a body or an id. Successes are
// logged at debug level, everything else as a warning. The default is silence.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) {
		if c.Logger = logger; logger == nil {
			c.reject("WithLogger", "is nil")
		}
	}
}

// WithUserAgent puts the name of the calling program, such as "acme-shop/2.1",
// before the SDK's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(c *config) { c.UserAgent = transport.UserAgent(product, "chargeback") }
}

// WithMaxResponseBytes bounds the body of an answer after decompression. The
// default is 10 MiB; a page of 100 orders takes about 0.4. A larger answer is a
// [*DecodeError], and so is one of more than 100,000 objects and lists or
// 500,000 values, whatever the bound.
func WithMaxResponseBytes(limit int64) Option {
	return func(c *config) {
		if c.MaxResponseBytes = limit; limit <= 0 {
			c.reject("WithMaxResponseBytes", "is not positive")
		}
	}
}

// RetryPolicy bounds the repeats of a call. The zero policy repeats nothing, and
// a bound left 0 allows none: to change one, start from [DefaultRetryPolicy].
type RetryPolicy struct {
	// MaxRetries is how often a call is repeated after a failure that makes a
	// repeat safe. Pauses grow from half a second to eight, with jitter.
	MaxRetries int

	// MaxWaits is how often a call is repeated after an answer of 429 that asks
	// for a wait of a second or more.
	MaxWaits int

	// MaxRetryAfter is the longest Retry-After that is waited for. A longer one,
	// or one that does not fit before the context's deadline, ends the call at
	// once with [ErrRateLimited] and [Error.RetryAfter]. The same goes for calls
	// that begin while the client pauses after a 429: with 0 they fail at once.
	MaxRetryAfter time.Duration
}

// DefaultRetryPolicy is the policy of a client without [WithRetry]: 2 retries,
// 10 waits, and at most 120 seconds for one wait.
func DefaultRetryPolicy() RetryPolicy { return RetryPolicy(transport.DefaultRetryPolicy) }

// Limiter decides when the next request may leave. [golang.org/x/time/rate.Limiter]
// is one.
type Limiter interface {
	// Wait returns when a request may leave, or an error when ctx ends first.
	// It should fail at once when ctx's deadline can't be met.
	Wait(ctx context.Context) error
}
