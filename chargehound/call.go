package chargehound

import (
	"cmp"
	"context"
	"errors"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

type operation = api.Operation

// result is a pointer to T that completes itself from the response, and checks
// that the response has all that a *T needs and is about the call's object.
type result[T any] interface {
	*T
	verify(x *api.Exchange) error
}

// call sends an operation and decodes its response. Only this file decodes responses.
func call[T any, P result[T]](ctx context.Context, c *Client, r api.Request, opts []CallOption) (*T, error) {
	x, err := c.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	out := new(T)
	err = x.Decode(out, true)
	if err == nil {
		err = P(out).verify(x)
	}
	if err != nil {
		return nil, newDecodeError(x, err)
	}
	return out, nil
}

// decodeInto decodes the response to a call of [Client.Do]. A result of this package
// is verified as in other calls.
func decodeInto(x *api.Exchange, out any) error {
	own, isResult := out.(interface{ verify(x *api.Exchange) error })
	err := x.Decode(out, isResult)
	if err == nil && isResult {
		err = own.verify(x)
	}
	if err != nil {
		return newDecodeError(x, err)
	}
	return nil
}

var (
	errNoDispute    = errors.New("it is not a dispute: it has no id and no state")
	errOtherDispute = errors.New("it is about another dispute")
)

// isOther reports whether a response is about another dispute than the call. A
// call without an id is about any dispute.
func isOther(x *api.Exchange, id string) bool {
	return id != "" && x.Call.ObjectID != "" && !api.SameID(id, x.Call.ObjectID)
}

func (c *Client) send(ctx context.Context, r api.Request, opts []CallOption) (*api.Exchange, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return nil, err
	}
	sent, err := c.encode(r, cfg)
	if err != nil {
		return nil, invalid(err)
	}
	x, failure := api.Do(ctx, c.transport, sent, &cfg.CallConfig)
	if failure == nil {
		return x, checkEnvelope(x)
	}
	if failure.Outcome == transport.Rejected && sent.Safety == transport.Once && mayHaveApplied(failure.Body) {
		failure.Outcome = transport.Unknown
	}
	return x, newError(x, failure)
}

// encode writes the request as JSON, with the version of the API in a header.
func (c *Client) encode(r api.Request, cfg *callConfig) (*transport.Call, error) {
	body, err := encodeBody(r.Body, cfg.params)
	if err != nil {
		return nil, err
	}
	query := api.MergeQuery(r.Query, cfg.Query)
	if err := api.CheckQuery(query); err != nil {
		return nil, err
	}
	if version := cmp.Or(cfg.apiVersion, c.apiVersion); version != "" {
		cfg.PutHeader("Chargehound-Version", version)
	}
	sent, err := r.Call(api.Encoded{
		Query: query.Encode(), Body: body, ContentType: "application/json",
	}, &cfg.CallConfig)
	if err != nil {
		return nil, err
	}
	if !r.IsRaw() && sent.Safety == transport.Repeatable && cfg.submits() {
		sent.Safety = transport.Once
	}
	return sent, nil
}

// encodeBody writes the JSON body, with the fields of [WithParam] in it. Products
// and the like keep the unknown fields that they were received with.
func encodeBody(in any, params map[string]any) ([]byte, error) {
	if in == nil && len(params) == 0 {
		return nil, nil
	}
	body, err := lenient.Inline(in)
	if err == nil && len(params) > 0 {
		body, err = lenient.AddFields(body, params)
	}
	return body, checkWritten("params", body, err, in, params)
}

// checkWritten rejects what can't be written as JSON, and names the field if it can.
func checkWritten(param string, body []byte, err error, parts ...any) error {
	if err == nil {
		return api.CheckWritten(body, parts...)
	}
	for _, part := range parts {
		if bad := api.CheckWritable(part); bad != nil {
			return bad
		}
	}
	return &transport.InvalidError{Param: param, Reason: "can't be written as JSON: " + err.Error()}
}
