package chargedesk

import (
	"context"
	"net/url"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/ensure"
	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// DefaultBaseURL is where ChargeDesk's API lives.
const DefaultBaseURL = "https://api.chargedesk.com/v1"

// Client calls ChargeDesk with the key of one company. Create it with [New] and
// share it: it is immutable and safe for concurrent use, and its limiter and
// its pause after a 429 hold for everybody who uses it. For several companies
// keep one client for each, in a map for example.
type Client struct {
	Gateway       *GatewayService
	Charges       *ChargesService
	Customers     *CustomersService
	Subscriptions *SubscriptionsService
	Products      *ProductsService
	Webhooks      *WebhooksService
	Agents        *AgentsService
	Logs          *LogsService

	transport *transport.Client
	config    func() config // a function: fmt prints the fields of any struct, and the key is in it
	ensured   *ensure.Keeper
}

// New returns a client with the secret key of a company, found at
// https://chargedesk.com/connect/api. It reads no environment variable and
// sends nothing. A key that is empty or has control characters, and an option
// with a bad value, give a [*ValidationError].
func New(secretKey string, opts ...Option) (*Client, error) {
	cfg := defaultConfig(secretKey)
	for _, opt := range opts {
		if opt == nil {
			return nil, invalid(api.ErrNilOption)
		}
		opt(&cfg)
	}
	if cfg.Err != nil {
		return nil, invalid(cfg.Err)
	}
	t, err := transport.New(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	c := &Client{transport: t, config: func() config { return cfg }, ensured: &ensure.Keeper{}}
	c.Gateway = &GatewayService{c}
	c.Charges = &ChargesService{c}
	c.Customers = &CustomersService{c}
	c.Subscriptions = &SubscriptionsService{c}
	c.Products = &ProductsService{c}
	c.Webhooks = &WebhooksService{c}
	c.Agents = &AgentsService{c}
	c.Logs = &LogsService{c}
	return c, nil
}

// Do calls an endpoint that has no method here, with the same key, limits and
// errors. path starts with a slash and is sent as it is, so escape the ids in
// it. A path with a query (?), a fragment (#), braces, or a segment . or .. is
// refused with a [*ValidationError]. params go into the query of a GET or
// DELETE and into the form of a POST. The answer is decoded into out, a
// pointer, unless that is nil.
//
// A GET is repeated like any read. Anything else is sent once and may return
// [ErrOutcomeUnknown], unless [WithRepeatable] is given.
func (c *Client) Do(ctx context.Context, method, path string, params url.Values, out any, opts ...CallOption) error {
	r, err := api.Raw(method, path, out)
	if err != nil {
		return invalid(err)
	}
	x, err := c.send(ctx, r, form.FromValues(params), opts)
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
// for example "/charges/{charge_id}". It names metrics and spans without ids in
// a RoundTripper given to [WithMiddleware] or [WithHTTPClient]: pass the
// request's context. It returns "" if ctx belongs to no call.
func RouteFromContext(ctx context.Context) string { return transport.RouteFrom(ctx) }
