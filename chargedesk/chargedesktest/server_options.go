package chargedesktest

import (
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Key is the secret key of a server without [WithKey].
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

// WithKey sets the secret key the server knows; the default is [Key]. It panics if
// the key is empty.
func WithKey(key string) Option {
	fake.MustKey("chargedesktest.WithKey", key)
	return func(c *config) { c.key = key }
}

// WithoutRateLimit takes any number of requests a minute. Without it the server
// refuses, like ChargeDesk, the 61st request in 60 seconds and all others for 60
// seconds from there.
func WithoutRateLimit() Option { return func(c *config) { c.noLimit = true } }

// JSONTypes says which JSON types the answers use: the documentation's examples and
// live accounts disagree.
type JSONTypes int

const (
	// LiveTypes is what live accounts send: nearly all numbers and flags as text,
	// slashes and non-ASCII characters escaped as PHP does.
	LiveTypes JSONTypes = iota
	// DocsTypes is what the documentation shows: numbers as numbers, flags as 0
	// and 1, and only the members it knows.
	DocsTypes
)

// WithJSONTypes picks the JSON types of the answers; the default is [LiveTypes].
func WithJSONTypes(types JSONTypes) Option { return func(c *config) { c.types = types } }

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
