package chargedesktest

import (
	"reflect"
	"slices"
	"strings"
)

// customer is one customer. Charges and subscriptions point to it, so they need no
// update when its name or id changes.
type customer struct {
	moment     // when first seen
	CustomerID string
	Gone       bool // the record was deleted, but charges or subscriptions still point here

	Email, Name, Username, Phone, Website, Description string
	Country, CustomerCompany, TaxNumber, TaxNumberAbr  string
	BillingAddress, ShippingAddress, InvoiceDetails    string
	GatewayID, SendEmailTo                             string
	Delinquent, CardOnFile                             bool

	Metadata                     map[string]string
	EditedByAgents               []string // parameters that an agent set in the dashboard
	LastChargeID, LastPaidCharge string

	charges int64 // number of charges that point here
}

// texts returns the fields that agents can edit, by parameter.
func (p *customer) texts() map[string]*string {
	return map[string]*string{
		"email": &p.Email, "name": &p.Name, "username": &p.Username, "phone": &p.Phone, "website": &p.Website,
		"description": &p.Description, "country": &p.Country, "customer_company": &p.CustomerCompany,
		"tax_number": &p.TaxNumber, "tax_number_abr": &p.TaxNumberAbr, "billing_address": &p.BillingAddress,
		"shipping_address": &p.ShippingAddress, "invoice_details": &p.InvoiceDetails,
	}
}

// keepEdits restores the fields that agents edited.
func (p *customer) keepEdits(before *customer) {
	was, is := before.texts(), p.texts()
	for _, name := range before.EditedByAgents {
		*is[name] = *was[name]
	}
}

// forget clears references to a deleted charge.
func (p *customer) forget(chargeID string) {
	if p.LastChargeID == chargeID {
		p.LastChargeID = ""
	}
	if p.LastPaidCharge == chargeID {
		p.LastPaidCharge = ""
	}
}

// personDraft is a customer to be created or changed.
type personDraft struct {
	record *customer // nil for a new one
	draft  customer
}

// draftPerson reads the customer parameters of a charge, for the customer with the
// id that was sent, else for that of the charge.
func (c *call) draftPerson(p *params, current *customer) personDraft {
	person := personDraft{record: current}
	if id, ok := p.given("id"); ok && (current == nil || current.CustomerID != id) {
		person.record = c.customers[id]
		person.draft = customer{CustomerID: id, GatewayID: defaultGateway}
	}
	if person.record != nil {
		person.draft = *person.record
	}
	draft := &person.draft
	p.text(&draft.Email, "email")
	if draft.Email == "" && strings.Contains(draft.CustomerID, "@") {
		draft.Email = draft.CustomerID
	}
	p.text(&draft.Username, "username")
	if draft.Username == "" {
		draft.Username = draft.Email
	}
	p.text(&draft.Name, "name")
	p.short(&draft.Description, "description")
	p.flag(&draft.Delinquent, "delinquent")
	p.country(&draft.Country, "country")
	if person.record != nil {
		draft.keepEdits(person.record)
	}
	return person
}

// savePerson creates or changes the customer of a draft.
func (d *desk) savePerson(person personDraft) *customer {
	if person.record == nil {
		return d.addCustomer(person.draft)
	}
	d.changeCustomer(person.record, person.draft)
	return person.record
}

// personCalled returns the customer with an id. It creates the customer if there is
// none, and returns nil for "".
func (d *desk) personCalled(id string) *customer {
	if known := d.customers[id]; known != nil || id == "" {
		return known
	}
	draft := customer{CustomerID: id, GatewayID: defaultGateway}
	if strings.Contains(id, "@") {
		draft.Email, draft.Username = id, id
	}
	return d.addCustomer(draft)
}

func (d *desk) addCustomer(draft customer) *customer {
	record := &draft
	record.moment = d.moment(d.now())
	if record.CustomerID == "" { // of a charge without a customer
		record.Gone = true
		return record
	}
	d.customers[record.CustomerID] = record
	d.customerLine.insert(record)
	d.customerEvent("customer_new", record)
	if record.Delinquent {
		d.customerEvent("customer_delinquent", record)
	}
	return record
}

// changeCustomer replaces a customer with draft, including the id, and sends the
// events if anything has changed.
func (d *desk) changeCustomer(record *customer, draft customer) {
	if reflect.DeepEqual(*record, draft) {
		return
	}
	late := draft.Delinquent && !record.Delinquent
	if draft.CustomerID != record.CustomerID {
		d.renameCustomer(record, draft.CustomerID)
	}
	*record = draft
	if record.Gone {
		return
	}
	d.customerEvent("customer_updated", record)
	if late {
		d.customerEvent("customer_delinquent", record)
	}
}

func (d *desk) renameCustomer(record *customer, id string) {
	delete(d.customers, record.CustomerID)
	d.customers[id] = record
}

// deletion is what is deleted together with a customer.
type deletion int64

// The documented values of delete_all.
const (
	deleteRecordOnly deletion = 0
	deleteEverything deletion = 1
	anonymize        deletion = 2
)

func (d *desk) removeCustomer(record *customer, mode deletion) {
	delete(d.customers, record.CustomerID)
	d.customerLine.remove(record)
	record.Gone = true
	switch mode {
	case deleteEverything:
		d.deleteBelongings(record)
	case anonymize:
		*record = customer{moment: record.moment, Gone: true, charges: record.charges}
	}
}

func (d *desk) deleteBelongings(record *customer) {
	d.subscriptionLine.rows = slices.DeleteFunc(d.subscriptionLine.rows, func(s *subscription) bool {
		if s.customer != record {
			return false
		}
		delete(d.subscriptions, s.SubscriptionID)
		return true
	})
	d.chargeLine.rows = slices.DeleteFunc(d.chargeLine.rows, func(ch *charge) bool {
		if ch.customer != record {
			return false
		}
		d.dropCharge(ch)
		d.chargeEvent("charge_deleted", ch)
		return true
	})
}
