package chargeback

import (
	"context"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/transport"
)

type operation = api.Operation

// result is a pointer to T that can tell whether a response has all that a *T
// needs, and whether it is about the object that the call was.
type result[T any] interface {
	*T
	verify(x *api.Exchange) error
}

// call sends an operation and decodes its response.
func call[T any, P result[T]](ctx context.Context, c *Client, r api.Request, opts []CallOption) (*T, error) {
	x, err := c.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	return decode[T, P](x, x.Body())
}

// decode reads the part of a response that holds the result. A field that can't be
// read is in the result's Extra. If the result can't be read, and the response says
// that the call failed, that is the error.
func decode[T any, P result[T]](x *api.Exchange, body []byte) (*T, error) {
	out := new(T)
	_, err := lenient.Read(body, out)
	if err == nil {
		err = P(out).verify(x)
	}
	if err == nil {
		return out, nil
	}
	if failed := checkEnvelope(x); failed != nil {
		return nil, failed
	}
	return nil, newDecodeError(x, err)
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

// send sends a request. Its response may be a 2xx that says that the call failed:
// see [checkEnvelope].
func (c *Client) send(ctx context.Context, r api.Request, opts []CallOption) (*api.Exchange, error) {
	cfg, err := c.callConfig(opts)
	if err != nil {
		return nil, err
	}
	sent, err := encode(r, cfg)
	if err != nil {
		return nil, invalid(err)
	}
	x, failure := api.Do(ctx, c.transport, sent, &cfg.CallConfig)
	if failure == nil {
		return x, nil
	}
	if failure.Outcome == transport.Rejected && sent.Safety == transport.Once && mayHaveApplied(failure.Body) {
		failure.Outcome = transport.Unknown
	}
	return x, newError(x, failure)
}

func encode(r api.Request, cfg *callConfig) (*transport.Call, error) {
	body, err := writeBody(r.Body, cfg)
	if err != nil {
		return nil, err
	}
	query := api.MergeQuery(r.Query, cfg.Query)
	return r.Call(api.Encoded{Query: query.Encode(), Body: body, ContentType: "application/json"}, &cfg.CallConfig)
}

// withBody returns the exchange with a part of its response in place of the whole.
func withBody(x *api.Exchange, body []byte) *api.Exchange {
	part := *x
	part.Response.Body = body
	return &part
}
