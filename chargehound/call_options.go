package chargehound

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// CallOption changes one call.
type CallOption func(*callConfig)

type callConfig struct {
	response    *Response
	header      http.Header
	query       url.Values
	params      map[string]any
	timeout     time.Duration
	retry       *transport.RetryPolicy
	repeatable  bool
	apiVersion  string
	maxDownload int64
	err         error
}

func newCallConfig(opts []CallOption) (*callConfig, error) {
	cfg := &callConfig{header: http.Header{}, query: url.Values{}, params: map[string]any{}}
	for _, opt := range opts {
		if opt == nil {
			return nil, &ValidationError{Param: "call option", Reason: "is nil"}
		}
		opt(cfg)
	}
	return cfg, cfg.err
}

func (cfg *callConfig) reject(err error) {
	if cfg.err == nil && err != nil {
		cfg.err = invalid(err)
	}
}

// submits reports whether [WithParam] or [WithQuery] make an update submit or
// queue.
func (cfg *callConfig) submits() bool {
	for name := range cfg.params {
		if isOneOf(name, "submit", "queue") {
			return true
		}
	}
	return cfg.asksFor("submit", "queue") != ""
}

// asksFor is a variable set by [WithQuery] that is one of the names, "" for none.
func (cfg *callConfig) asksFor(names ...string) string {
	for name := range cfg.query {
		if isOneOf(name, names...) {
			return name
		}
	}
	return ""
}

// isOneOf compares as the most lenient server would: " Submit[]" may be submit there.
func isOneOf(name string, names ...string) bool {
	bare, _, _ := strings.Cut(name, "[")
	return slices.Contains(names, strings.ToLower(strings.TrimSpace(bare)))
}

func (cfg *callConfig) report(answer transport.Response) {
	if cfg.response != nil {
		*cfg.response = Response(answer)
	}
}

// Response is what Chargehound answered to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 when no answer came
	Header     http.Header   // nil when no answer came
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB if the answer is an error
	RequestID  string        // the Request-Id or X-Request-Id header; Chargehound documents none
	Attempts   int           // requests attempted
	Waited     time.Duration // for the limiter, pauses, Retry-After and backoff, together
	Started    time.Time     // when the call began
	Finished   time.Time     // when it ended
}

// WithResponse clears response when the call begins and fills it when the call
// ends, with or without an error. It stays empty if the input was refused.
func WithResponse(response *Response) CallOption {
	if response == nil {
		return func(cfg *callConfig) { cfg.reject(&ValidationError{Param: "WithResponse", Reason: "is nil"}) }
	}
	*response = Response{}
	return func(cfg *callConfig) {
		*response = Response{} // the option may be used again
		cfg.response = response
	}
}

// WithHeader adds a header. Headers that belong to the transport, such as
// Authorization, are refused, and so is Idempotency-Key: Chargehound does not
// know it, and it would make Go's own HTTP client repeat a POST.
func WithHeader(name, value string) CallOption {
	return func(cfg *callConfig) {
		cfg.reject(transport.CheckHeader(name, value))
		cfg.header.Set(name, value)
	}
}

// WithQuery sets a query parameter, also of a POST.
func WithQuery(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.query.Set(name, value) }
}

// WithParam adds a member to the JSON body that Chargehound knows and this
// package does not, or replaces one of the same name. A body that is a list is
// refused.
func WithParam(name string, value any) CallOption {
	return func(cfg *callConfig) { cfg.params[name] = value }
}

// WithCallAPIVersion replaces the client's [WithAPIVersion] for the call.
func WithCallAPIVersion(version string) CallOption {
	return func(cfg *callConfig) {
		if cfg.apiVersion = version; !isVersion(version) {
			cfg.reject(&ValidationError{Param: "WithCallAPIVersion", Reason: "is not a date like 2021-09-15"})
		}
	}
}

// WithCallAttemptTimeout replaces the client's [WithAttemptTimeout] for each attempt of the call.
func WithCallAttemptTimeout(timeout time.Duration) CallOption {
	return func(cfg *callConfig) {
		if cfg.timeout = timeout; timeout <= 0 {
			cfg.reject(&ValidationError{Param: "WithCallTimeout", Reason: "is not positive"})
		}
	}
}

// WithCallRetry replaces the client's [WithRetry] for the call. It does not
// change which calls may be repeated.
func WithCallRetry(policy RetryPolicy) CallOption {
	return func(cfg *callConfig) {
		own := transport.RetryPolicy(policy)
		cfg.reject(own.Check())
		cfg.retry = &own
	}
}

// WithRepeatable declares that sending the call twice has the same effect as
// sending it once, so that it is repeated after a lost answer. It is for
// [Client.Do] only: every other method refuses it with a [*ValidationError].
// Saying so of a call that moves money may move it twice.
func WithRepeatable() CallOption {
	return func(cfg *callConfig) { cfg.repeatable = true }
}
