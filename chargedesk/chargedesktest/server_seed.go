package chargedesktest

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// Charge holds the main fields of a charge, for [Server.SeedChargeWith] and
// [Server.Charge]. Fields that are zero get a default when a charge is seeded.
type Charge struct {
	ChargeID       string    // set by the server; ignored by seeding
	CustomerID     string    // created if unknown; default: a new customer with a card on file
	TransactionID  string    // default: tx_1 and so on
	Amount         string    // a decimal in major units, such as "34.00"; default: 20.00
	AmountRefunded string    // the same; default: the whole amount of a refunded charge, else 0
	Currency       string    // default: USD
	Status         string    // default: paid
	Occurred       time.Time // UTC, to the second; default: now
}

// SeedCharge adds a paid charge of a new customer with a card on file, which
// occurred now. The amount is a decimal in major units, such as "34.00". SeedCharge
// sends no webhooks. It panics on values that the API would reject.
func (s *Server) SeedCharge(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency})
}

// SeedAuthorizedCharge is [Server.SeedCharge] for an authorized charge, which can be
// captured or voided.
func (s *Server) SeedAuthorizedCharge(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency, Status: authorized})
}

// SeedPaymentRequest is [Server.SeedCharge] for an unpaid payment request. See
// [Server.Pay].
func (s *Server) SeedPaymentRequest(amount, currency string) Charge {
	return s.SeedChargeWith(Charge{Amount: amount, Currency: currency, Status: invoiced})
}

// SeedChargeWith adds a charge with the given fields, and returns it with all
// fields. Fields that are zero get the defaults of [Charge]. It sends no webhooks,
// and panics on values that the API would reject.
func (s *Server) SeedChargeWith(seed Charge) Charge {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	c := seeding(d, seed.params())
	ch := &charge{moment: moment{At: d.now()}, Status: paid, GatewayID: defaultGateway, LastDigits: "4242"}
	if c.readCharge(ch); d.transactions[ch.TransactionID] != nil {
		c.fail("transaction_id", "belongs to a charge already.")
	}
	c.mustBeValid()
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

// params returns the parameters of a request that would create the charge.
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

// silently calls do without sending webhooks.
func (d *desk) silently(do func()) {
	hooks := d.webhooks
	d.webhooks = nil
	defer func() { d.webhooks = hooks }()
	do()
}

// SeedCustomer adds a customer with this name and a card on file, and returns the
// id.
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

// SeedProduct adds a one-off product and returns its id. It panics on values that
// the API would reject.
func (s *Server) SeedProduct(name, amount, currency string) string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	p := &product{Quantity: 1, IntervalCount: 1, Chargeable: true, GatewayID: defaultGateway}
	c := seeding(d, url.Values{"name": {name}, "amount": {amount}, "currency": {currency}})
	c.readProduct(p)
	c.mustBeValid()
	p.moment, p.ProductID = d.moment(d.now()), freeID(d, "prod", d.products)
	d.addProduct(p)
	return p.ProductID
}

// SeedSubscription adds an active monthly subscription of a customer, and returns
// its id. It creates the customer if the id is unknown. It panics on values that the
// API would reject.
func (s *Server) SeedSubscription(customerID, amount, currency string) string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	sub := d.newSubscription(d.now())
	c := seeding(d, url.Values{"amount": {amount}, "currency": {currency}})
	c.readSubscription(sub)
	c.mustBeValid()
	d.silently(func() { sub.customer = d.personCalled(customerID) })
	d.subscriptions[sub.SubscriptionID] = sub
	d.subscriptionLine.insert(sub)
	return sub.SubscriptionID
}

// newSubscription returns an active monthly subscription without a price.
func (d *desk) newSubscription(at int64) *subscription {
	s := &subscription{
		moment: d.moment(at), SubscriptionID: freeID(d, "sub", d.subscriptions), Status: active,
		GatewayID: defaultGateway, Interval: "month", IntervalCount: 1, Quantity: 1, PeriodStart: at, CyclesCurrent: 1,
	}
	s.PeriodEnd = s.periodAfter(at)
	return s
}

// seeding returns a call that reads parameters without a request.
func seeding(d *desk, values url.Values) *call {
	form, _ := fake.ParseForm(values.Encode())
	return &call{desk: d, params: newParams(&form.Value)}
}

// mustBeValid panics if a parameter was rejected.
func (c *call) mustBeValid() {
	if err := c.failed(); err != nil {
		panic(fmt.Sprint("chargedesktest: ", err))
	}
}
