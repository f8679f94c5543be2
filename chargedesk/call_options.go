package chargedesk

import (
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// CallOption changes one call. A nil option, and one with a bad value, such as a
// timeout that is not positive, ends the call with a [*ValidationError].
type CallOption func(*callConfig)

type callConfig struct {
	api.CallConfig
	params    url.Values
	protected []string // set by the method, so not by other options
	unlimited bool     // more than form.MaxVariables variables may be sent
}

func newCallConfig(opts []CallOption) (*callConfig, error) {
	cfg := &callConfig{}
	if err := api.Apply(cfg, opts); err != nil {
		return nil, invalid(err)
	}
	return cfg, invalid(cfg.Err)
}

// Response is ChargeDesk's response to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 when there was no response
	Header     http.Header   // nil when there was no response
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB if it is an error
	RequestID  string        // the Request-Id or X-Request-Id header; ChargeDesk documents none
	Attempts   int           // requests attempted
	Waited     time.Duration // for the limiter, a pause, Retry-After and backoff, together
	Started    time.Time     // when the call began
	Finished   time.Time     // when it ended
}

// WithResponse clears response when the call begins and fills it when the call
// ends, with or without an error. It stays empty if the input was rejected.
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
// Idempotency-Key: ChargeDesk does not know it, and it would make Go's own HTTP
// client retry a POST.
func WithHeader(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetHeader(name, value) }
}

// WithQuery sets a query parameter, also of a POST.
func WithQuery(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetQuery(name, value) }
}

// WithParam adds a parameter that ChargeDesk knows and this package does not,
// or replaces one of the same name, unless that decides what the call does. Write
// nested names with brackets: "customer[id]", "lines[0][amount]".
func WithParam(name, value string) CallOption {
	return func(cfg *callConfig) {
		if cfg.params == nil {
			cfg.params = url.Values{}
		}
		cfg.params.Set(name, value)
	}
}

// WithoutVariableLimit sends more than 1,000 parameters, which a call rejects
// otherwise: by default PHP reads no more from a form, and drops the rest without
// an error. How many ChargeDesk reads is not documented.
func WithoutVariableLimit() CallOption {
	return func(cfg *callConfig) { cfg.unlimited = true }
}

// WithCallTimeout replaces the client's [WithTimeout] for the call.
func WithCallTimeout(timeout time.Duration) CallOption {
	return func(cfg *callConfig) { cfg.SetTimeout(timeout) }
}

// WithCallAttemptTimeout replaces the client's [WithAttemptTimeout] for each
// attempt of the call.
func WithCallAttemptTimeout(timeout time.Duration) CallOption {
	return func(cfg *callConfig) { cfg.SetAttemptTimeout(timeout) }
}

// WithCallRetry replaces the client's [WithRetry] for the call. It does not change
// which calls may be retried.
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
