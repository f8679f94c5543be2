package chargedesktest

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// params reads variables at one level of a form and keeps the first error. A reader
// changes its destination only if the variable was sent, so that the same code
// serves create and update.
type params struct {
	value  *fake.Value
	prefix string // the name of the level, "" at the top
	err    *error
}

func newParams(value *fake.Value) *params { return &params{value: value, err: new(error)} }

// in returns a nested level. It is empty if it was not sent, or sent as a string.
func (p *params) in(name string) *params {
	return &params{value: p.value.At(name), prefix: p.name(name), err: p.err}
}

// rows returns the elements of a list, whatever their keys. A form sends an empty
// list as an empty string.
func (p *params) rows(name string) []*params {
	if text, isText := p.value.Text(name); isText && text != "" {
		p.fail(name, "must be a list, as "+p.name(name)+"[0].")
		return nil
	}
	list := p.in(name)
	var rows []*params
	for _, key := range p.value.Map(name) {
		rows = append(rows, list.in(key))
	}
	return rows
}

// name returns the variable's name on the wire.
func (p *params) name(name string) string {
	if p.prefix == "" {
		return name
	}
	return p.prefix + "[" + name + "]"
}

func (p *params) fail(name, problem string) {
	if *p.err == nil {
		*p.err = badParam(p.name(name), p.name(name)+" "+problem)
	}
}

// failed returns the first error.
func (p *params) failed() error { return *p.err }

func (p *params) sent(name string) bool { return p.value.Has(name) }

// get returns a string that was sent. A map in its place is an error.
func (p *params) get(name string) (string, bool) {
	text, ok := p.value.Text(name)
	if !ok && p.value.Has(name) {
		p.fail(name, "must be a single value.")
	}
	return text, ok
}

// given returns a string that was sent and is not empty.
func (p *params) given(name string) (string, bool) {
	text, ok := p.get(name)
	return text, ok && text != ""
}

// need is given for a required variable.
func (p *params) need(name string) string {
	text, ok := p.given(name)
	if !ok {
		p.fail(name, "is required.")
	}
	return text
}

func (p *params) text(to *string, name string) {
	if text, ok := p.get(name); ok {
		*to = text
	}
}

// short is text with a limit of 255 characters.
func (p *params) short(to *string, name string) {
	text, ok := p.get(name)
	switch {
	case utf8.RuneCountInString(text) > 255:
		p.fail(name, "is longer than 255 characters.")
	case ok:
		*to = text
	}
}

func (p *params) choice(to *string, name string, values ...string) {
	text, ok := p.get(name)
	if !ok {
		return
	}
	for _, value := range values {
		if text == value {
			*to = text
			return
		}
	}
	p.fail(name, "is none of the documented values.")
}

func (p *params) country(to *string, name string) {
	text, ok := p.get(name)
	switch {
	case ok && text != "" && (len(text) != 2 || !isUpper(text)):
		p.fail(name, "must be a country code of two capital letters.")
	case ok:
		*to = text
	}
}

func (p *params) currency(to *string, name string) {
	text, ok := p.get(name)
	switch {
	case ok && !knownCurrency(text):
		p.fail(name, "must be a supported currency code in capitals.")
	case ok:
		*to = text
	}
}

// money reads a decimal amount that is not negative.
func (p *params) money(to *decimal.Decimal, name string) {
	text, ok := p.get(name)
	if !ok {
		return
	}
	amount, err := parseMoney(text)
	switch {
	case err != nil:
		p.fail(name, "must be an amount like 34.00.")
	case amount.IsNegative():
		p.fail(name, "must not be negative.")
	default:
		*to = amount
	}
}

// signed reads an amount or percentage that may be negative.
func (p *params) signed(to *decimal.Decimal, name string) {
	text, ok := p.given(name)
	if !ok {
		return
	}
	amount, err := parseMoney(text)
	if err != nil {
		p.fail(name, "must be a plain decimal.")
		return
	}
	*to = amount
}

// fits rejects an amount with more decimals than its currency has.
func (p *params) fits(amount decimal.Decimal, currency, name string) {
	if p.sent(name) && !amount.Equal(amount.Round(places(currency))) {
		p.fail(name, "has more decimals than its currency.")
	}
}

// whole reads an integer of at least least. An empty string is 0 if 0 is allowed.
func (p *params) whole(to *int64, least int64, name string) {
	p.between(to, least, 1_000_000_000, name)
}

// unix reads Unix seconds up to the year 9999. 0 and an empty string mean none.
func (p *params) unix(to *int64, name string) { p.between(to, 0, 253402300799, name) }

func (p *params) between(to *int64, least, most int64, name string) {
	text, ok := p.get(name)
	if !ok {
		return
	}
	if text == "" && least <= 0 {
		*to = 0
		return
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || n < least || strings.HasPrefix(text, "+"):
		p.fail(name, "must be a whole number of at least "+strconv.FormatInt(least, 10)+".")
	case n > most:
		p.fail(name, "must not be above "+strconv.FormatInt(most, 10)+".")
	default:
		*to = n
	}
}

func (p *params) flag(to *bool, name string) {
	text, ok := p.get(name)
	if !ok {
		return
	}
	switch text {
	case "1", "true":
		*to = true
	case "0", "false", "":
		*to = false
	default:
		p.fail(name, "must be 1 or 0.")
	}
}

// metadata merges pairs into a copy. A pair sent empty is removed, and an empty
// metadata variable removes all pairs. ChargeDesk does not document this.
func (p *params) metadata(to *map[string]string) {
	if text, ok := p.value.Text("metadata"); ok {
		if text != "" {
			p.fail("metadata", "must be pairs, as metadata[key].")
		}
		*to = nil
		return
	}
	pairs := p.in("metadata")
	merged := make(map[string]string, len(*to))
	for key, value := range *to {
		merged[key] = value
	}
	for _, key := range p.value.Map("metadata") {
		value, _ := pairs.get(key)
		switch {
		case utf8.RuneCountInString(key) > 32:
			pairs.fail(key, "has a key of more than 32 characters.")
		case utf8.RuneCountInString(value) > 255:
			pairs.fail(key, "is longer than 255 characters.")
		case value == "":
			delete(merged, key)
		default:
			merged[key] = value
		}
	}
	*to = merged
}

func isUpper(text string) bool {
	return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
