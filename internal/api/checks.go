package api

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// Checks collects the first thing that is wrong with the parameters of a call.
type Checks struct{ err *transport.InvalidError }

// Err returns the first rejection, a [*transport.InvalidError], or nil.
func (c *Checks) Err() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

// NilParams returns the rejection of a nil pointer to T where params are required.
func NilParams[T any]() error {
	return &transport.InvalidError{Param: "params", Reason: "is nil; a *" + reflect.TypeFor[T]().Name() + " is required"}
}

// Failed reports whether something was rejected.
func (c *Checks) Failed() bool { return c.err != nil }

// Reject keeps a rejection, if it is the first.
func (c *Checks) Reject(param, reason string) {
	if c.err == nil {
		c.err = &transport.InvalidError{Param: param, Reason: reason}
	}
}

// Required rejects an empty string.
func (c *Checks) Required(param, value string) {
	if value == "" {
		c.Reject(param, "is missing")
	}
}

// NotEmpty rejects an optional parameter that is set to "".
func (c *Checks) NotEmpty(param string, value *string) {
	if value != nil && *value == "" {
		c.Reject(param, "is empty")
	}
}

// ID rejects an id that no path can hold, and the fixed words of the API's
// paths. nil is not sent.
func (c *Checks) ID(param string, id *string, fixedWords ...string) {
	if id == nil {
		return
	}
	_, err := transport.Path("/{"+param+"}", *id)
	if bad, ok := errors.AsType[*transport.InvalidError](err); ok {
		c.Reject(bad.Param, bad.Reason)
	}
	if slices.Contains(fixedWords, *id) {
		c.Reject(param, "is a fixed word of the API's paths")
	}
}

// MaxLength rejects a string of more characters than longest.
func (c *Checks) MaxLength(param string, value *string, longest int) {
	if value != nil && utf8.RuneCountInString(*value) > longest {
		c.Reject(param, "is longer than "+strconv.Itoa(longest)+" characters")
	}
}

// Between rejects a number outside of least and most.
func (c *Checks) Between(param string, number *int, least, most int) {
	if number != nil && (*number < least || *number > most) {
		c.Reject(param, "is not between "+thousands(least)+" and "+thousands(most))
	}
}

// thousands writes a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Element names an element of a list: lines[0].
func Element(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// EmailList rejects a string that is not e-mail addresses with commas between them.
// "" removes the addresses. It is no stricter than it must be: records come from
// elsewhere.
func (c *Checks) EmailList(param string, addresses *string) {
	if addresses == nil || *addresses == "" {
		return
	}
	for address := range strings.SplitSeq(*addresses, ",") {
		if strings.Count(address, "@") != 1 {
			c.Reject(param, "is not an e-mail address")
		}
	}
}

// Each checks the elements of a list and names the first bad one: products[2].name.
func Each[T any](c *Checks, list string, elements []T, check func(*Checks, T)) {
	for i, element := range elements {
		var own Checks
		check(&own, element)
		if own.err != nil {
			c.Reject(Element(list, i)+"."+own.err.Param, own.err.Reason)
		}
	}
}
