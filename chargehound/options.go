package chargehound

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Option configures a [Client].
type Option func(*config)

type config struct {
	api.ClientConfig
	apiVersion string
}

func defaultConfig(apiKey string) config {
	return config{ClientConfig: api.ClientConfig{Config: transport.Config{
		BaseURL:   DefaultBaseURL,
		User:      apiKey,
		Retry:     transport.DefaultRetryPolicy,
		UserAgent: transport.UserAgent("", "chargehound"),
	}}}
}

// WithAPIVersion selects the version of the API, a date such as
// [APIVersionLatest]. Without it Chargehound uses the version set for the
// organisation. Responses of all four versions are decoded into the same fields.
func WithAPIVersion(version string) Option {
	return func(c *config) {
		c.apiVersion = version
		if !isVersion(version) {
			c.Reject("WithAPIVersion", notAVersion)
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
// it, idle connections are reused, and a closed one can make a call end as
// [ErrOutcomeUnknown]. A Transport that retries requests by itself breaks the
// promise that such calls are sent only once. The errors of an
// [*http.Transport] show whether a lost call was sent. With any other
// RoundTripper only a failure to connect counts as not sent; other lost calls
// are [ErrOutcomeUnknown].
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) { c.SetHTTPClient(client) }
}

// WithMiddleware wraps every attempt, for tracing, metrics or a proxy of your
// own. If it is given more than once, the first is the outermost. It sees the
// request before the credentials are added, and [RouteFromContext] works on the
// request's context. It should not retry requests: if a call is sent only once,
// a second request is rejected and the call returns [ErrOutcomeUnknown].
// Middleware must pass on the request's context, or one derived from it;
// otherwise a second request is not detected.
func WithMiddleware(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *config) { c.Middleware = append(c.Middleware, wrap) }
}

// WithAttemptTimeout limits one attempt, from connecting to the last byte of the
// response. The default is 80 seconds. To limit the whole call, with its retries
// and waits, use its context.
func WithAttemptTimeout(timeout time.Duration) Option {
	return func(c *config) { c.SetAttemptTimeout(timeout) }
}

// WithRetry replaces [DefaultRetryPolicy].
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) { c.Retry = transport.RetryPolicy(policy) }
}

// WithLimiter makes every attempt wait for limiter. Chargehound documents no rate
// limit, so there is no default. nil means no limiter.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) { c.Limiter = limiter }
}

// WithLogger logs every attempt: method, route template, status, duration,
// request id and error; never a key, a query, a body or an id. Successes are
// logged at debug level, everything else as a warning. The default is no
// logging.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) {
		c.Logger = logger
		if logger == nil {
			c.Reject("WithLogger", "is nil")
		}
	}
}

// WithUserAgent puts the name of the calling program, such as "acme-shop/2.1",
// before this package's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(c *config) { c.UserAgent = transport.UserAgent(product, "chargehound") }
}

// WithMaxResponseBytes limits the body of a response, after decompression. The
// default is 10 MiB; a page of 100 disputes takes about 0.4 MiB. A larger
// response is a [*DecodeError], and so is one with more than 100,000 objects and
// lists or 500,000 values, whatever the limit.
func WithMaxResponseBytes(limit int64) Option {
	return func(c *config) { c.SetMaxResponseBytes(limit) }
}

// RetryPolicy limits how often a call is retried. The zero value disables
// retries. To change one field, start from [DefaultRetryPolicy].
type RetryPolicy struct {
	// MaxRetries is how often a call is retried after a failure, if retrying it
	// is safe. The backoff is exponential with full jitter: up to half a second
	// before the first retry, doubling to at most eight seconds.
	MaxRetries int

	// MaxRateLimitWaits is how often a call is retried after a 429 that asks for a
	// wait of a second or more.
	MaxRateLimitWaits int

	// MaxRetryAfter is the longest Retry-After that a call waits for. If it is
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
	// should fail at once if ctx's deadline can't be met.
	Wait(ctx context.Context) error
}
