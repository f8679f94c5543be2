package chargedesk

import (
	"strconv"
	"strings"
	"unicode/utf8"
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

// checks collects the first thing wrong with the parameters of a call.
type checks struct{ err error }

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
	switch *id {
	case "":
		c.refuse(param, "is empty")
	case ".", "..":
		c.refuse(param, "must not be . or ..")
	}
	for _, word := range reserved {
		if *id == word {
			c.refuse(param, "is a fixed word of the API's paths")
		}
	}
}

func (c *checks) text(param string, text *string) {
	if text != nil && utf8.RuneCountInString(*text) > maxText {
		c.refuse(param, "is longer than 255 characters")
	}
}

// filled refuses an optional parameter that is there but says nothing.
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

// currency refuses what can't be a code. Codes that this package does not know
// pass: ChargeDesk adds some from time to time.
func (c *checks) currency(param string, code Currency) {
	if code == "" {
		c.refuse(param, "is missing")
	} else if len(code) != 3 || strings.Trim(string(code), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		c.refuse(param, "is not a code of three capital letters")
	}
}

func (c *checks) optionalCurrency(param string, code *Currency) {
	if code != nil {
		c.currency(param, *code)
	}
}

// positive refuses what is no amount above zero.
func (c *checks) positive(param string, amount Amount, currency Currency) {
	if amount.IsSet() && !amount.Decimal().IsPositive() {
		c.refuse(param, "is not above zero")
	}
	c.amount(param, amount, currency)
}

// notNegative refuses what is no amount of zero or more.
func (c *checks) notNegative(param string, amount Amount, currency Currency) {
	if amount.Decimal().IsNegative() {
		c.refuse(param, "is below zero")
	}
	c.amount(param, amount, currency)
}

// amount refuses more decimals than the currency has. Zeros at the end don't
// count: ChargeDesk itself may print yen with them.
func (c *checks) amount(param string, amount Amount, currency Currency) {
	if !amount.IsSet() {
		c.refuse(param, "is missing")
		return
	}
	if decimals, known := CurrencyDecimals(currency); known && !amount.Decimal().Truncate(int32(decimals)).Equal(amount.Decimal()) {
		c.refuse(param, "has more decimals than its currency")
	}
}

// fourDecimals is for an amount in the currency of a charge that is not at hand:
// no currency of ISO 4217 has more.
func (c *checks) fourDecimals(param string, amount Amount) {
	if !amount.Decimal().Truncate(4).Equal(amount.Decimal()) {
		c.refuse(param, "has more than four decimals")
	}
}

func (c *checks) optionalAmount(param string, amount *Amount, currency *Currency) {
	if amount != nil {
		c.notNegative(param, *amount, deref(currency))
	}
}

// signedAmount is for lines and items, which a discount takes below zero.
func (c *checks) signedAmount(param string, amount *Amount, currency Currency) {
	if amount != nil {
		c.amount(param, *amount, currency)
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
	switch {
	case r == nil:
	case r.Min != nil && r.Min.IsZero():
		c.refuse(param+"[min]", "is no time")
	case r.Max != nil && r.Max.IsZero():
		c.refuse(param+"[max]", "is no time")
	case r.Min != nil && r.Max != nil && r.Max.Before(r.Min.Time):
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
// documented as refused.
func unlessOne(quantity *int) *int {
	if quantity != nil && *quantity == 1 {
		return nil
	}
	return quantity
}
