package chargeback

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chargekit/chargekit-go/internal/api"
)

// checks collects the first thing that is wrong with the parameters of a call.
type checks struct{ api.Checks }

func (c *checks) err() error { return invalid(c.Err()) }

// noParams returns the rejection of nil where params are required.
func noParams[T any]() error { return invalid(api.NilParams[T]()) }

// present rejects a required field that is not there.
func (c *checks) present(param string, isThere bool) {
	if !isThere {
		c.Reject(param, "is missing; WithoutRequiredCheck sends the order")
	}
}

// digits rejects a part of a card number that has more digits than documented.
func (c *checks) digits(param string, text *string, count int) {
	if text != nil && (len(*text) != count || !isNumber(*text)) {
		c.Reject(param, "is not "+strconv.Itoa(count)+" digits; WithoutCardCheck sends it")
	}
}

// trackingNumbers rejects what would arrive as another list of numbers.
func (c *checks) trackingNumbers(numbers TrackingNumbers) {
	for i, number := range numbers {
		switch {
		case strings.Contains(number, ","):
			c.Reject(api.Element("tracking_numbers", i), "has a comma in it")
		case !utf8.ValidString(number):
			c.Reject(api.Element("tracking_numbers", i), notUTF8)
		}
	}
}

// card checks the parts of a card number that an order may have. Chargeback
// documents their digits, and more of them would be more of the number.
func (c *checks) card(cfg *callConfig, prefix, suffix *string) {
	if !cfg.withoutCardCheck {
		c.digits("card_prefix", prefix, 6)
		c.digits("card_suffix", suffix, 4)
	}
}

// perPage rejects a page of more orders than Chargeback documents.
func (c *checks) perPage(number *int) {
	if number != nil && *number > maxPerPage {
		c.Reject("per_page", "is more than "+strconv.Itoa(maxPerPage))
	}
}
