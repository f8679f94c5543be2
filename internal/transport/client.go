// Package transport carries the calls of the vendor packages over HTTP. It
// knows no vendor: it sends one described call, repeats it where that is safe,
// and says precisely what became of it.
package transport

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// Defaults of a client.
const (
	DefaultAttemptTimeout   = 80 * time.Second
	DefaultMaxResponseBytes = 10 << 20
)

// Config says how a [Client] is made. BaseURL and User have no default;
// everything else may be left zero.
type Config struct {
	BaseURL        string
	User, Password string
	// HTTPClient is used instead of our own, and must not repeat requests by
	// itself. On a connection it keeps, a call of the class Once can be lost to
	// the server's closing it; ours opens one for each of these calls.
	HTTPClient       *http.Client
	Middleware       []func(http.RoundTripper) http.RoundTripper
	Timeout          time.Duration // of a whole call; 0 means no limit
	AttemptTimeout   time.Duration // of one attempt
	Retry            RetryPolicy   // zero means that nothing is repeated
	Limiter          Limiter
	Logger           *slog.Logger
	UserAgent        string
	MaxResponseBytes int64
	ThrottlePause    time.Duration // what a 429 without Retry-After asks for; 0 means back-off
}

// Client sends calls to one vendor with one key. It is immutable but for the
// retry budget and the pause after a 429, and safe for concurrent use.
type Client struct {
	base          *url.URL
	http          *http.Client
	own           *transports // nil with the caller's own http.Client
	timeout       time.Duration
	retry         RetryPolicy
	limiter       Limiter
	logger        *slog.Logger
	userAgent     string
	maxBytes      int64
	throttlePause time.Duration
	budget        budget
	pause         pause
	hide          func(string) string // a closure: fmt prints the fields of any struct
}

// New checks cfg and makes a client. The error is an [*InvalidError].
func New(cfg Config) (*Client, error) {
	base, err := parseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := checkConfig(cfg); err != nil {
		return nil, err
	}
	c := &Client{
		base:          base,
		timeout:       attemptTimeout(cfg),
		retry:         cfg.Retry,
		limiter:       cfg.Limiter,
		logger:        cfg.Logger,
		userAgent:     cfg.UserAgent,
		maxBytes:      cfg.MaxResponseBytes,
		throttlePause: cfg.ThrottlePause,
		hide:          keyHider(cfg.User, cfg.Password),
	}
	c.budget.give(budgetSize)
	if c.maxBytes == 0 {
		c.maxBytes = DefaultMaxResponseBytes
	}
	client := cfg.HTTPClient
	if client == nil {
		c.own = newTransports()
		client = &http.Client{Transport: c.own}
	}
	c.http, err = newHTTPClient(cfg, base, client)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// CloseIdleConnections closes the connections that are kept for later calls, and
// ends the dials that net/http goes on with when a call has given up. It leaves
// the caller's own http.Client alone.
func (c *Client) CloseIdleConnections() {
	if c.own != nil {
		c.own.once.CloseIdleConnections()
		c.own.repeat.CloseIdleConnections()
	}
}

// attemptTimeout is the smaller of the configured timeout and the one of the
// caller's own http.Client.
func attemptTimeout(cfg Config) time.Duration {
	timeout := cfg.AttemptTimeout
	if timeout == 0 {
		timeout = DefaultAttemptTimeout
	}
	if own := cfg.HTTPClient; own != nil && own.Timeout > 0 {
		timeout = min(timeout, own.Timeout)
	}
	return timeout
}
