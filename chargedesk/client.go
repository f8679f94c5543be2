package chargedesk

import (
	"context"
	"net/url"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/ensure"
	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/transport"
)

// DefaultBaseURL is the base URL of ChargeDesk's API.
const DefaultBaseURL = "https://api.chargedesk.com/v1"

// Client calls ChargeDesk with the key of one company. Create it with [New] and
// share it: it is immutable and safe for concurrent use, and its limiter and
// its pause after a 429 hold for everybody who uses it. For several companies
// keep one client for each, in a map for example.
type Client struct {
	Gateway       *GatewayService       // moves money
	Charges       *ChargesService       // records of charges
	Customers     *CustomersService     // records of customers
	Subscriptions *SubscriptionsService // records of subscriptions
	Products      *ProductsService      // records of products
	Webhooks      *WebhooksService      // where ChargeDesk sends events
	Agents        *AgentsService        // people who work in the company's ChargeDesk
	Logs          *LogsService          // what agents and customers did

	transport *transport.Client
	config    func() config // a function: fmt prints the fields of any struct, and the key is in it
	ensured   *ensure.Keeper
}

// New returns a client with the secret key of a company, found at
// https://chargedesk.com/connect/api. It reads no environment variable but those of
// a proxy (see [WithProxy]), and sends nothing. A key that is empty, has a
// colon or a control character in it, or has spaces or quotes around it, and an
// option with a bad value, give a [*ValidationError].
func New(secretKey string, opts ...Option) (*Client, error) {
	cfg, err := applyOptions(defaultConfig(secretKey), opts)
	if err != nil {
		return nil, err
	}
	t, err := transport.New(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	return newClient(t, cfg, &ensure.Keeper{}), nil
}

// With returns a copy of the client with more options. The copy shares the limiter,
// the pause after a 429, the retry budget and what the Ensure methods remember, and
// the connections unless [WithProxy] or [WithTLSConfig] is given.
func (c *Client) With(opts ...Option) (*Client, error) {
	cfg, err := applyOptions(c.config(), opts)
	if err != nil {
		return nil, err
	}
	t, err := c.transport.With(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	return newClient(t, cfg, c.ensured), nil
}

func applyOptions(cfg config, opts []Option) (config, error) {
	if err := api.Apply(&cfg, opts); err != nil {
		return config{}, invalid(err)
	}
	return cfg, invalid(cfg.Err)
}

func newClient(t *transport.Client, cfg config, ensured *ensure.Keeper) *Client {
	c := &Client{transport: t, config: func() config { return cfg }, ensured: ensured}
	c.Gateway = &GatewayService{c}
	c.Charges = &ChargesService{c}
	c.Customers = &CustomersService{c}
	c.Subscriptions = &SubscriptionsService{c}
	c.Products = &ProductsService{c}
	c.Webhooks = &WebhooksService{c}
	c.Agents = &AgentsService{c}
	c.Logs = &LogsService{c}
	return c
}

// Ping reads one charge to check the key and the connection. A nil error means that
// both work; an error matches [ErrUnauthorized] if the key is wrong and
// [ErrForbidden] if API access is off.
func (c *Client) Ping(ctx context.Context, opts ...CallOption) error {
	_, err := c.Charges.List(ctx, &ChargeListParams{Count: new(1)}, opts...)
	return err
}

// Do calls an endpoint that has no method here, with the same key, limits and
// errors. path starts with a slash and is sent as it is, so escape the ids in
// it. A path with a query (?), a fragment (#), braces, or a segment . or .. is
// rejected with a [*ValidationError]. params go into the query of a GET or DELETE
// and into the form of a POST. The response is decoded into out, a pointer, unless
// that is nil.
//
// The fields of a struct of your own need json tags, since names are compared as they
// are. Values are read as in results: a string may hold a number, a number is also read
// as a string, and null as none. A value that can't be read is a [*DecodeError]. What
// package encoding/json alone can read, such as any, is read by its rules, so a number
// in an any is a float64: declare [Amount] or json.Number for money.
//
// A GET is retried like any read. Anything else is sent once and may return
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
