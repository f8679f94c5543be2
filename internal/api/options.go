package api

import (
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/checkpoint"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// ClientConfig is the configuration that a vendor's client options change.
type ClientConfig struct {
	transport.Config
	Err error // of the first option with a bad value
}

// Reject keeps the first bad value of a client option.
func (c *ClientConfig) Reject(param, reason string) {
	if c.Err == nil {
		c.Err = &transport.InvalidError{Param: param, Reason: reason}
	}
}

// SetHTTPClient is WithHTTPClient of the three packages.
func (c *ClientConfig) SetHTTPClient(client *http.Client) {
	c.HTTPClient = client
	if client == nil {
		c.Reject("WithHTTPClient", "is nil")
	}
}

// SetTimeout is WithTimeout of the three packages.
func (c *ClientConfig) SetTimeout(timeout time.Duration) {
	c.Timeout = timeout
	if timeout <= 0 {
		c.Reject("WithTimeout", "is not positive")
	}
}

// SetDefaultHeader is WithDefaultHeader of the three packages. It leaves the header
// of a client that this one is a copy of as it is.
func (c *ClientConfig) SetDefaultHeader(name, value string) {
	if err := transport.CheckHeader(name, value); err != nil && c.Err == nil {
		c.Err = err
	}
	header := c.DefaultHeader.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set(name, value)
	c.DefaultHeader = header
}

// SetProxy is WithProxy of the three packages.
func (c *ClientConfig) SetProxy(proxy func(*http.Request) (*url.URL, error)) {
	c.Proxy = proxy
	if proxy == nil {
		c.Reject("WithProxy", "is nil")
	}
}

// SetTLSConfig is WithTLSConfig of the three packages.
func (c *ClientConfig) SetTLSConfig(tlsConfig *tls.Config) {
	if tlsConfig == nil {
		c.Reject("WithTLSConfig", "is nil")
		return
	}
	c.TLSConfig = tlsConfig.Clone()
}

// SetLogger is WithLogger of the three packages.
func (c *ClientConfig) SetLogger(logger *slog.Logger) {
	c.Logger = logger
	if logger == nil {
		c.Reject("WithLogger", "is nil")
	}
}

// SetAttemptTimeout is WithAttemptTimeout of the three packages.
func (c *ClientConfig) SetAttemptTimeout(timeout time.Duration) {
	c.AttemptTimeout = timeout
	if timeout <= 0 {
		c.Reject("WithAttemptTimeout", "is not positive")
	}
}

// SetMaxResponseBytes is WithMaxResponseBytes of the three packages.
func (c *ClientConfig) SetMaxResponseBytes(limit int64) {
	c.MaxResponseBytes = limit
	if limit <= 0 {
		c.Reject("WithMaxResponseBytes", "is not positive")
	}
}

// CallConfig is what the call options of the three packages change alike.
type CallConfig struct {
	Header         http.Header
	Query          url.Values
	Timeout        time.Duration // of the whole call; 0 means the client's
	AttemptTimeout time.Duration // 0 means the client's
	Linger         time.Duration // set by the Ensure methods
	Retry          *transport.RetryPolicy
	Repeatable     bool
	SettleAfter    time.Duration            // of the Ensure methods; 0 means their default
	MaybeSentAt    time.Time                // of the Ensure methods
	Report         func(transport.Response) // nil without WithResponse
	Checkpoint     *checkpoint.Checkpoint   // of the All methods
	ReadAhead      bool                     // of the All methods
	Err            error                    // of the first option with a bad value
}

// ErrNilOption is the error of an option that is nil.
var ErrNilOption error = &transport.InvalidError{Param: "option", Reason: "is nil"}

// Apply changes cfg by options. The only error is [ErrNilOption]; cfg keeps that of
// a bad value.
func Apply[C any, O ~func(*C)](cfg *C, opts []O) error {
	for _, opt := range opts {
		if opt == nil {
			return ErrNilOption
		}
		opt(cfg)
	}
	return nil
}

// Reject keeps the first bad value of a call option.
func (cfg *CallConfig) Reject(param, reason string) {
	cfg.fail(&transport.InvalidError{Param: param, Reason: reason})
}

func (cfg *CallConfig) fail(err error) {
	if cfg.Err == nil {
		cfg.Err = err
	}
}

// SetHeader is WithHeader of the three packages.
func (cfg *CallConfig) SetHeader(name, value string) {
	if err := transport.CheckHeader(name, value); err != nil {
		cfg.fail(err)
	}
	cfg.PutHeader(name, value)
}

// SetQuery is WithQuery of the three packages.
func (cfg *CallConfig) SetQuery(name, value string) {
	if cfg.Query == nil {
		cfg.Query = url.Values{}
	}
	cfg.Query.Set(name, value)
}

// PutHeader sets a header that the package itself sends.
func (cfg *CallConfig) PutHeader(name, value string) {
	if cfg.Header == nil {
		cfg.Header = http.Header{}
	}
	cfg.Header.Set(name, value)
}

// SetAttemptTimeout is WithCallAttemptTimeout of the three packages.
func (cfg *CallConfig) SetAttemptTimeout(timeout time.Duration) {
	cfg.AttemptTimeout = timeout
	if timeout <= 0 {
		cfg.Reject("WithCallAttemptTimeout", "is not positive")
	}
}

// SetTimeout is WithCallTimeout of the three packages.
func (cfg *CallConfig) SetTimeout(timeout time.Duration) {
	cfg.Timeout = timeout
	if timeout <= 0 {
		cfg.Reject("WithCallTimeout", "is not positive")
	}
}

// SetSettleAfter is WithSettleAfter of the packages that have Ensure methods.
func (cfg *CallConfig) SetSettleAfter(d time.Duration) {
	cfg.SettleAfter = d
	if d <= 0 {
		cfg.Reject("WithSettleAfter", "is not positive")
	}
}

// SetCheckpoint is WithCheckpoint of the three packages.
func (cfg *CallConfig) SetCheckpoint(at *checkpoint.Checkpoint) {
	cfg.Checkpoint = at
	if at == nil {
		cfg.Reject("WithCheckpoint", "is nil")
	}
}

// ListsOnly rejects the options of the All methods, for a call that is none.
func (cfg *CallConfig) ListsOnly() error {
	const reason = "is for methods that return a sequence"
	switch {
	case cfg.Checkpoint != nil:
		return &transport.InvalidError{Param: "WithCheckpoint", Reason: reason}
	case cfg.ReadAhead:
		return &transport.InvalidError{Param: "WithReadAhead", Reason: reason}
	}
	return nil
}

// EnsuresOnly rejects the options of the Ensure methods, for a call that is none.
func (cfg *CallConfig) EnsuresOnly() error {
	if cfg.SettleAfter != 0 || !cfg.MaybeSentAt.IsZero() {
		return &transport.InvalidError{Param: "WithSettleAfter or WithMaybeSentAt", Reason: "is for the Ensure methods"}
	}
	return nil
}

// ForEnsureRead changes the options of an Ensure method for one of its reads: query
// parameters are for the request that it sends.
func (cfg *CallConfig) ForEnsureRead() {
	clear(cfg.Query)
	cfg.SettleAfter, cfg.MaybeSentAt = 0, time.Time{}
}

// ForEnsureSend changes the options of an Ensure method for the request that it
// sends. policy is the client's, and within the time that is left to the method, 0
// for no limit. What was read is old after a 429, so the method reads again instead
// of retrying.
func (cfg *CallConfig) ForEnsureSend(policy transport.RetryPolicy, linger, within time.Duration) {
	if cfg.Retry != nil {
		policy = *cfg.Retry
	}
	policy.MaxRateLimitWaits = 0
	cfg.Retry, cfg.Linger, cfg.Timeout = &policy, linger, within
	cfg.SettleAfter, cfg.MaybeSentAt = 0, time.Time{}
}

// SetRetry is WithCallRetry of the three packages.
func (cfg *CallConfig) SetRetry(policy transport.RetryPolicy) {
	if err := policy.Check(); err != nil {
		cfg.fail(err)
	}
	cfg.Retry = &policy
}
