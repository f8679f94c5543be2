// Package transport carries the calls of the vendor packages over HTTP. It knows
// no vendor: it sends a described call, retries it where that is safe, and
// reports precisely what became of it.
package transport

import (
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// Client sends calls to one vendor with one key. Only its retry budget and its
// pause after a 429 change. It is safe for concurrent use.
type Client struct {
	base           *url.URL
	http           http.Client       // without a Transport, which Do adds
	chain          http.RoundTripper // middleware -> credentials -> net/http
	own            *ownTransports    // nil with the caller's own http.Client
	attemptTimeout time.Duration
	retry          RetryPolicy
	limiter        Limiter
	logger         *slog.Logger
	userAgent      string
	maxBytes       int64
	throttlePause  time.Duration
	budget         budget
	pause          pause
	redactKey      func(string) string // a closure: fmt prints the fields of any struct
}

// New checks cfg and returns a client. The error is an [*InvalidError].
func New(cfg Config) (*Client, error) {
	base, err := parseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if err := checkConfig(cfg); err != nil {
		return nil, err
	}
	c := &Client{
		base:           base,
		attemptTimeout: attemptTimeout(cfg),
		retry:          cfg.Retry,
		limiter:        cfg.Limiter,
		logger:         cfg.Logger,
		userAgent:      cfg.UserAgent,
		maxBytes:       cfg.MaxResponseBytes,
		throttlePause:  cfg.ThrottlePause,
		redactKey:      keyRedactor(cfg.User, cfg.Password),
	}
	c.budget.give(budgetSize)
	if c.maxBytes == 0 {
		c.maxBytes = DefaultMaxResponseBytes
	}
	client := cfg.HTTPClient
	if client == nil {
		c.own = newOwnTransports()
		client = &http.Client{Transport: c.own}
	}
	if c.chain, err = newChain(cfg, base, client.Transport); err != nil {
		return nil, err
	}
	c.http = withoutRedirects(*client)
	return c, nil
}

// CloseIdleConnections closes the connections that are kept for later calls, and
// ends the dials that net/http continues after a call has given up. It does not
// touch the caller's own http.Client.
func (c *Client) CloseIdleConnections() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// attemptTimeout returns the smaller one of the configured timeout and that of
// the caller's own http.Client.
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
