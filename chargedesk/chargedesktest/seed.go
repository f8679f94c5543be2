package chargedesktest

import (
	"fmt"
	"net/url"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Charge is a charge that was seeded, as far as tests need it to be handy. See
// [Server.Charge] for the whole.
type Charge struct {
	ChargeID      string    // the fake's
	CustomerID    string    // of its own new customer
	TransactionID string    // unique
	Amount        string    // decimal text in major units, such as "34.00"
	Currency      string    // such as "USD"
	Status        string    // such as "paid"
	Occurred      time.Time // UTC, to the second
}

// SeedCharge records a paid charge of a new customer with a card on file, as
// happened now. Amount is decimal text in major units. Seeding sends no webhooks.
// It panics on what the API would refuse.
func (s *Server) SeedCharge(amount, currency string) Charge {
	return s.seedCharge(amount, currency, paid)
}

// SeedAuthorizedCharge is [Server.SeedCharge] with a charge that waits to be
// captured or voided.
func (s *Server) SeedAuthorizedCharge(amount, currency string) Charge {
	return s.seedCharge(amount, currency, authorized)
}

// SeedPaymentRequest is [Server.SeedCharge] with an unpaid payment request. See
// [Server.Pay].
func (s *Server) SeedPaymentRequest(amount, currency string) Charge {
	return s.seedCharge(amount, currency, invoiced)
}

func (s *Server) seedCharge(amount, currency, status string) Charge {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	ch := &charge{Status: status, Currency: currency, GatewayID: defaultGateway, LastDigits: "4242"}
	c := seeding(d, url.Values{"amount": {amount}, "currency": {currency}})
	c.readPrice(ch)
	c.mustHold()
	ch.moment, ch.ChargeID, ch.customer = d.moment(d.now()), d.newID("ch"), d.seedCustomer(d.now())
	ch.TransactionID = freeID(d, "tx", d.transactions)
	if status == invoiced {
		ch.PayLink = site + "/pay/" + d.newID("pay")
	}
	d.linkCharge(ch)
	if status == paid {
		ch.customer.LastPaidCharge = ch.ChargeID
	}
	return ch.seeded()
}

func (ch *charge) seeded() Charge {
	return Charge{
		ChargeID: ch.ChargeID, CustomerID: ch.customer.CustomerID, TransactionID: ch.TransactionID,
		Amount: plain(ch.Amount, ch.Currency), Currency: ch.Currency, Status: ch.Status,
		Occurred: time.Unix(ch.At, 0).UTC(),
	}
}

// SeedCustomer records a customer with this name and a card on file, and returns
// the id.
func (s *Server) SeedCustomer(name string) string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.seedCustomer(d.now())
	p.Name = name
	return p.CustomerID
}

func (d *desk) seedCustomer(at int64) *customer {
	id := freeID(d, "cus", d.customers)
	number := id[len("cus_"):]
	p := &customer{
		moment: d.moment(at), CustomerID: id, Name: "Customer " + number, Email: "customer" + number + "@example.com",
		Username: "customer" + number, Country: "US", GatewayID: defaultGateway, CardOnFile: true,
	}
	d.customers[id] = p
	d.customerLine.insert(p)
	return p
}

// SeedProduct records a one-off product and returns its id.
func (s *Server) SeedProduct(name, amount, currency string) string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	p := &product{Quantity: 1, IntervalCount: 1, Chargeable: true, GatewayID: defaultGateway}
	c := seeding(d, url.Values{"name": {name}, "amount": {amount}, "currency": {currency}})
	c.readProduct(p)
	c.mustHold()
	p.moment, p.ProductID = d.moment(d.now()), freeID(d, "prod", d.products)
	d.addProduct(p)
	return p.ProductID
}

// SeedSubscription records an active monthly subscription of a customer, made
// unless there is one with this id, and returns its id.
func (s *Server) SeedSubscription(customerID, amount, currency string) string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	sub := d.newSubscription(d.now())
	c := seeding(d, url.Values{"amount": {amount}, "currency": {currency}})
	c.readSubscription(sub)
	c.mustHold()
	sub.customer = d.personCalled(customerID)
	d.subscriptions[sub.SubscriptionID] = sub
	d.subscriptionLine.insert(sub)
	return sub.SubscriptionID
}

// newSubscription is an active monthly subscription without a price.
func (d *desk) newSubscription(at int64) *subscription {
	s := &subscription{
		moment: d.moment(at), SubscriptionID: freeID(d, "sub", d.subscriptions), Status: active,
		GatewayID: defaultGateway, Interval: "month", IntervalCount: 1, Quantity: 1, PeriodStart: at, CyclesCurrent: 1,
	}
	s.PeriodEnd = s.periodAfter(at)
	return s
}

// seeding is a call that reads parameters without a request.
func seeding(d *desk, values url.Values) *call {
	form, _ := fake.ParseForm(values.Encode())
	return &call{desk: d, params: newParams(&form.Value)}
}

func (c *call) mustHold() {
	if err := c.failed(); err != nil {
		panic(fmt.Sprint("chargedesktest: ", err))
	}
}
