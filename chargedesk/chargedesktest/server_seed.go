package chargedesktest

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Charge is a charge as it is seeded and as [Server.Charge] returns it. It is a
// part of what the API shows.
type Charge struct {
	ChargeID       string    // the fake's; seeding takes no notice of it
	CustomerID     string    // seeding: of a new customer with a card on file; one with another id is made if there is none
	TransactionID  string    // seeding: tx_1 and so on
	Amount         string    // decimal text in major units, such as "34.00"; seeding: 20.00
	AmountRefunded string    // the same; seeding: none, or all of a charge that is refunded
	Currency       string    // seeding: USD
	Status         string    // such as "paid", which is that of seeding
	Occurred       time.Time // UTC, to the second; seeding: now
}

// SeedCharge records a paid charge of a new customer with a card on file, as
// happened now. Amount is decimal text in major units. Seeding sends no webhooks.
// It panics on what the API would refuse.
func (s *Server) SeedCharge(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency})
}

// SeedAuthorizedCharge is [Server.SeedCharge] with a charge that waits to be
// captured or voided.
func (s *Server) SeedAuthorizedCharge(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency, Status: authorized})
}

// SeedPaymentRequest is [Server.SeedCharge] with an unpaid payment request. See
// [Server.Pay].
func (s *Server) SeedPaymentRequest(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency, Status: invoiced})
}

// SeedChargeWith is [Server.SeedCharge] with values of one's own: members that are
// zero get the values noted at [Charge]. It returns the charge with all of them.
func (s *Server) SeedChargeWith(seed Charge) Charge {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	c := seeding(d, seed.params())
	ch := &charge{moment: moment{At: d.now()}, Status: paid, GatewayID: defaultGateway, LastDigits: "4242"}
	if c.readCharge(ch, true); d.transactions[ch.TransactionID] != nil {
		c.fail("transaction_id", "belongs to a charge already.")
	}
	c.mustHold()
	ch.moment = d.moment(ch.At)
	if ch.TransactionID == "" {
		ch.TransactionID = freeID(d, "tx", d.transactions)
	}
	if ch.Status == invoiced {
		ch.PayLink = site + "/pay/" + d.newID("pay")
	}
	d.silently(func() {
		if ch.customer = d.personCalled(seed.CustomerID); ch.customer == nil {
			ch.customer = d.seedCustomer(d.now())
		}
		d.addCharge(ch)
	})
	return ch.view()
}

// params are those with which the API would make the charge.
func (seed Charge) params() url.Values {
	values := url.Values{"amount": {cmp.Or(seed.Amount, "20.00")}, "currency": {cmp.Or(seed.Currency, "USD")}}
	for name, value := range map[string]string{
		"amount_refunded": seed.AmountRefunded, "status": seed.Status, "transaction_id": seed.TransactionID,
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if !seed.Occurred.IsZero() {
		values.Set("occurred", strconv.FormatInt(seed.Occurred.Unix(), 10))
	}
	return values
}

func (ch *charge) view() Charge {
	return Charge{
		ChargeID: ch.ChargeID, CustomerID: ch.customer.CustomerID, TransactionID: ch.TransactionID,
		Amount: plain(ch.Amount, ch.Currency), AmountRefunded: plain(ch.AmountRefunded, ch.Currency),
		Currency: ch.Currency, Status: ch.Status, Occurred: time.Unix(ch.At, 0).UTC(),
	}
}

// silently does what sends webhooks without them.
func (d *desk) silently(do func()) {
	hooks := d.webhooks
	d.webhooks = nil
	defer func() { d.webhooks = hooks }()
	do()
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
	d.silently(func() { sub.customer = d.personCalled(customerID) })
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
