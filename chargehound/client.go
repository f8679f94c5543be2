package chargehound

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/chargekit/chargekit-go/internal/transport"
	"github.com/chargekit/chargekit-go/internal/wire"
)

// DefaultBaseURL is where Chargehound's API lives.
const DefaultBaseURL = "https://api.chargehound.com/v1"

// Client calls Chargehound with one API key, which also decides between test
// and live data. Make it with [New] and share it: it is immutable, safe for
// concurrent use, and its pause after a 429 works for all who use it.
type Client struct {
	Disputes     *DisputesService
	PersonalData *PersonalDataService

	transport  *transport.Client
	files      *http.Client
	apiVersion string
}

// New makes a client with an API key of Chargehound's team settings. It reads
// no environment variable and sends nothing. A key that is empty or has control
// characters, and an option with a bad value, give a [*ValidationError].
func New(apiKey string, opts ...Option) (*Client, error) {
	cfg := defaultConfig(apiKey)
	for _, opt := range opts {
		if opt == nil {
			return nil, &ValidationError{Param: "option", Reason: "is nil"}
		}
		opt(&cfg)
	}
	if cfg.err != nil {
		return nil, cfg.err
	}
	t, err := transport.New(cfg.Config)
	if err != nil {
		return nil, invalid(err)
	}
	c := &Client{transport: t, files: newFilesClient(cfg.HTTPClient), apiVersion: cfg.apiVersion}
	c.Disputes = &DisputesService{c}
	c.PersonalData = &PersonalDataService{c}
	return c, nil
}

// Do calls an endpoint that has no method here, with the same key, limits and
// errors. path starts with a slash and is sent as it is, so escape the ids in
// it (braces are refused); in is written as the JSON body unless it is nil; the answer is decoded
// into out, a pointer, unless that is nil. Give query variables by [WithQuery].
//
// A GET is repeated like any read. Anything else is sent once and may return
// [ErrOutcomeUnknown], unless [WithRepeatable] says that a repeat does no harm.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, opts ...CallOption) error {
	r, err := rawRequest(method, path, out)
	if err != nil {
		return err
	}
	if in != nil {
		body, err := wire.Encode(in)
		if err != nil {
			return &ValidationError{Param: "in", Reason: "can't be written as JSON: " + err.Error()}
		}
		r.body = json.RawMessage(body)
	}
	answer, err := c.send(ctx, &r, opts)
	if err != nil || out == nil {
		return err
	}
	return decode(r, answer, out)
}

// CloseIdleConnections closes the connections that are kept for the next call.
// The client can still be used. Those of a client given to [WithHTTPClient] are
// the caller's own, and stay.
func (c *Client) CloseIdleConnections() { c.transport.CloseIdleConnections() }

// RouteFromContext returns the route template of the call that ctx belongs to,
// for example "/disputes/{id}". A RoundTripper given to [WithMiddleware]
// or [WithHTTPClient] finds it in its request's context: a name for a metric
// or a span that carries no id. It is "" for a context of no call.
func RouteFromContext(ctx context.Context) string { return transport.RouteFrom(ctx) }
