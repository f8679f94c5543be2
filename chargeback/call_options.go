package chargeback

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// CallOption changes one call. A nil option, and one with a bad value, such as a
// timeout that is not positive, ends the call with a [*ValidationError].
type CallOption func(*callConfig)

type callConfig struct {
	api.CallConfig
	params           map[string]any
	withoutRequired  bool
	withoutCardCheck bool // the client's
}

func (c *Client) callConfig(opts []CallOption) (*callConfig, error) {
	cfg := &callConfig{withoutCardCheck: c.config().withoutCardCheck}
	for _, opt := range opts {
		if opt == nil {
			return nil, invalid(api.ErrNilOption)
		}
		opt(cfg)
	}
	return cfg, invalid(cfg.Err)
}

// Response is Chargeback's response to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 if there was no response
	Header     http.Header   // nil if there was no response
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB of an error's
	RequestID  string        // the Request-Id or X-Request-Id header; Chargeback documents none
	Attempts   int           // requests attempted
	Waited     time.Duration // for the limiter, a pause, Retry-After and backoff, together
	Started    time.Time     // when the call began
	Finished   time.Time     // when it ended
}

// WithResponse clears response when the call begins and fills it when the call
// ends, with or without an error. It stays empty if the parameters were rejected.
func WithResponse(response *Response) CallOption {
	clear := func() {
		if response != nil {
			*response = Response{}
		}
	}
	clear() // params that are rejected end a call before its options are read
	return func(cfg *callConfig) {
		if clear(); response == nil {
			cfg.Reject("WithResponse", "is nil")
		}
		cfg.Report = func(r transport.Response) { *response = Response(r) }
	}
}

// WithHeader sets a header of the call. Headers that belong to the transport, such
// as Authorization, are rejected with a [*ValidationError], and so is
// Idempotency-Key: Chargeback does not know it, and it would make Go's own HTTP
// client retry a POST.
func WithHeader(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetHeader(name, value) }
}

// WithQuery sets a query parameter, of a POST too.
func WithQuery(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetQuery(name, value) }
}

// WithParam adds a field that Chargeback knows and this package does not to the
// JSON request body, or replaces the field of that name. It is rejected if the
// body is a list.
func WithParam(name string, value any) CallOption {
	return func(cfg *callConfig) {
		if cfg.params == nil {
			cfg.params = map[string]any{}
		}
		cfg.params[name] = value
	}
}

// WithCallTimeout replaces the client's [WithTimeout] for the call.
func WithCallTimeout(timeout time.Duration) CallOption {
	return func(cfg *callConfig) { cfg.SetTimeout(timeout) }
}

// WithCallAttemptTimeout replaces the client's [WithAttemptTimeout] for each attempt of the call.
func WithCallAttemptTimeout(timeout time.Duration) CallOption {
	return func(cfg *callConfig) { cfg.SetAttemptTimeout(timeout) }
}

// WithCallRetry replaces the client's [WithRetry] for the call. It does not
// change which calls may be retried.
func WithCallRetry(policy RetryPolicy) CallOption {
	return func(cfg *callConfig) { cfg.SetRetry(transport.RetryPolicy(policy)) }
}

// WithRepeatable declares that sending the call twice has the same effect as
// sending it once, so that it is retried after a lost response. If that is not so, a
// retry may move money or create an object twice. It is for [Client.Do] only: every
// other method rejects it with a [*ValidationError].
func WithRepeatable() CallOption {
	return func(cfg *callConfig) { cfg.Repeatable = true }
}

// WithoutRequiredCheck sends an order even if a field is missing that Chargeback
// documents as required.
func WithoutRequiredCheck() CallOption {
	return func(cfg *callConfig) { cfg.withoutRequired = true }
}
