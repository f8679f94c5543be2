package chargedesktest

import (
	"net/http"
	"time"

	"github.com/shopspring/decimal"
)

// Key is the secret key of a server without [WithKey].
const Key = "sk_test_fake"

// Option configures a [Server].
type Option func(*config)

type config struct {
	key             string
	clock           func() time.Time
	types           Types
	taxes           []TaxRate
	webhookClient   *http.Client
	inMemory        bool
	connectionClose bool
	noLimit         bool
	exclusiveMax    bool
}

// WithKey sets the secret key the server knows; the default is [Key].
func WithKey(key string) Option { return func(c *config) { c.key = key } }

// WithClock replaces the clock of the server, which is time.Now. It dates
// everything, decides what is in the future, and drives the rate limit and the
// redelivery of webhooks. Inside a testing/synctest bubble no clock is needed.
func WithClock(clock func() time.Time) Option { return func(c *config) { c.clock = clock } }

// InMemory serves without sockets, so that the server works inside a
// testing/synctest bubble. Only [Server.HTTPClient] and [Server.Client] reach it.
func InMemory() Option { return func(c *config) { c.inMemory = true } }

// WithConnectionClose answers every request with Connection: close.
func WithConnectionClose() Option { return func(c *config) { c.connectionClose = true } }

// WithoutRateLimit takes any number of requests a minute. Without it the server
// refuses, like ChargeDesk, the 61st request in 60 seconds and all others for 60
// seconds from there.
func WithoutRateLimit() Option { return func(c *config) { c.noLimit = true } }

// Types says which JSON types the answers use: the documentation's examples and
// live accounts disagree.
type Types int

const (
	// LiveTypes is what live accounts send: nearly all numbers and flags as text,
	// slashes and non-ASCII characters escaped as PHP does.
	LiveTypes Types = iota
	// DocsTypes is what the documentation shows: numbers as numbers, flags as 0
	// and 1, and only the members it knows.
	DocsTypes
)

// WithTypes picks the JSON types of the answers; the default is [LiveTypes].
func WithTypes(types Types) Option { return func(c *config) { c.types = types } }

// WithExclusiveMax leaves rows exactly at a list's [max] time out. By default
// they are in; ChargeDesk documents neither.
func WithExclusiveMax() Option { return func(c *config) { c.exclusiveMax = true } }

// WithTaxes replaces the taxes that a preview works out: by default one of 10
// percent for everybody. No arguments mean no taxes.
func WithTaxes(taxes ...TaxRate) Option { return func(c *config) { c.taxes = taxes } }

// WithWebhookClient sends webhooks with this client. Its redirect policy is
// replaced, since ChargeDesk follows none.
func WithWebhookClient(client *http.Client) Option {
	return func(c *config) { c.webhookClient = client }
}

// TaxRate is a tax of the company, see [WithTaxes].
type TaxRate struct {
	Name    string          // as it appears in the answer
	Percent decimal.Decimal // 10 is 10 percent
	Country string          // two letters, or "" for all countries
}

func newConfig(opts []Option) config {
	cfg := config{
		key:   Key,
		clock: time.Now,
		taxes: []TaxRate{{Name: "Tax", Percent: decimal.New(10, 0)}},
	}
	for _, opt := range opts {
		opt(&cfg)
	}
	return cfg
}
