package chargedesktest

import (
	"time"

	"github.com/shopspring/decimal"
)

// SeedCharges adds n paid charges of 1 to 50 dollars, and returns their ids in the
// order of a list, newest first. The newest occurred now, each other one a minute
// before the next, or the duration every; with 0 all occurred in this second. Ten
// charges share a customer. SeedCharges is fast enough for 100,000.
func (s *Server) SeedCharges(n int, every ...time.Duration) []string {
	rows := []*charge{}
	var person *customer
	return s.bulk(n, every, func(d *desk, i int, at int64) string {
		if i%10 == 0 {
			person = d.seedCustomer(at)
		}
		ch := d.bulkCharge(i, at, person)
		rows = append(rows, ch)
		return ch.ChargeID
	}, func(d *desk) { d.chargeLine.insertAll(rows) })
}

func (d *desk) bulkCharge(i int, at int64, person *customer) *charge {
	ch := &charge{
		moment: d.moment(at), ChargeID: d.newID("ch"), customer: person, Status: paid,
		TransactionID: freeID(d, "tx", d.transactions),
		Amount:        decimal.New(100+int64(i*7%4901), -2), Currency: "USD",
		GatewayID: defaultGateway, LastDigits: "4242",
	}
	person.LastPaidCharge = ch.ChargeID
	d.indexCharge(ch)
	return ch
}

// SeedCustomers adds n customers, with times as in [Server.SeedCharges], and returns
// their ids, newest first.
func (s *Server) SeedCustomers(n int, every ...time.Duration) []string {
	return s.bulk(n, every, func(d *desk, _ int, at int64) string { return d.seedCustomer(at).CustomerID }, nil)
}

// SeedSubscriptions adds n active monthly subscriptions of as many new customers,
// with times as in [Server.SeedCharges], and returns their ids, newest first.
func (s *Server) SeedSubscriptions(n int, every ...time.Duration) []string {
	return s.bulk(n, every, func(d *desk, i int, at int64) string {
		sub := d.newSubscription(at)
		sub.customer = d.seedCustomer(at)
		sub.Amount, sub.Currency = decimal.New(100+int64(i*7%4901), -2), "USD"
		d.subscriptions[sub.SubscriptionID] = sub
		d.subscriptionLine.insert(sub)
		return sub.SubscriptionID
	}, nil)
}

// SeedProducts adds n one-off products, with times as in [Server.SeedCharges], and
// returns their ids, newest first.
func (s *Server) SeedProducts(n int, every ...time.Duration) []string {
	return s.bulk(n, every, func(d *desk, i int, at int64) string {
		p := &product{
			moment: d.moment(at), ProductID: freeID(d, "prod", d.products), Quantity: 1, IntervalCount: 1,
			Chargeable: true, GatewayID: defaultGateway, Amount: decimal.New(100+int64(i*7%4901), -2), Currency: "USD",
		}
		p.Name = "Product " + p.ProductID[len("prod_"):]
		d.addProduct(p)
		return p.ProductID
	}, nil)
}

// SeedActivity adds n refunds to the activity log, with times as in
// [Server.SeedCharges], and returns the object ids of the rows, newest first.
func (s *Server) SeedActivity(n int, every ...time.Duration) []string {
	return s.bulk(n, every, func(d *desk, _ int, at int64) string {
		row := &activity{
			moment: d.moment(at), ObjectType: "charge", ObjectID: d.newID("ch"),
			Action: "refund", Reason: "seeded", Source: "web", IP: "192.0.2.1",
		}
		d.activity.insert(row)
		return row.ObjectID
	}, nil)
}

// SeedCancellations adds n rows to the log of cancellations by customers, with times
// as in [Server.SeedCharges], and returns their subscription ids, newest first. It
// adds no subscriptions.
func (s *Server) SeedCancellations(n int, every ...time.Duration) []string {
	return s.bulk(n, every, func(d *desk, _ int, at int64) string {
		row := &cancellation{
			moment: d.moment(at), Action: "cancel", Method: "at_period_end", Reason: "seeded",
			SubscriptionID: freeID(d, "sub", d.subscriptions), IP: "192.0.2.1",
		}
		d.cancellations.insert(row)
		return row.SubscriptionID
	}, nil)
}

// bulk seeds n rows, oldest first, and then calls finish unless it is nil.
func (s *Server) bulk(n int, every []time.Duration, seed func(d *desk, i int, at int64) string, finish func(*desk)) []string {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	step := time.Minute
	if len(every) > 0 {
		step = every[0]
	}
	newest := d.now()
	ids := make([]string, n)
	for i := range n {
		older := int64(n - 1 - i)
		ids[older] = seed(d, i, newest-older*int64(step/time.Second))
	}
	if finish != nil {
		finish(d)
	}
	return ids
}
