package chargedesktest

import (
	"net/http"
	"strings"
)

var customerRoutes = []route{
	{http.MethodPost, "/customers", (*call).createCustomer},
	{http.MethodGet, "/customers", (*call).listCustomers},
	{http.MethodGet, "/customers/grouped", (*call).groupedCustomers},
	{http.MethodGet, "/customers/{id}", (*call).getCustomer},
	{http.MethodPost, "/customers/{id}", (*call).updateCustomer},
	{http.MethodDelete, "/customers/{id}", (*call).deleteCustomer},
}

func (c *call) customer() (*customer, error) {
	if p := c.customers[c.id]; p != nil {
		return p, nil
	}
	return nil, notFound("customer", c.id)
}

func (c *call) customerResponse(p *customer) ([]byte, error) {
	return c.written(func(w *writer) { c.writeCustomer(w, p, c.subscriptionsOf(p)[p]) })
}

func (c *call) getCustomer() ([]byte, error) {
	p, err := c.customer()
	if err != nil {
		return nil, err
	}
	return c.customerResponse(p)
}

func (c *call) createCustomer() ([]byte, error) {
	id := c.need("customer_id")
	update := c.duplicate()
	known := c.customers[id]
	if known != nil && !update {
		c.fail("customer_id", "belongs to a customer already.")
	}
	return c.saveCustomer(known)
}

func (c *call) updateCustomer() ([]byte, error) {
	p, err := c.customer()
	if err != nil {
		return nil, err
	}
	if id, ok := c.given("customer_id"); ok && id != c.id && c.customers[id] != nil {
		c.fail("customer_id", "belongs to another customer.")
	}
	return c.saveCustomer(p)
}

// saveCustomer reads the parameters into a draft and, if they are valid, replaces
// the customer with it, or creates one if known is nil.
func (c *call) saveCustomer(known *customer) ([]byte, error) {
	person := personDraft{known, customer{GatewayID: defaultGateway}}
	if known != nil {
		person.draft = *known
	}
	c.readCustomer(&person.draft)
	if known != nil {
		c.keepEdits(&person.draft, known)
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	return c.customerResponse(c.savePerson(person))
}

func (c *call) readCustomer(draft *customer) {
	if id, ok := c.given("customer_id"); ok {
		draft.CustomerID = id
	}
	c.text(&draft.GatewayID, "gateway_id")
	c.text(&draft.Email, "email")
	c.country(&draft.Country, "country")
	c.text(&draft.Name, "name")
	c.text(&draft.Phone, "phone")
	c.text(&draft.Username, "username")
	c.text(&draft.CustomerCompany, "customer_company")
	c.text(&draft.Website, "website")
	c.short(&draft.Description, "description")
	c.flag(&draft.Delinquent, "delinquent")
	c.flag(&draft.CardOnFile, "card_on_file")
	c.text(&draft.TaxNumberAbr, "tax_number_abr")
	c.text(&draft.TaxNumber, "tax_number")
	c.short(&draft.BillingAddress, "billing_address")
	c.short(&draft.ShippingAddress, "shipping_address")
	c.short(&draft.InvoiceDetails, "invoice_details")
	c.text(&draft.SendEmailTo, "send_email_to")
	c.metadata(&draft.Metadata)
}

// keepEdits silently keeps the fields that agents edited. With override_agents it
// replaces them, and they no longer count as edited.
func (c *call) keepEdits(draft, before *customer) {
	override := false
	c.flag(&override, "override_agents")
	if !override {
		draft.keepEdits(before)
		return
	}
	draft.EditedByAgents = nil
	for _, name := range before.EditedByAgents {
		if !c.sent(name) {
			draft.EditedByAgents = append(draft.EditedByAgents, name)
		}
	}
}

func (c *call) deleteCustomer() ([]byte, error) {
	p, err := c.customer()
	if err != nil {
		return nil, err
	}
	mode := "1"
	c.choice(&mode, "delete_all", "1", "0", "2", "")
	if err := c.failed(); err != nil {
		return nil, err
	}
	switch mode {
	case "0":
		c.removeCustomer(p, deleteRecordOnly)
	case "2":
		c.removeCustomer(p, anonymize)
	default:
		c.removeCustomer(p, deleteEverything)
	}
	return c.deletedResponse("customer_id")
}

func (c *call) listCustomers() ([]byte, error) {
	c.onlyFilters("customer_id", "id", "email", "name", "username", "country", "first_seen")
	var f filter[*customer]
	f.text(c.params, "id", func(p *customer, want string) bool { return p.CustomerID == want }) // of 2017
	f.text(c.params, "customer_id", func(p *customer, want string) bool { return p.CustomerID == want })
	f.text(c.params, "email", func(p *customer, want string) bool { return strings.EqualFold(p.Email, want) })
	f.text(c.params, "name", func(p *customer, want string) bool { return contains(p.Name, want) })
	f.text(c.params, "username", func(p *customer, want string) bool { return p.Username == want })
	f.text(c.params, "country", func(p *customer, want string) bool { return p.Country == want })
	return list(c, &c.customerLine, "first_seen", wideCap, f.match(), c.writeCustomers)
}

func (d *desk) writeCustomers(w *writer, page []*customer) {
	subscriptions := d.subscriptionsOf(page...)
	for _, p := range page {
		d.writeCustomer(w, p, subscriptions[p])
	}
}

// contains reports whether text contains part, without regard to case.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}
