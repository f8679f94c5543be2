package chargedesk

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// Option configures a [Client]. [New] and [Client.With] return a [*ValidationError] for
// a nil option, and for one with a bad value, such as a timeout that is not positive.
type Option func(*config)

type config struct{ api.ClientConfig }

func defaultConfig(secretKey string) config {
	return config{api.ClientConfig{Config: transport.Config{
		Vendor:        "chargedesk",
		BaseURL:       DefaultBaseURL,
		User:          secretKey,
		NotSent:       ErrNotSent,
		Retry:         transport.DefaultRetryPolicy,
		Limiter:       NewLimiter(),
		UserAgent:     transport.UserAgent("", "chargedesk"),
		ThrottlePause: time.Minute,
	}}}
}

// WithBaseURL replaces [DefaultBaseURL], for example with the address of a fake. It
// must be an https URL, or an http URL of this machine, without credentials, query
// or fragment. See [WithInsecureHTTP].
func WithBaseURL(baseURL string) Option {
	return func(c *config) { c.BaseURL = baseURL }
}

// WithInsecureHTTP allows an http URL of any host in [WithBaseURL], for a fake in
// another container. The key and everything else is then readable on the network.
func WithInsecureHTTP() Option {
	return func(c *config) { c.InsecureHTTP = true }
}

// WithHTTPClient uses a copy of client: its Transport, its Jar, and its Timeout as
// the timeout of one attempt if that is shorter than [WithAttemptTimeout]. Its
// CheckRedirect is not used, since redirects are not followed. It can't be combined
// with [WithProxy] and [WithTLSConfig].
//
// Without this option, a connection that has been idle for more than a second is
// not used for a call that is sent only once, since the server may close it at that
// moment. With it, the Transport's IdleConnTimeout decides, so a lost call can be
// [ErrOutcomeUnknown] more often. The errors of an [*http.Transport] show whether a
// lost call was sent. With any other RoundTripper only a failure to connect counts
// as not sent, and only if an [*http.Transport] is below it.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) { c.SetHTTPClient(client) }
}

// WithProxy sets the proxy, as [http.Transport.Proxy] does; [http.ProxyURL] makes
// one of an address. Without this option the environment variables HTTPS_PROXY,
// HTTP_PROXY and NO_PROXY decide, as in [http.ProxyFromEnvironment].
func WithProxy(proxy func(*http.Request) (*url.URL, error)) Option {
	return func(c *config) { c.SetProxy(proxy) }
}

// WithTLSConfig sets a copy of tlsConfig for the connections, for a private
// certificate authority or a client certificate. A MinVersion below TLS 1.2 is
// rejected, and so is InsecureSkipVerify without a VerifyConnection or
// VerifyPeerCertificate of its own.
func WithTLSConfig(tlsConfig *tls.Config) Option {
	return func(c *config) { c.SetTLSConfig(tlsConfig) }
}

// WithKeyFunc makes the client call key for the secret key of each attempt, so that
// a key can be replaced without a new client: the limiter, a pause and the
// connections stay. It replaces the argument of [New], which may be "" then. If key
// returns an error, nothing is sent, and the call's error matches [ErrNotSent] and
// wraps it. key must be safe for concurrent use.
func WithKeyFunc(key func(ctx context.Context) (secretKey string, err error)) Option {
	return func(c *config) {
		if key == nil {
			c.Reject("WithKeyFunc", "is nil")
			return
		}
		c.Credentials = func(ctx context.Context) (string, string, error) {
			secretKey, err := key(ctx)
			return secretKey, "", err
		}
	}
}

// WithDefaultHeader sets a header of every call; [WithHeader] of the same name wins.
// The headers that WithHeader rejects are rejected here too.
func WithDefaultHeader(name, value string) Option {
	return func(c *config) { c.SetDefaultHeader(name, value) }
}

// WithMiddleware wraps every attempt, for tracing, metrics or a circuit breaker. If
// it is given more than once, the first is the outermost. It sees the request
// before the credentials are added, and [RouteFromContext] works on the request's
// context.
//
// Middleware that rejects a request should return an error that wraps [ErrNotSent].
// It must not retry requests: if a call is sent only once, a second request is
// rejected and the call returns [ErrOutcomeUnknown]. It must pass on the request's
// context, or one derived from it; otherwise a second request is not detected.
func WithMiddleware(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *config) { c.Middleware = append(c.Middleware[:len(c.Middleware):len(c.Middleware)], wrap) }
}

// WithTimeout limits a whole call, with its retries and waits; in an All, each page is
// a call, and in an Import each row. By default only the context limits a call, because
// many goroutines may have to wait long for the limiter. A wait that would end after
// the context's deadline or this limit does not begin: the call ends at once.
//
// After 60 requests the limiter makes a call wait for a minute, so a limit below two
// minutes may end a long All or Import: limit the attempts with [WithAttemptTimeout].
func WithTimeout(timeout time.Duration) Option {
	return func(c *config) { c.SetTimeout(timeout) }
}

// WithAttemptTimeout limits one attempt, from connecting to the last byte of the
// response. The default is 80 seconds.
func WithAttemptTimeout(timeout time.Duration) Option {
	return func(c *config) { c.SetAttemptTimeout(timeout) }
}

// WithRetry replaces [DefaultRetryPolicy].
func WithRetry(policy RetryPolicy) Option {
	return func(c *config) { c.Retry = transport.RetryPolicy(policy) }
}

// WithLimiter replaces the limiter of [NewLimiter]. Programs that share a key have
// to share a limiter too. nil means no limiter.
func WithLimiter(limiter Limiter) Option {
	return func(c *config) { c.Limiter = limiter }
}

// WithLogger logs every attempt: vendor, method, route template, status, duration,
// request id and error; never a key, a query, a body or an id. Successes are logged
// at debug level, everything else as a warning. Before a wait of a second or more
// there is a record at info level with its reason and length. An Ensure method also
// logs one record a call, with its result: at info level if it sent or settled
// something, at debug level if there was nothing to do, and as a warning if the
// outcome is unknown or more was done than asked for. The default is no logging.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) { c.SetLogger(logger) }
}

// WithUserAgent puts the name of the calling program, such as "acme-shop/2.1",
// before this package's own in the User-Agent header.
func WithUserAgent(product string) Option {
	return func(c *config) { c.UserAgent = transport.UserAgent(product, "chargedesk") }
}

// WithMaxResponseBytes limits the response body, after decompression. The
// default is 10 MiB; a page of 500 charges takes about 1 MiB. A larger response is
// a [*DecodeError], and so is one with more than 100,000 objects and lists or
// 500,000 values, whatever the limit.
func WithMaxResponseBytes(limit int64) Option {
	return func(c *config) { c.SetMaxResponseBytes(limit) }
}

// RetryPolicy limits how often a call is retried. The zero value disables retries.
// To change one field, start from [DefaultRetryPolicy].
type RetryPolicy struct {
	// MaxRetries is how often a call is retried after a failure, if that is safe. The
	// backoff is exponential with full jitter: up to half a second before the first
	// retry, doubling to at most MaxBackoff.
	MaxRetries int

	// MaxRateLimitWaits is how often a call is retried after a 429 that asks for a
	// wait of a second or more.
	MaxRateLimitWaits int

	// MaxRetryAfter is the longest Retry-After that is waited for. If it is longer,
	// or would end after the call's deadline, the call ends at once with
	// [ErrRateLimited] and [Error.RetryAfter]. This also holds for calls that begin
	// while the client pauses after a 429: with 0 they fail at once.
	MaxRetryAfter time.Duration

	// MaxBackoff is the longest backoff before a retry; 0 means 8 seconds.
	MaxBackoff time.Duration

	// MaxElapsed is how long after the first attempt a retry may begin; 0 means no
	// limit.
	MaxElapsed time.Duration
}

// DefaultRetryPolicy is the policy of a client without [WithRetry]: 2 retries, 10
// waits after a 429 of at most 120 seconds each, a backoff of at most 8 seconds, and
// no retry later than 5 minutes after the first attempt.
func DefaultRetryPolicy() RetryPolicy { return RetryPolicy(transport.DefaultRetryPolicy) }

// Limiter decides when the next request may be sent.
//
// A *rate.Limiter of golang.org/x/time/rate has this method, but a token bucket lets
// its burst and its rate through in the same minute: one of 1 a second with a burst
// of 60 sends up to 119 requests in a minute and is blocked by ChargeDesk. Burst
// and rate must add up to 60 a minute, as in rate.NewLimiter(rate.Limit(50.0/60),
// 10), which uses less of the limit than [NewLimiter].
//
// A Limiter may also have a method Pause(d time.Duration). It is called after a 429,
// with the time for which ChargeDesk wants no request of this key.
type Limiter interface {
	// Wait returns when a request may be sent, or an error if ctx ends first. It
	// should fail at once when ctx's deadline can't be met.
	Wait(ctx context.Context) error
}

// NewLimiter returns the limiter of a client without [WithLimiter]: at most 60
// requests, ChargeDesk's limit for one key, in any 60.2 seconds, first come first
// served. The 200 milliseconds are a margin: requests take different times to
// arrive, so without it the server could count one more in its minute. Use one for
// all clients with the same key.
func NewLimiter() Limiter { return transport.NewWindow(60, time.Minute) }
