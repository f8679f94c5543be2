package chargehound

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

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
	rawPath   string              // in place of the route, escaped by the caller of Do; "" for all but Do
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

// class is how safe the request is, with its options once it is described.
func (r request) class() transport.Safety {
	if r.call != nil {
		return r.call.Safety
	}
	return r.safety
}

// savesFirst reports whether the request may save what it brings before it
// submits, and have only the second refused. A new dispute counts, since
// whether it is kept then is not documented.
func (r request) savesFirst() bool {
	return r.class() == transport.Once && strings.HasPrefix(r.route, opCreateDispute.route) && len(r.call.Body) > 0
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

// send leaves the described call in r, for what is said of an answer that can't
// be read.
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
	described := &transport.Call{
		Method: r.method, Route: r.route, Path: path, IDs: r.ids, Safety: r.safety,
		Query: mergeQuery(r.query, cfg.query).Encode(), Body: body, ContentType: "application/json",
		Header: cfg.header, AttemptTimeout: cfg.timeout, Retry: cfg.retry,
	}
	if version := cmp.Or(cfg.apiVersion, c.apiVersion); version != "" {
		described.Header.Set("Chargehound-Version", version)
	}
	if cfg.repeatable {
		described.Safety = min(described.Safety, transport.Repeatable)
	} else if described.Safety == transport.Repeatable && cfg.submits() {
		described.Safety = transport.Once
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

// encodeBody writes the JSON body with the members of [WithParam] in it. Products
// and the like go out with the unknown members they came with.
func encodeBody(r request, params map[string]any) ([]byte, error) {
	if r.body == nil && len(params) == 0 {
		return nil, nil
	}
	body, err := lenient.Inline(r.body)
	if err == nil && len(params) > 0 {
		body, err = lenient.AddMembers(body, params)
	}
	if err != nil {
		return nil, &ValidationError{Param: "params", Reason: "can't be written as JSON: " + err.Error()}
	}
	return body, nil
}

// settled is a result that does not have all from its JSON: older names of
// members, and the status of the answer. It refuses to be about another dispute
// than reference names; "" is any.
type settled interface {
	settle(reference string, status int) error
}

func decode(r request, answer transport.Response, out any) error {
	err := lenient.Decode(bytes.TrimSpace(answer.Body), out)
	if result, ok := out.(settled); ok && err == nil {
		err = result.settle(r.reference, answer.StatusCode)
	}
	if err != nil {
		return newDecodeError(r, answer, err)
	}
	return nil
}
