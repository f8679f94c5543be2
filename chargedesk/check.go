package chargedesk

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/internal/transport"
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

// checks collects the first thing wrong with the parameters of a call.
type checks struct{ err error }

// noParams refuses nil where something is required.
func noParams() error { return &ValidationError{Param: "params", Reason: "is nil"} }

func (c *checks) refuse(param, reason string) {
	if c.err == nil {
		c.err = &ValidationError{Param: param, Reason: reason}
	}
}

func (c *checks) required(param, text string) {
	if text == "" {
		c.refuse(param, "is missing")
	}
}

// id refuses a value that would make a record no path can reach. nil is not sent.
func (c *checks) id(param string, id *string, reserved ...string) {
	if id == nil {
		return
	}
	_, err := transport.Path("/{"+param+"}", *id)
	if bad, ok := errors.AsType[*transport.InvalidError](err); ok {
		c.refuse(bad.Param, bad.Reason)
	}
	if slices.Contains(reserved, *id) {
		c.refuse(param, "is a fixed word of the API's paths")
	}
}

// customer is id for a customer's.
func (c *checks) customer(param string, id *string) { c.id(param, id, reservedCustomerIDs...) }

// duplicate refuses an unknown value: it may be taken for none, and then a second
// call makes a second record.
func (c *checks) duplicate(duplicate *Duplicate) {
	if duplicate != nil && *duplicate != DuplicateUpdate {
		c.refuse("duplicate", "is not update")
	}
}

// country takes an empty text too, which takes a country away.
func (c *checks) country(param string, code *string) {
	if text := strings.ToUpper(deref(code)); text != "" && (len(text) != 2 || strings.Trim(text, capitals) != "") {
		c.refuse(param, "is not a code of two letters")
	}
}

// emails takes e-mail addresses with commas between them, or an empty text, which
// takes them away. It is no stricter than it must be: records come from elsewhere.
func (c *checks) emails(param string, addresses *string) {
	if deref(addresses) == "" {
		return
	}
	for address := range strings.SplitSeq(*addresses, ",") {
		if strings.Count(address, "@") != 1 {
			c.refuse(param, "is not an e-mail address")
		}
	}
}

// time refuses the zero Time, which would be sent as 1970.
func (c *checks) time(param string, t *Time) {
	if t != nil && t.IsZero() {
		c.refuse(param, "is no time")
	}
}

func (c *checks) text(param string, text *string) {
	if text != nil && utf8.RuneCountInString(*text) > maxText {
		c.refuse(param, "is longer than 255 characters")
	}
}

// filled refuses an optional parameter that is there but says nothing. As a filter
// it might let everybody's rows through.
func (c *checks) filled(param string, text *string) {
	if text != nil && *text == "" {
		c.refuse(param, "is empty")
	}
}

func (c *checks) email(param, address string) {
	user, host, found := strings.Cut(address, "@")
	if !found || user == "" || host == "" || strings.ContainsAny(address, " \t\r\n<>,;") || strings.Contains(host, "@") {
		c.refuse(param, "is not an e-mail address")
	}
}

// element names one element of a list.
func element(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func (c *checks) interval(param string, interval *Interval) {
	if interval == nil {
		return
	}
	switch *interval {
	case IntervalDay, IntervalWeek, IntervalMonth, IntervalYear:
	default:
		c.refuse(param, "is not day, week, month or year")
	}
}

// optionalInterval also takes [IntervalNone].
func (c *checks) optionalInterval(param string, interval *Interval) {
	if deref(interval) != IntervalNone {
		c.interval(param, interval)
	}
}

func (c *checks) atLeast(param string, least int, number *int) {
	if number != nil && *number < least {
		if least > 0 {
			c.refuse(param, "is not above zero")
		}
		c.refuse(param, "is below zero")
	}
}

func (c *checks) page(count, offset *int, maxOffset int) {
	if count != nil && (*count < 1 || *count > maxCount) {
		c.refuse("count", "is not between 1 and 500")
	}
	if offset != nil && (*offset < 0 || *offset > maxOffset) {
		if maxOffset == wideOffset {
			c.refuse("offset", "is not between 0 and 50,000")
		}
		c.refuse("offset", "is not between 0 and 10,000")
	}
}

func (c *checks) timeRange(param string, r *TimeRange) {
	c.time(param+"[min]", deref(r).Min)
	c.time(param+"[max]", deref(r).Max)
	if r != nil && r.Min != nil && r.Max != nil && r.Max.Before(r.Min.Time) {
		c.refuse(param+"[max]", "is before "+param+"[min]")
	}
}

// metadata refuses what is over the documented limits, and keys that PHP's form
// syntax can't carry.
func (c *checks) metadata(metadata Metadata) {
	for key, value := range metadata {
		switch {
		case strings.TrimSpace(key) == "": // PHP takes a space for no key
			c.refuse("metadata", "has an empty key")
		case strings.ContainsAny(key, "[]\x00"):
			c.refuse("metadata", "has a key with a bracket or a zero byte in it")
		case utf8.RuneCountInString(key) > maxMetadataKey:
			c.refuse("metadata", "has a key of more than 32 characters")
		case utf8.RuneCountInString(value) > maxMetadataValue:
			c.refuse("metadata", "has a value of more than 255 characters")
		}
	}
}

// deref is what p points to, or the zero value.
func deref[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}

// unlessOne leaves a quantity of one out of a create: it is implied there, and
// documented as refused. Where the create may update a record that is there, it
// is not: that record may have another.
func unlessOne(quantity *int, duplicate *Duplicate) *int {
	if quantity != nil && *quantity == 1 && duplicate == nil {
		return nil
	}
	return quantity
}
