package chargeback

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// operation is one documented operation, stated once: the retry decision, the
// errors, the logs and the contract test all read it.
type operation struct {
	method string
	route  string
	safety transport.Safety
}

// request is an operation on certain objects, with what it sends.
type request struct {
	operation
	call      *transport.Call     // once it is described
	redact    func(string) string // once it is described
	rawPath   string              // in place of the route, escaped by the caller of Do
	ids       []string            // fill the route's {…}
	reference string              // what to look up when the outcome is unknown
	query     url.Values
	body      any // nil for none
}

// hide redacts what the call sent, once it is described.
func (r request) hide(text string) string {
	if r.redact == nil {
		return text
	}
	return r.redact(text)
}

func (op operation) on(ids ...string) request {
	r := request{operation: op, ids: ids}
	if len(ids) > 0 {
		r.reference = ids[0]
	}
	return r
}

// rawRequest is a call of [Client.Do], to a path that the caller has escaped.
func rawRequest(method, path string, out any) (request, error) {
	route, err := transport.RawRoute(method, path, out)
	if err != nil {
		return request{}, invalid(err)
	}
	r := request{operation: operation{method, route, transport.Once}, rawPath: path}
	if method == http.MethodGet {
		r.safety = transport.Read
	}
	return r, nil
}

func (r request) escapedPath() (string, error) {
	if r.rawPath != "" {
		return r.rawPath, nil
	}
	return transport.Path(r.route, r.ids...)
}

// about names what to look up, for an operation whose path has no id.
func (r request) about(reference string) request {
	r.reference = reference
	return r
}

func (r request) asking(query url.Values) request {
	r.query = query
	return r
}

func (r request) sending(body any) request {
	r.body = body
	return r
}

// call sends an operation and decodes its answer. No other function decodes answers.
func call[T any](ctx context.Context, c *Client, r request, opts []CallOption) (*T, error) {
	answer, err := c.send(ctx, &r, opts)
	if err != nil {
		return nil, err
	}
	result := new(T)
	if err := decode(r, answer, result); err != nil {
		return nil, err
	}
	return result, nil
}

// send leaves the described call in r, for what is said of its answer later.
func (c *Client) send(ctx context.Context, r *request, opts []CallOption) (transport.Response, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return transport.Response{}, err
	}
	described, err := c.describe(*r, cfg)
	if err != nil {
		return transport.Response{}, err
	}
	r.call, r.redact = described, c.transport.Redactor(described)
	answer, failure := c.transport.Do(ctx, described)
	cfg.report(answer)
	if failure != nil {
		if failure.Outcome == transport.Rejected && r.class() == transport.Once && inDoubt(failure.Body) {
			failure.Outcome = transport.Unknown
		}
		return answer, newError(failure, *r)
	}
	return answer, checkEnvelope(answer, *r)
}

func (c *Client) describe(r request, cfg *callConfig) (*transport.Call, error) {
	if cfg.repeatable && r.rawPath == "" {
		return nil, &ValidationError{Param: "WithRepeatable", Reason: "is for Client.Do: the other methods know whether a repeat does harm"}
	}
	path, err := r.escapedPath()
	if err != nil {
		return nil, invalid(err)
	}
	body, err := encodeBody(r, cfg.params)
	if err != nil {
		return nil, err
	}
	if err := refuseCards(body); err != nil {
		return nil, err
	}
	described := &transport.Call{
		Method: r.method, Route: r.route, Path: path, IDs: r.ids, Safety: r.safety,
		Query: mergeQuery(r.query, cfg.query).Encode(), Body: body, ContentType: "application/json",
		Header: cfg.header, AttemptTimeout: cfg.timeout, Retry: cfg.retry,
	}
	if cfg.repeatable {
		described.Safety = min(described.Safety, transport.Repeatable)
	}
	return described, nil
}

func mergeQuery(query, extra url.Values) url.Values {
	merged := maps.Clone(query)
	if merged == nil {
		merged = url.Values{}
	}
	maps.Copy(merged, extra)
	return merged
}

// encodeBody writes the JSON body with the members of [WithParam] in it.
func encodeBody(r request, params map[string]any) ([]byte, error) {
	if r.body == nil && len(params) == 0 {
		return nil, nil
	}
	body, err := lenient.Encode(r.body)
	if err == nil && len(params) > 0 {
		body, err = lenient.AddMembers(body, params)
	}
	if err != nil || changesText(body) {
		for _, part := range []any{r.body, params} {
			if bad := refuseUnwritable(part); bad != nil {
				return nil, bad
			}
		}
	}
	if err != nil {
		return nil, &ValidationError{Param: "params", Reason: "can't be written as JSON: " + err.Error()}
	}
	return body, nil
}

func decode(r request, answer transport.Response, out any) error {
	err := lenient.Decode(bytes.TrimSpace(answer.Body), out)
	if list, ok := out.(*OrderList); ok && err == nil {
		err = list.check()
	}
	if err != nil {
		return newDecodeError(r, answer, err)
	}
	return nil
}

// CallOption changes one call.
type CallOption func(*callConfig)

type callConfig struct {
	response   *Response
	header     http.Header
	query      url.Values
	params     map[string]any
	timeout    time.Duration
	retry      *transport.RetryPolicy
	repeatable bool
	incomplete bool
	err        error
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

func (cfg *callConfig) report(answer transport.Response) {
	if cfg.response != nil {
		*cfg.response = Response(answer)
	}
}

// Response is what Chargeback answered to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 when no answer came
	Header     http.Header   // nil when no answer came
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB if the answer is an error
	RequestID  string        // the Request-Id or X-Request-Id header; Chargeback documents none
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
// Authorization, are refused, and so is Idempotency-Key: Chargeback does not
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

// WithParam adds a member to the JSON body that Chargeback knows and this
// package does not, or replaces one of the same name. A body that is a list is
// refused.
func WithParam(name string, value any) CallOption {
	return func(cfg *callConfig) { cfg.params[name] = value }
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
// [Client.Do] alone: every other method refuses it with a [*ValidationError].
// Saying it of a call that changes something may do so twice.
func WithRepeatable() CallOption {
	return func(cfg *callConfig) { cfg.repeatable = true }
}

// WithoutRequiredCheck sends orders even if a member is missing that Chargeback
// documents as required.
func WithoutRequiredCheck() CallOption {
	return func(cfg *callConfig) { cfg.incomplete = true }
}
