package chargedesk

import "github.com/chargekit/chargekit-go/internal/api"

// CustomerCreateParams are the parameters of [CustomersService.Create].
type CustomerCreateParams struct {
	// CustomerID is the merchant's own: an e-mail address, a user name or a user
	// id. Required.
	CustomerID string `url:"customer_id"`

	// UpdateIfExists updates the customer that has this CustomerID, if there is one. By
	// default ChargeDesk rejects the call then.
	UpdateIfExists bool `url:"duplicate,true=update"`

	GatewayID       *string  `url:"gateway_id,omitempty"`       // of the gateway the customer comes from
	Email           *string  `url:"email,omitempty"`            // e-mail address
	Country         *string  `url:"country,omitempty"`          // ISO 3166 code of two letters
	Name            *string  `url:"name,omitempty"`             // of the person
	Phone           *string  `url:"phone,omitempty"`            // with country code, or ChargeDesk guesses it from Country
	Username        *string  `url:"username,omitempty"`         // user name
	CustomerCompany *string  `url:"customer_company,omitempty"` // the customer's firm
	Website         *string  `url:"website,omitempty"`          // the customer's
	Description     *string  `url:"description,omitempty"`      // at most 255 characters
	Delinquent      *bool    `url:"delinquent,int,omitempty"`   // owes money
	CardOnFile      *bool    `url:"card_on_file,int,omitempty"` // has a card stored
	TaxNumberAbr    *string  `url:"tax_number_abr,omitempty"`   // what TaxNumber is called, such as VAT
	TaxNumber       *string  `url:"tax_number,omitempty"`       // can bring the tax down to nothing
	BillingAddress  *string  `url:"billing_address,omitempty"`  // in lines, at most 255 characters
	ShippingAddress *string  `url:"shipping_address,omitempty"` // in lines, at most 255 characters
	InvoiceDetails  *string  `url:"invoice_details,omitempty"`  // in lines, at most 255 characters; nil means the billing address
	Metadata        Metadata `url:"metadata"`                   // to attach to the customer
}

func (p *CustomerCreateParams) check() error {
	if p == nil {
		return noParams[CustomerCreateParams]()
	}
	var c checks
	c.Required("customer_id", p.CustomerID)
	c.MaxLength("description", p.Description, maxText)
	c.MaxLength("billing_address", p.BillingAddress, maxText)
	c.MaxLength("shipping_address", p.ShippingAddress, maxText)
	c.MaxLength("invoice_details", p.InvoiceDetails, maxText)
	c.metadata(p.Metadata)
	return c.err()
}

// request returns the request of a create.
func (p *CustomerCreateParams) request() api.Request {
	return opCustomerCreate.On().About(p.CustomerID).RepeatableIf(p.UpdateIfExists).Protect("duplicate", "customer_id")
}

func (p *CustomerCreateParams) importID() string { return orZero(p).CustomerID }

func (p *CustomerCreateParams) forImport() (api.Request, any, error) {
	if err := p.check(); err != nil {
		return api.Request{}, nil, err
	}
	own := *p
	own.UpdateIfExists = true
	return own.request(), &own, nil
}

// CustomerUpdateParams are the parameters of [CustomersService.Update]. nil
// leaves a field as it is.
type CustomerUpdateParams struct {
	// CustomerID renames the customer.
	CustomerID *string `url:"customer_id,omitempty"`

	GatewayID       *string  `url:"gateway_id,omitempty"`       // of the gateway the customer comes from
	Email           *string  `url:"email,omitempty"`            // e-mail address
	Country         *string  `url:"country,omitempty"`          // ISO 3166 code of two letters
	Name            *string  `url:"name,omitempty"`             // of the person
	Phone           *string  `url:"phone,omitempty"`            // with country code, or ChargeDesk guesses it from Country
	Username        *string  `url:"username,omitempty"`         // user name
	CustomerCompany *string  `url:"customer_company,omitempty"` // the customer's firm
	Website         *string  `url:"website,omitempty"`          // the customer's
	Description     *string  `url:"description,omitempty"`      // at most 255 characters
	Delinquent      *bool    `url:"delinquent,int,omitempty"`   // owes money
	CardOnFile      *bool    `url:"card_on_file,int,omitempty"` // has a card stored
	TaxNumberAbr    *string  `url:"tax_number_abr,omitempty"`   // what TaxNumber is called, such as VAT
	TaxNumber       *string  `url:"tax_number,omitempty"`       // can bring the tax down to nothing
	BillingAddress  *string  `url:"billing_address,omitempty"`  // in lines, at most 255 characters
	ShippingAddress *string  `url:"shipping_address,omitempty"` // in lines, at most 255 characters
	InvoiceDetails  *string  `url:"invoice_details,omitempty"`  // in lines, at most 255 characters
	Metadata        Metadata `url:"metadata"`                   // whether it replaces the existing pairs is not documented

	// OverrideAgents also changes the fields that an agent has edited by hand;
	// nil means false: these fields stay as they are, without an error.
	OverrideAgents *bool `url:"override_agents,int,omitempty"`

	// SendEmailTo are the addresses, with commas between them, that get the
	// e-mails instead of Email.
	SendEmailTo *string `url:"send_email_to,omitempty"`
}

func (p *CustomerUpdateParams) check() error {
	if p == nil {
		return nil
	}
	var c checks
	c.NotEmpty("customer_id", p.CustomerID)
	c.MaxLength("description", p.Description, maxText)
	c.MaxLength("billing_address", p.BillingAddress, maxText)
	c.MaxLength("shipping_address", p.ShippingAddress, maxText)
	c.MaxLength("invoice_details", p.InvoiceDetails, maxText)
	c.metadata(p.Metadata)
	return c.err()
}

// CustomerListParams are the parameters of [CustomersService.List] and
// [CustomersService.All]. How the filters match, whole or in part, and how they
// combine is not documented. An empty id or address is rejected: it might match
// every customer.
type CustomerListParams struct {
	Count      *int       `url:"count,omitempty"`       // rows of a page, 1 to 500; nil means 20, and 500 for All
	Offset     *int       `url:"offset,omitempty"`      // rows to skip, 0 to 50,000; nil means 0
	CustomerID *string    `url:"customer_id,omitempty"` // only customers with this id
	Email      *string    `url:"email,omitempty"`       // only customers with this e-mail address
	Name       *string    `url:"name,omitempty"`        // only customers with this name
	Username   *string    `url:"username,omitempty"`    // only customers with this user name
	Country    *string    `url:"country,omitempty"`     // only customers of this country, ISO 3166 code of two letters
	FirstSeen  *TimeRange `url:"first_seen,omitempty"`  // when they were first seen
}

func (p *CustomerListParams) check() error {
	var c checks
	filter := orZero(p)
	c.page(filter.Count, filter.Offset, wideOffset)
	c.NotEmpty("customer_id", filter.CustomerID)
	c.NotEmpty("email", filter.Email)
	return c.err()
}

// CustomerSearchParams are the parameters of [CustomersService.Search]: as
// much as is known of a person, or Query. An empty id or address is rejected.
type CustomerSearchParams struct {
	CustomerID       *string `url:"customer[id],omitempty"`       // id of the customer
	CustomerEmail    *string `url:"customer[email],omitempty"`    // e-mail address
	CustomerUsername *string `url:"customer[username],omitempty"` // user name
	CustomerName     *string `url:"customer[name],omitempty"`     // name of the person
	CustomerPhone    *string `url:"customer[phone],omitempty"`    // phone number
	Query            *string `url:"query,omitempty"`              // any of these or the last 4 digits of a card; the others are ignored then
}

func (p *CustomerSearchParams) check() error {
	var c checks
	person := orZero(p)
	c.NotEmpty("customer[id]", person.CustomerID)
	c.NotEmpty("customer[email]", person.CustomerEmail)
	return c.err()
}
