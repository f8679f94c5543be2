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
		c.Reject(param, "is missing")
	}
}

// notEmpty rejects an optional field that is set to nothing.
func (c *checks) notEmpty(param string, isEmpty bool) {
	if isEmpty {
		c.Reject(param, "is empty")
	}
}

// digits rejects a string that is not count digits. words is count in words.
func (c *checks) digits(param string, text *string, count int, words string) {
	if text != nil && (len(*text) != count || strings.Trim(*text, "0123456789") != "") {
		c.Reject(param, "is not "+words+" digits")
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

// card checks the parts of a card number that an order may have.
func (c *checks) card(prefix, suffix *string) {
	c.digits("card_prefix", prefix, 6, "six")
	c.digits("card_suffix", suffix, 4, "four")
}

// page rejects a page below 1, and a size of a page that is not 1 to maxPerPage.
func (c *checks) page(page, perPage *int) {
	if page != nil && *page < 1 {
		c.Reject("page", "is less than 1")
	}
	if perPage != nil && (*perPage < 1 || *perPage > maxPerPage) {
		c.Reject("per_page", "is not from 1 to "+strconv.Itoa(maxPerPage))
	}
}
