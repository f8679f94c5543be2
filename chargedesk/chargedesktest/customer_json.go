package chargedesktest

import "strings"

// writeCustomer writes a customer with these subscriptions.
func (d *desk) writeCustomer(w *writer, p *customer, subscriptions []*subscription) {
	w.object("", func() {
		d.customerFields(w, p, subscriptions)
		w.count("charges", p.charges)
	})
}

// customerFields writes all fields but charges, which is a count or a list.
func (d *desk) customerFields(w *writer, p *customer, subscriptions []*subscription) {
	first, _, _ := strings.Cut(p.Name, " ")
	w.text("customer_id", p.CustomerID)
	w.text("object", "customer")
	w.text("name", p.Name)
	w.text("first_name", first)
	w.text("email", p.Email)
	w.text("username", p.Username)
	w.text("phone", p.Phone)
	w.text("website", p.Website)
	w.text("description", p.Description)
	w.text("country", p.Country)
	w.text("readable_country", p.Country)
	w.text("company", company)
	w.text("customer_company", p.CustomerCompany)
	w.count("first_seen", p.At)
	w.flag("delinquent", p.Delinquent)
	w.flag("edited", len(p.EditedByAgents) > 0)
	w.text("tax_number", p.TaxNumber)
	w.text("tax_number_abr", p.TaxNumberAbr)
	w.text("billing_address", p.BillingAddress)
	w.text("shipping_address", p.ShippingAddress)
	w.text("invoice_details", p.invoiceDetails())
	w.text("gateway_id", p.GatewayID)
	w.text("gateway_url", "")
	w.text("manage_url", site+"/customer/"+p.CustomerID)
	w.array("items", func() {})
	w.array("logs", func() {})
	w.array("subscriptions", func() {
		for _, s := range subscriptions {
			d.writeSubscription(w, s)
		}
	})
	w.metadata("metadata", p.Metadata)
	w.texts("methods_active", "invoice", "edit")
	w.texts("methods_supported", "invoice", "edit")
	if w.live {
		p.liveFields(w)
	}
}

func (p *customer) invoiceDetails() string {
	if p.InvoiceDetails == "" {
		return p.BillingAddress
	}
	return p.InvoiceDetails
}

// liveFields writes the fields that were only seen in live accounts.
func (p *customer) liveFields(w *writer) {
	_, domain, _ := strings.Cut(p.Email, "@")
	w.flag("card_on_file", p.CardOnFile)
	w.flag("has_items", false)
	w.text("tickets", "0")
	w.text("fax", "")
	w.text("email_domain", domain)
	w.text("send_email_to", p.SendEmailTo)
	w.text("last_charge_id", p.LastChargeID)
	w.text("last_paid_charge", p.LastPaidCharge)
	w.text("accurate_at", seconds(p.At))
	w.flag("unsubscribe_receipts", false)
	w.flag("unsubscribe_refunds", false)
	w.flag("unsubscribe_authorize", false)
	w.flag("unsubscribe_void", false)
}

// subscriptionsOf returns the subscriptions of these customers, newest first. With
// [DocsTypes] there are none, as in the documentation's examples.
func (d *desk) subscriptionsOf(customers ...*customer) map[*customer][]*subscription {
	found := make(map[*customer][]*subscription, len(customers))
	if d.cfg.types == DocsTypes {
		return found
	}
	for _, p := range customers {
		found[p] = nil
	}
	for i := len(d.subscriptionLine.rows) - 1; i >= 0; i-- {
		s := d.subscriptionLine.rows[i]
		if _, wanted := found[s.customer]; wanted {
			found[s.customer] = append(found[s.customer], s)
		}
	}
	return found
}
