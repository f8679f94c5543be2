package chargehound

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// CallOption changes one call. A nil option, and one with a bad value, such as a
// timeout that is not positive, ends the call with a [*ValidationError].
type CallOption func(*callConfig)

type callConfig struct {
	api.CallConfig
	params      map[string]any
	apiVersion  string
	maxDownload int64
}

func newCallConfig(opts []CallOption) (*callConfig, error) {
	cfg := &callConfig{}
	if err := api.Apply(cfg, opts); err != nil {
		return nil, invalid(err)
	}
	return cfg, invalid(cfg.Err)
}

// submits reports whether a call option makes an update submit or queue.
func (cfg *callConfig) submits() bool {
	for name := range cfg.params {
		if matchesAny(name, "submit", "queue") {
			return true
		}
	}
	return findVariable(cfg.Query, "submit", "queue") != ""
}

// findVariable returns the variable of query that has one of the names, or "".
func findVariable(query url.Values, names ...string) string {
	for name := range query {
		if matchesAny(name, names...) {
			return name
		}
	}
	return ""
}

// matchesAny compares a name as the most lenient server would: it might take
// " Submit[]" for submit.
func matchesAny(name string, names ...string) bool {
	bare, _, _ := strings.Cut(name, "[")
	return slices.Contains(names, strings.ToLower(strings.TrimSpace(bare)))
}

// Response is the HTTP response to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 if no response came
	Header     http.Header   // nil if no response came
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB of an error
	RequestID  string        // the Request-Id or X-Request-Id header; Chargehound documents none
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
		clear() // the option may be used again
		if response == nil {
			cfg.Reject("WithResponse", "is nil")
		}
		cfg.Report = func(r transport.Response) { *response = Response(r) }
	}
}

// WithHeader sets a header of the call. Headers that belong to the transport, such
// as Authorization, are rejected with a [*ValidationError], and so is
// Idempotency-Key: Chargehound does not know it, and it would make Go's own HTTP
// client retry a POST.
func WithHeader(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetHeader(name, value) }
}

// WithQuery sets a query parameter, also of a POST.
func WithQuery(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.SetQuery(name, value) }
}

// WithParam adds a field to the JSON body that Chargehound knows and this
// package does not, or replaces the field of that name. It is how parameters of
// version 2016-03-05 only are sent, such as external_identifier and user_id. A
// body that is a list is rejected.
func WithParam(name string, value any) CallOption {
	return func(cfg *callConfig) {
		if cfg.params == nil {
			cfg.params = map[string]any{}
		}
		cfg.params[name] = value
	}
}

// WithCallAPIVersion replaces the client's [WithAPIVersion] for the call.
func WithCallAPIVersion(version string) CallOption {
	return func(cfg *callConfig) {
		cfg.apiVersion = version
		if !isVersion(version) {
			cfg.Reject("WithCallAPIVersion", notAVersion)
		}
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

// WithMaxDownloadBytes limits the document of
// [DisputesService.DownloadResponse] and replaces [DefaultMaxDownloadBytes].
func WithMaxDownloadBytes(limit int64) CallOption {
	return func(cfg *callConfig) {
		cfg.maxDownload = limit
		if limit <= 0 {
			cfg.Reject("WithMaxDownloadBytes", "is not positive")
		}
	}
}
