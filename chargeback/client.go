package chargeback

import (
	"context"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// DefaultBaseURL is the base URL of Chargeback's API.
const DefaultBaseURL = "https://app.chargeback.com/api/v1"

// Client calls Chargeback with one pair of keys, which sees what its API user
// may see. Create it with [New] and share it: it is immutable and safe for
// concurrent use, and its pause after a 429 holds for all its users. For several
// pairs of keys keep one client for each, in a map for example.
type Client struct {
	Orders *OrdersService // the merchant's orders

	transport *transport.Client
	config    func() config // a function: fmt prints the fields of any struct, and the keys are in it
}

// New returns a client with a pair of keys, the public one as user name and the
// secret one as password. It reads no environment variable but those of a proxy
// (see [WithProxy]), and sends nothing. A key that is empty, has a control
// character in it, or has spaces or quotes around it, a public key with a colon, and
// an option with a bad value, give a [*ValidationError].
func New(publicKey, secretKey string, opts ...Option) (*Client, error) {
	cfg, err := applyOptions(defaultConfig(publicKey, secretKey), opts)
	if err != nil {
		return nil, err
	}
	if cfg.Credentials == nil && secretKey == "" {
		return nil, &ValidationError{Param: "secret key", Reason: "is empty"}
	}
	t, err := transport.New(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	return newClient(t, cfg), nil
}

// With returns a copy of the client with more options. The copy shares the limiter,
// the pause after a 429 and the retry budget, and the connections unless [WithProxy]
// or [WithTLSConfig] is given.
func (c *Client) With(opts ...Option) (*Client, error) {
	cfg, err := applyOptions(c.config(), opts)
	if err != nil {
		return nil, err
	}
	t, err := c.transport.With(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	return newClient(t, cfg), nil
}

func applyOptions(cfg config, opts []Option) (config, error) {
	if err := api.Apply(&cfg, opts); err != nil {
		return config{}, invalid(err)
	}
	return cfg, invalid(cfg.Err)
}

func newClient(t *transport.Client, cfg config) *Client {
	c := &Client{transport: t, config: func() config { return cfg }}
	c.Orders = &OrdersService{c}
	return c
}

// Ping reads one order to check the keys and the connection. A nil error means that
// both work; an error matches [ErrUnauthorized] if the keys are wrong.
func (c *Client) Ping(ctx context.Context, opts ...CallOption) error {
	_, err := c.Orders.List(ctx, &OrderListParams{PerPage: new(1)}, opts...)
	return err
}

// Do calls an endpoint that has no method here, with the same key, limits and
// errors. path starts with a slash and is sent as it is, so escape the ids in
// it. A path with a query (?), a fragment (#), braces, or a segment . or .. is
// rejected with a [*ValidationError]. in is written as the JSON request body
// unless it is nil. The response is decoded into out, a pointer, unless that is
// nil. Use [WithQuery] for query parameters.
//
// The fields of a struct of your own need json tags, since names are compared as they
// are. Values are read as in results: a string may hold a number, a number is also read
// as a string, and null as none. A value that can't be read is a [*DecodeError]. What
// package encoding/json alone can read, such as any, is read by its rules, so a number
// in an any is a float64: declare [Amount] or json.Number for money.
//
// A GET is retried like any read. Anything else is sent once and may return
// [ErrOutcomeUnknown], unless [WithRepeatable] is given.
//
// It is the only way to reach Chargeback's transactions, disputes, alerts and
// mids: Chargeback names these four and has never documented them. See the
// package comment for what is known.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, opts ...CallOption) error {
	r, err := api.Raw(method, path, out)
	if err != nil {
		return invalid(err)
	}
	r.Body = in
	x, err := c.send(ctx, r, opts)
	if err == nil && readEnvelope(x.Body()).text("id") == "" { // else the status is the object's own
		err = checkEnvelope(x)
	}
	if err != nil || out == nil {
		return err
	}
	return decodeInto(x, out)
}

// CloseIdleConnections closes connections that are kept for reuse. The client
// can still be used. Connections of a client given to [WithHTTPClient] are left
// to the caller.
func (c *Client) CloseIdleConnections() { c.transport.CloseIdleConnections() }

// RouteFromContext returns the route template of the call that ctx belongs to,
// for example "/orders/{id}". It names metrics and spans without ids in a
// RoundTripper given to [WithMiddleware] or [WithHTTPClient]: pass the
// request's context. It returns "" if ctx belongs to no call.
func RouteFromContext(ctx context.Context) string { return transport.RouteFrom(ctx) }
