package chargedesktest

import (
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Key is the secret key of a server made without [WithKey].
const Key = "sk_test_fake"

type config struct {
	fake.Config
	key           string
	types         JSONTypes
	taxes         []TaxRate
	webhookClient *http.Client
	noLimit       bool
	exclusiveMax  bool
}

func defaultConfig() config {
	return config{key: Key, taxes: []TaxRate{{Name: "Tax", Percent: decimal.New(10, 0)}}}
}

// WithKey sets the secret key; the default is [Key]. It panics if the key is empty.
func WithKey(key string) Option {
	fake.MustKey("chargedesktest.WithKey", key)
	return func(c *config) { c.key = key }
}

// WithoutRateLimit disables the rate limit. By default the server rejects the 61st
// request in 60 seconds, and then all requests for 60 seconds, as ChargeDesk does.
func WithoutRateLimit() Option { return func(c *config) { c.noLimit = true } }

// JSONTypes selects the JSON types in responses, in which the documentation's
// examples and live accounts differ.
type JSONTypes int

const (
	// LiveTypes are those of live accounts: nearly all numbers and flags are strings,
	// and slashes and non-ASCII characters are escaped as by PHP.
	LiveTypes JSONTypes = iota
	// DocsTypes are those of the documentation: numbers are numbers, flags are 0 and
	// 1, and undocumented fields are absent.
	DocsTypes
)

// WithJSONTypes sets the JSON types in responses; the default is [LiveTypes].
func WithJSONTypes(types JSONTypes) Option { return func(c *config) { c.types = types } }

// WithExclusiveMax excludes rows exactly at a list's [max] time. By default they are
// included. ChargeDesk documents neither.
func WithExclusiveMax() Option { return func(c *config) { c.exclusiveMax = true } }

// WithTaxes sets the taxes of the company, which previews compute. The default is
// one of 10 percent for all countries. No arguments mean no taxes.
func WithTaxes(taxes ...TaxRate) Option { return func(c *config) { c.taxes = taxes } }

// WithWebhookClient sets the client that posts webhooks. Its redirect policy is
// replaced, because ChargeDesk follows no redirects.
func WithWebhookClient(client *http.Client) Option {
	return func(c *config) { c.webhookClient = client }
}

// TaxRate is a tax of the company, see [WithTaxes].
type TaxRate struct {
	Name    string          // as it appears in the response
	Percent decimal.Decimal // 10 is 10 percent
	Country string          // two letters, or "" for all countries
}
