package chargedesktest

import "strings"

// listCharges returns a page. ChargeDesk does not document how filters match: here
// ids and similar fields must be equal, names and descriptions contain the string.
func (c *call) listCharges() ([]byte, error) {
	c.onlyFilters("status", "query", "last_4_digits", "description", "transaction_id", "customer", "metadata_key", "metadata_value", "occurred")
	var f filter[*charge]
	status := ""
	if c.choice(&status, "status", append(chargeStatuses, "")...); status != "" {
		f.add(func(ch *charge) bool { return ch.Status == status })
	}
	f.text(c.params, "query", (*charge).mentions)
	f.text(c.params, "last_4_digits", func(ch *charge, want string) bool { return ch.LastDigits == want })
	f.text(c.params, "description", func(ch *charge, want string) bool { return contains(ch.Description, want) })
	f.text(c.params, "transaction_id", func(ch *charge, want string) bool { return ch.TransactionID == want })
	c.filterByCustomer(&f)
	c.filterByMetadata(&f)
	return list(c, &c.chargeLine, "occurred", wideCap, f.match(), each(c.writeCharge))
}

func (c *call) filterByCustomer(f *filter[*charge]) {
	c.onlyKeys("customer", "id", "email", "name", "username", "country")
	person := c.in("customer")
	f.text(person, "id", func(ch *charge, want string) bool { return ch.customer.CustomerID == want })
	f.text(person, "email", func(ch *charge, want string) bool { return strings.EqualFold(ch.customer.Email, want) })
	f.text(person, "name", func(ch *charge, want string) bool { return contains(ch.customer.Name, want) })
	f.text(person, "username", func(ch *charge, want string) bool { return ch.customer.Username == want })
	f.text(person, "country", func(ch *charge, want string) bool { return ch.customer.Country == want }) // of 2017
}

// filterByMetadata matches charges with a pair of this key and value, or of the one
// that was sent.
func (c *call) filterByMetadata(f *filter[*charge]) {
	key, hasKey := c.given("metadata_key")
	value, hasValue := c.given("metadata_value")
	if !hasKey && !hasValue {
		return
	}
	f.add(func(ch *charge) bool {
		for k, v := range ch.Metadata {
			if (!hasKey || k == key) && (!hasValue || v == value) {
				return true
			}
		}
		return false
	})
}

// mentions reports whether any searchable field contains the string.
func (ch *charge) mentions(text string) bool {
	for _, field := range []string{
		ch.ChargeID, ch.TransactionID, ch.Description, ch.LastDigits, ch.SubscriptionID, ch.ProductID,
		ch.customer.CustomerID, ch.customer.Email, ch.customer.Name, ch.customer.Username, ch.customer.Phone,
	} {
		if contains(field, text) {
			return true
		}
	}
	return false
}
