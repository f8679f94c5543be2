// Package transport carries the calls of the vendor packages over HTTP. It knows
// no vendor: it sends a described call, retries it where that is safe, and
// reports precisely what became of it.
package transport

import (
	"cmp"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Client sends calls to one vendor with one key. It is immutable, except for what
// it shares with its copies. It is safe for concurrent use.
type Client struct {
	*shared
	base           *url.URL
	engine         *retryablehttp.Client
	chain          http.RoundTripper // middleware -> credentials -> net/http
	own            *ownTransports    // nil with the caller's own http.Client
	proxy          func(*http.Request) (*url.URL, error)
	tlsConfig      *tls.Config
	vendor         string
	timeout        time.Duration
	attemptTimeout time.Duration
	retry          RetryPolicy
	limiter        Limiter
	logger         *slog.Logger
	userAgent      string
	defaultHeader  http.Header // with canonical names
	notSent        error
	maxBytes       int64
	throttlePause  time.Duration
	redactKey      func(string) string
}

// shared is what a client has learned about the vendor. Its copies have it too.
type shared struct {
	budget      budget
	pause       pause
	routePauses routePauses
}

// New checks cfg and returns a client. The error is an [*InvalidError].
func New(cfg Config) (*Client, error) {
	state := &shared{}
	state.budget.give(budgetSize)
	return newClient(cfg, state, nil)
}

// With returns a client with another config that shares the pauses and the retry
// budget of c, and also its connections if TLSConfig is the same and neither has a
// Proxy. They share a limiter if both configs name the same one. The error is an
// [*InvalidError].
func (c *Client) With(cfg Config) (*Client, error) {
	own := c.own
	if cfg.TLSConfig != c.tlsConfig || cfg.Proxy != nil || c.proxy != nil {
		own = nil
	}
	return newClient(cfg, c.shared, own)
}

func newClient(cfg Config, state *shared, own *ownTransports) (*Client, error) {
	base, err := parseBaseURL(cfg.BaseURL, cfg.InsecureHTTP)
	if err != nil {
		return nil, err
	}
	if err := checkConfig(cfg); err != nil {
		return nil, err
	}
	c := &Client{
		shared:         state,
		base:           base,
		vendor:         cfg.Vendor,
		proxy:          cfg.Proxy,
		tlsConfig:      cfg.TLSConfig,
		timeout:        cfg.Timeout,
		attemptTimeout: attemptTimeout(cfg),
		retry:          cfg.Retry,
		limiter:        cfg.Limiter,
		logger:         cfg.Logger,
		userAgent:      cfg.UserAgent,
		defaultHeader:  canonical(cfg.DefaultHeader),
		notSent:        cfg.NotSent,
		maxBytes:       cmp.Or(cfg.MaxResponseBytes, DefaultMaxResponseBytes),
		throttlePause:  cfg.ThrottlePause,
	}
	client := cfg.HTTPClient
	if client == nil {
		c.own = own
		if own == nil {
			c.own = newOwnTransports(cfg)
		}
		client = &http.Client{Transport: c.own}
	}
	var key credentials
	key, c.redactKey = newCredentials(cfg)
	if c.chain, err = newChain(cfg, base, key, client.Transport); err != nil {
		return nil, err
	}
	c.engine = newEngine(*client)
	return c, nil
}

// canonical returns a copy of header with canonical names.
func canonical(header http.Header) http.Header {
	copied := make(http.Header, len(header))
	for name, values := range header {
		copied[http.CanonicalHeaderKey(name)] = slices.Clone(values)
	}
	return copied
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
	timeout := cmp.Or(cfg.AttemptTimeout, DefaultAttemptTimeout)
	if own := cfg.HTTPClient; own != nil && own.Timeout > 0 {
		timeout = min(timeout, own.Timeout)
	}
	return timeout
}
