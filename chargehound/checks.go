package chargehound

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/chargekit/chargekit-go/internal/api"
)

// checks collects the first thing that is wrong with the parameters of a call.
type checks struct{ api.Checks }

func (c *checks) err() error { return invalid(c.Err()) }

// noParams returns the rejection of nil where something is required.
func noParams[T any]() error { return invalid(api.NilParams[T]()) }

// time rejects the zero Time.
func (c *checks) time(param string, t Time) {
	if t.IsZero() {
		c.Reject(param, "is missing")
	}
}

// evidence checks what create, update and submit have in common.
func (c *checks) evidence(fields Fields, products []Product, mails []Correspondence, payments []PastPayment) {
	c.fields(fields)
	if len(payments) > MaxPastPayments {
		c.Reject("past_payments", "has more than "+strconv.Itoa(MaxPastPayments)+" elements")
	}
	api.Each(&c.Checks, "products", products, checkProduct)
	api.Each(&c.Checks, "correspondence", mails, checkCorrespondence)
	api.Each(&c.Checks, "past_payments", payments, checkPastPayment)
}

// fields rejects what a constructor has rejected. It goes by name, so that the
// same mistakes always give the same error.
func (c *checks) fields(fields Fields) {
	for _, name := range sortedKeys(fields) {
		if fault := fields[name].fault; fault != "" {
			c.Reject("fields."+name, fault)
		}
	}
}

func checkProduct(c *api.Checks, p Product) {
	c.Required("name", p.Name)
	if p.Quantity.IsZero() {
		c.Reject("quantity", "is missing")
	}
}

func checkCorrespondence(c *api.Checks, mail Correspondence) {
	c.Required("to", mail.To)
	c.Required("from", mail.From)
}

func checkPastPayment(c *api.Checks, p PastPayment) {
	c.Required("id", p.ID)
	c.Required("currency", p.Currency)
	if p.ChargedAt.IsZero() {
		c.Reject("charged_at", "is missing")
	}
}

// urlFault returns what is wrong with a URL, or "".
func urlFault(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return "is not an absolute URL with http:// or https://"
	}
	return ""
}

// emailFault returns what is wrong with an e-mail address, or "". It accepts what
// mail servers accept, which is more than the standards: two dots in a row, for
// example.
func emailFault(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	strange := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>@", r) }
	if local == "" || domain == "" || strings.ContainsFunc(local+domain, strange) {
		return "is not an e-mail address"
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// isTrue reports whether a flag is set to true.
func isTrue(flag *bool) bool { return flag != nil && *flag }
