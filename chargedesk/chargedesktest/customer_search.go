package chargedesktest

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// groupedCharges is how many charges of a customer a search returns.
const groupedCharges = 20

// found is the result of a search for a person.
type found struct {
	search, param string
	customers     []*customer
}

// groupedCustomers searches by query, or else by each customer parameter until one
// matches. If nothing is found it returns an empty array with [LiveTypes], as PHP
// encodes it, and null with [DocsTypes].
func (c *call) groupedCustomers() ([]byte, error) {
	f := c.search()
	if err := c.failed(); err != nil {
		return nil, err
	}
	if len(f.customers) == 0 {
		if c.cfg.types == LiveTypes {
			return []byte("[]"), nil
		}
		return []byte("null"), nil
	}
	return c.written(func(w *writer) { c.writeFound(w, f) })
}

func (c *call) search() found {
	if query, ok := c.given("query"); ok {
		return found{query, "query", c.customersWhere(func(p *customer) bool { return c.known(p, query) })}
	}
	equal := map[string]func(p *customer, want string) bool{
		"id":       func(p *customer, want string) bool { return p.CustomerID == want },
		"email":    func(p *customer, want string) bool { return strings.EqualFold(p.Email, want) },
		"username": func(p *customer, want string) bool { return p.Username == want },
		"name":     func(p *customer, want string) bool { return strings.EqualFold(p.Name, want) },
		"phone":    func(p *customer, want string) bool { return p.Phone == want },
	}
	person := c.in("customer")
	for _, name := range []string{"id", "email", "username", "name", "phone"} {
		want, ok := person.given(name)
		if !ok {
			continue
		}
		if customers := c.customersWhere(func(p *customer) bool { return equal[name](p, want) }); len(customers) > 0 {
			return found{want, name, customers}
		}
	}
	return found{}
}

// known reports whether a name, address or card of the customer matches the string.
func (c *call) known(p *customer, text string) bool {
	for _, field := range []string{p.Name, p.Email, p.Username, p.Phone} {
		if contains(field, text) {
			return true
		}
	}
	return slices.ContainsFunc(c.chargesOf(p), func(ch *charge) bool { return ch.LastDigits == text })
}

func (c *call) customersWhere(match func(*customer) bool) []*customer {
	return c.customerLine.page(window{count: 500}, match)
}

func (c *call) chargesOf(p *customer) []*charge {
	return c.chargeLine.page(window{count: groupedCharges}, func(ch *charge) bool { return ch.customer == p })
}

func (c *call) writeFound(w *writer, f found) {
	w.object("", func() {
		w.text("search", f.search)
		w.object("match", func() {
			w.text("matches", f.search)
			w.text("param", f.param)
			w.number("score", decimal.New(1, 0))
		})
		w.array("customers", func() {
			for _, p := range f.customers {
				c.writeHistory(w, p)
			}
		})
	})
}

// writeHistory writes a customer with charges, and with subscriptions for both
// [JSONTypes].
func (c *call) writeHistory(w *writer, p *customer) {
	w.object("", func() {
		c.customerFields(w, p, c.subscriptionLine.page(window{count: 500}, func(s *subscription) bool { return s.customer == p }))
		w.array("charges", func() {
			for _, ch := range c.chargesOf(p) {
				c.writeCharge(w, ch)
			}
		})
	})
}
