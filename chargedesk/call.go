package chargedesk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// call sends an operation and decodes its answer. No other function decodes answers.
func call[T any](ctx context.Context, c *Client, r request, params any, opts []CallOption) (*T, error) {
	answer, err := c.sendParams(ctx, &r, params, opts)
	if err != nil {
		return nil, err
	}
	result := new(T)
	if err := decode(r, answer, result); err != nil {
		return nil, err
	}
	return result, nil
}

// run sends an operation whose answer is not documented and not needed.
func (c *Client) run(ctx context.Context, r request, params any, opts []CallOption) error {
	answer, err := c.sendParams(ctx, &r, params, opts)
	if failure, ok := errors.AsType[*Error](err); ok && r.method == http.MethodDelete && failure.StatusCode == http.StatusNotFound && !failure.NotApplied {
		return nil // an earlier attempt deleted it, and its answer was lost
	}
	if body := bytes.TrimSpace(answer.Body); err == nil && len(body) > 0 {
		return decode(r, answer, new(undocumented))
	}
	return err
}

// undocumented is an answer that may be anything but a no.
type undocumented struct{ json.RawMessage }

func (u *undocumented) lacks() string {
	var members struct {
		Success jsontext.Value `json:"success"`
		Deleted jsontext.Value `json:"deleted"`
	}
	_ = lenient.Decode(u.RawMessage, &members) // where it is no object it has none
	return unless(!isNo(jsontext.Value(u.RawMessage)) && !isNo(members.Success) && !isNo(members.Deleted), "word of success")
}

func isNo(member jsontext.Value) bool {
	value, ok, err := lenient.Bool(member)
	return err == nil && ok && !value
}

func (c *Client) sendParams(ctx context.Context, r *request, params any, opts []CallOption) (transport.Response, error) {
	values, err := form.Values(params)
	if empty, ok := errors.AsType[*form.EmptyError](err); ok {
		return transport.Response{}, &ValidationError{Param: empty.Name, Reason: "is empty"}
	}
	if err != nil {
		return transport.Response{}, &ValidationError{Param: "params", Reason: err.Error()}
	}
	trimAmounts(values)
	return c.send(ctx, r, values, opts)
}

// send leaves the described call in r, for what is said of an answer that can't
// be read.
func (c *Client) send(ctx context.Context, r *request, values url.Values, opts []CallOption) (transport.Response, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return transport.Response{}, err
	}
	described, err := describe(*r, values, cfg)
	if err != nil {
		return transport.Response{}, err
	}
	r.call, r.redact = described, c.transport.Redactor(described)
	answer, failure := c.transport.Do(ctx, described)
	cfg.report(answer)
	if failure != nil {
		return answer, newError(failure, *r)
	}
	return answer, checkEnvelope(answer, *r)
}

// describe puts the parameters where ChargeDesk reads them: in the form of a
// POST, in the query of everything else.
func describe(r request, values url.Values, cfg *callConfig) (*transport.Call, error) {
	path, err := r.path()
	if r = r.lock(cfg.locked...); err == nil {
		err = r.checkUnlocked(cfg.params)
	}
	if err == nil {
		err = r.checkUnlocked(cfg.query)
	}
	if err == nil && cfg.repeatable && r.rawPath == "" {
		err = &ValidationError{Param: "WithRepeatable", Reason: "is for Client.Do: the other methods know whether a repeat does harm"}
	}
	if err != nil {
		return nil, err
	}
	all := maps.Clone(values)
	if all == nil {
		all = url.Values{}
	}
	maps.Copy(all, cfg.params)
	maps.Copy(all, r.fixed)
	described := &transport.Call{
		Method: r.method, Route: r.route, Path: path, IDs: r.ids, Fixed: r.words(), Safety: r.safety,
		Header: cfg.header, AttemptTimeout: cfg.timeout, Retry: cfg.retry,
	}
	if cfg.repeatable {
		described.Safety = min(described.Safety, transport.Repeatable)
	}
	query := maps.Clone(cfg.query)
	if r.method == http.MethodPost {
		described.Body, described.ContentType = []byte(form.Encode(all)), "application/x-www-form-urlencoded"
	} else {
		maps.Copy(query, all)
	}
	if max(form.CountVariables(all), form.CountVariables(query)) > form.MaxVariables {
		return nil, &ValidationError{Param: "params", Reason: "are more than 1000 variables, and the server would drop the rest"}
	}
	described.Query = form.Encode(query)
	return described, nil
}

func decode(r request, answer transport.Response, out any) error {
	if err := lenient.DecodeLenient(bytes.TrimSpace(answer.Body), out); err != nil {
		return newDecodeError(r, answer, err)
	}
	if result, ok := out.(interface{ lacks() string }); ok && result.lacks() != "" {
		return newDecodeError(r, answer, errors.New("it has no "+result.lacks()))
	}
	if result, ok := out.(interface{ is(id string) bool }); ok && !r.isAbout(result.is) {
		return newDecodeError(r, answer, errors.New("it is about another object"))
	}
	return nil
}

// unless is what a result lacks, unless it has it.
func unless(has bool, what string) string {
	if has {
		return ""
	}
	return what
}

// CallOption changes one call.
type CallOption func(*callConfig)

type callConfig struct {
	response   *Response
	header     http.Header
	query      url.Values
	params     url.Values
	timeout    time.Duration
	retry      *transport.RetryPolicy
	repeatable bool
	locked     []string // set by the method, so not by other options
	err        error
}

func newCallConfig(opts []CallOption) (*callConfig, error) {
	cfg := &callConfig{header: http.Header{}, query: url.Values{}, params: url.Values{}}
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

// Response is what ChargeDesk answered to the last attempt of a call.
type Response struct {
	StatusCode int           // 0 when no answer came
	Header     http.Header   // nil when no answer came
	Body       []byte        // decompressed, limited by [WithMaxResponseBytes]; at most 64 KiB if the answer is an error
	RequestID  string        // the Request-Id or X-Request-Id header; ChargeDesk documents none
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
// Authorization, are refused, and so is Idempotency-Key: ChargeDesk does not
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

// WithParam adds a parameter that ChargeDesk knows and this package does not,
// or replaces one of the same name, unless that decides what the call does. Write
// nested names with brackets: "customer[id]", "lines[0][amount]".
func WithParam(name, value string) CallOption {
	return func(cfg *callConfig) { cfg.params.Set(name, value) }
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
// [Client.Do] alone; saying so of a call that moves money may move it twice.
// Every other method refuses it with a [*ValidationError].
func WithRepeatable() CallOption {
	return func(cfg *callConfig) { cfg.repeatable = true }
}
