package chargedesk

import (
	"strings"
	"unicode/utf8"

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

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// checks collects the first thing that is wrong with the parameters of a call.
type checks struct{ api.Checks }

func (c *checks) err() error { return invalid(c.Err()) }

// noParams returns the rejection of nil where something is required.
func noParams[T any]() error { return invalid(api.NilParams[T]()) }

// customerID checks a customer's id, which must not be a fixed word of the API's paths.
func (c *checks) customerID(param string, id *string) { c.ID(param, id, fixedCustomerIDs...) }

// country takes an empty text too, which takes a country away.
func (c *checks) country(param string, code *string) {
	if text := strings.ToUpper(orZero(code)); text != "" && (len(text) != 2 || strings.Trim(text, capitals) != "") {
		c.Reject(param, "is not a code of two letters")
	}
}

// time refuses the zero Time, which would be sent as 1970.
func (c *checks) time(param string, t *Time) {
	if t != nil && t.IsZero() {
		c.Reject(param, "is no time")
	}
}

func (c *checks) email(param, address string) {
	user, host, found := strings.Cut(address, "@")
	if !found || user == "" || host == "" || strings.ContainsAny(address, " \t\r\n<>,;") || strings.Contains(host, "@") {
		c.Reject(param, "is not an e-mail address")
	}
}

func (c *checks) interval(param string, interval *Interval) {
	if interval == nil {
		return
	}
	switch *interval {
	case IntervalDay, IntervalWeek, IntervalMonth, IntervalYear:
	default:
		c.Reject(param, "is not day, week, month or year")
	}
}

// optionalInterval also takes [IntervalNone].
func (c *checks) optionalInterval(param string, interval *Interval) {
	if orZero(interval) != IntervalNone {
		c.interval(param, interval)
	}
}

func (c *checks) atLeast(param string, least int, number *int) {
	if number != nil && *number < least {
		if least > 0 {
			c.Reject(param, "is not above zero")
		}
		c.Reject(param, "is below zero")
	}
}

func (c *checks) page(count, offset *int, maxOffset int) {
	c.Between("count", count, 1, maxCount)
	c.Between("offset", offset, 0, maxOffset)
}

func (c *checks) timeRange(param string, r *TimeRange) {
	c.time(param+"[min]", orZero(r).Min)
	c.time(param+"[max]", orZero(r).Max)
	if r != nil && r.Min != nil && r.Max != nil && r.Max.Before(r.Min.Time) {
		c.Reject(param+"[max]", "is before "+param+"[min]")
	}
}

// metadata refuses what is over the documented limits, and keys that PHP's form
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
func omitOne(quantity *int, updateIfExists bool) *int {
	if quantity != nil && *quantity == 1 && !updateIfExists {
		return nil
	}
	return quantity
}
