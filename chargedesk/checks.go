package chargedesk

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/api"
)

// Limits that ChargeDesk documents. Lengths are counted in characters.
const (
	maxMetadataKey   = 32
	maxMetadataValue = 255
	maxText          = 255
	maxCount         = 500
	wideOffset       = 50_000 // charges, customers
	narrowOffset     = 10_000 // subscriptions, products, logs
)

// checks collects the first thing that is wrong with the parameters of a call. What
// is rejected, and why, is in rejections_test.go: ChargeDesk's documentation forbids
// it, it would make another operation or another sum of the call, or a form can't
// carry it. Everything else is ChargeDesk's to decide.
type checks struct{ api.Checks }

func (c *checks) err() error { return invalid(c.Err()) }

// noParams returns the rejection of nil where something is required.
func noParams[T any]() error { return invalid(api.NilParams[T]()) }

// interval rejects an unknown interval of a live subscription: without one that
// ChargeDesk knows, the call may make a single charge.
func (c *checks) interval(param string, interval Interval) {
	switch interval {
	case IntervalDay, IntervalWeek, IntervalMonth, IntervalYear:
	default:
		c.Reject(param, "is not day, week, month or year")
	}
}

func (c *checks) notNegative(param string, number *int) {
	if number != nil && *number < 0 {
		c.Reject(param, "is below zero")
	}
}

// time rejects the zero Time, which is sent as 0: a period that ends in 1970 is due
// now.
func (c *checks) time(param string, t *Time) {
	if t != nil && t.IsZero() {
		c.Reject(param, "is no time")
	}
}

func (c *checks) page(count, offset *int, maxOffset int) {
	c.Between("count", count, 1, maxCount)
	c.Between("offset", offset, 0, maxOffset)
}

// metadata rejects what is over the documented limits, and keys that PHP's form
// syntax can't carry.
func (c *checks) metadata(metadata Metadata) {
	for key, value := range metadata {
		switch {
		case strings.TrimSpace(key) == "": // PHP takes a space for no key
			c.Reject("metadata", "has an empty key")
		case strings.ContainsAny(key, "[]\x00"):
			c.Reject("metadata", "has a key with a bracket or a zero byte in it")
		case utf8.RuneCountInString(key) > maxMetadataKey:
			c.Reject("metadata", "has a key of more than 32 characters")
		case utf8.RuneCountInString(value) > maxMetadataValue:
			c.Reject("metadata", "has a value of more than 255 characters")
		}
	}
}

// orZero returns what p points to, or the zero value.
func orZero[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// omitOne returns nil for a quantity of one: a create implies it, and ChargeDesk
// documents that only larger ones are sent. A create that may update an existing
// record does send it, because that record may have another quantity.
func omitOne(quantity *Number, updateIfExists bool) *Number {
	if quantity != nil && quantity.Equal(decimal.NewFromInt(1)) && !updateIfExists {
		return nil
	}
	return quantity
}
