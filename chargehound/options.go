package chargehound

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
	apiVersion string
	err        error // the first option that was wrong
}

func defaultConfig(apiKey string) config {
	return config{Config: transport.Config{
		BaseURL:   DefaultBaseURL,
		User:      apiKey,
		Retry:     transport.DefaultRetryPolicy,
		UserAgent: transport.UserAgent("", "chargehound"),
	}}
}

func (c *config) reject(param, reason string) {
	if c.err == nil {
		c.err = &ValidationError{Param: param, Reason: reason}
	}
}

// WithAPIVersion selects the version of the API, a date such as
// [APIVersionLatest]. Without it the organisation's own setting applies, which
// Chargehound never changes by itself. All four versions are decoded into the
// same fields.
func WithAPIVersion(version string) Option {
	return func(c *config) {
		if c.apiVersion = version; !isVersion(version) {
			c.reject("WithAPIVersion", "is not a date like 2021-09-15")
		}
	}
}

// WithBaseURL replaces [DefaultBaseURL], for example with the address of a
// fake. It must be an https URL, or an http URL of this machine, without
// credentials, query or fragment.
func WithBaseURL(baseURL string) Option {
	return func(c *config) { c.BaseURL = baseURL }
}

// WithHTTPClient uses a copy of client: its Transport, its Jar, and its Timeout
// as the timeout of one attempt if that is shorter than [WithAttemptTimeout]. Its
// CheckRedirect is not used, since redirects are not followed.
//
// Without this option, calls that are sent only once each open a new
// connection, so that none is lost because the server closed an idle one. With
// it, that is up to the caller. A Transport that repeats requests by itself
// breaks the promise that such calls are sent only once. The errors of an
// [*http.Transport] show whether a lost call was sent. With any other
// RoundTripper only a failure to connect counts as not sent; other lost calls
// are [ErrOutcomeUnknown].
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) {
		if c.HTTPClient = client; client == nil {
			c.reject("WithHTTPClient", "is nil")
		}
	}
}

// WithMiddleware wraps every attempt, for tracing, metrics or a proxy of your
// own. If it is given more than once, the first is the outermost. It sees the
// request before the credentials are added, and [RouteFromContext] works on the
// request's context. It should not repeat requests: if a call is sent only
// once, a second request is refused and the call returns [ErrOutcomeUnknown].
// That works only for requests that keep the context they came with.
func WithMiddleware(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *config) { c.Middleware = append(c.Middleware, wrap) }
}

// WithAttemptTimeout limits one attempt, from connecting to the last byte of the
// answer. The default is 80 seconds. To limit the whole call, with its retries
// and waits, use its context.
func WithAttemptTimeout(timeout time.Duration) Option {
	return func(c *config) {
		if c.AttemptTimeout = timeout; timeout <= 0 {
			c.reject("WithTimeout", "is not positive")
		}
	}
}

// WithRetry replaces [DefaultRetryPolicy].
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) { c.Retry = transport.RetryPolicy(policy) }
}

// WithLimiter makes every attempt wait for limiter. Chargehound documents no rate
// limit, so there is no default; nil means no limiter.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) { c.Limiter = limiter }
}

// WithLogger logs every attempt: method, route template, status, duration,
// request id and error; never a key, a query, a body or an id. Successes are
// logged at debug level, everything else as a warning. The default is no
// logging.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) {
		if c.Logger = logger; logger == nil {
			c.reject("WithLogger", "is nil")
		}
	}
}

// WithUserAgent puts the name of the calling program, such as "acme-shop/2.1",
// before this package's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(c *config) { c.UserAgent = transport.UserAgent(product, "chargehound") }
}

// WithMaxResponseBytes limits the body of an answer, after decompression. The
// default is 10 MiB; a page of 100 disputes takes about 0.4 MiB. A larger
// answer is a [*DecodeError], and so is one with more than 100,000 objects and
// lists or 500,000 values, whatever the limit.
func WithMaxResponseBytes(limit int64) Option {
	return func(c *config) {
		if c.MaxResponseBytes = limit; limit <= 0 {
			c.reject("WithMaxResponseBytes", "is not positive")
		}
	}
}

// RetryPolicy limits how often a call is repeated. The zero policy repeats
// nothing, and a limit of 0 allows none: to change one limit, start from
// [DefaultRetryPolicy].
type RetryPolicy struct {
	// MaxRetries is how often a call is repeated after a failure, if repeating it
	// is safe. The back-off is exponential with full jitter: up to half a second
	// before the first repeat, doubling to at most eight seconds.
	MaxRetries int

	// MaxWaits is how often a call is repeated after a 429 that asks for a wait
	// of a second or more.
	MaxRateLimitWaits int

	// MaxRetryAfter is the longest Retry-After that is waited for. If it is
	// longer, or would end after the context's deadline, the call ends at once
	// with [ErrRateLimited] and [Error.RetryAfter]. This also holds for calls
	// that begin while the client pauses after a 429: with 0 they fail at once.
	MaxRetryAfter time.Duration
	MaxBackoff    time.Duration // the longest wait after a failure; 0 means 8 s
	MaxElapsed    time.Duration // no retry begins later than that after the first attempt; 0 means no limit
}

// DefaultRetryPolicy is the policy of a client without [WithRetry]: 2 retries,
// 10 waits, and at most 120 seconds for one wait.
func DefaultRetryPolicy() RetryPolicy { return RetryPolicy(transport.DefaultRetryPolicy) }

// Limiter decides when the next request may be sent. A *rate.Limiter of
// golang.org/x/time/rate is one.
type Limiter interface {
	// Wait returns when a request may be sent, or an error if ctx ends first. It
	// should fail at once when ctx's deadline can't be met.
	Wait(ctx context.Context) error
}
