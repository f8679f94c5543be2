package chargedesktest

import (
	"net/http"
	"strings"

	"github.com/shopspring/decimal"
)

var gatewayRoutes = []route{
	{http.MethodPost, "/gateway/products/charge", (*call).gatewayProductsCharge},
	{http.MethodPost, "/gateway/charges/{id}/refund", (*call).gatewayRefund},
	{http.MethodPost, "/gateway/charges/{id}/capture", (*call).gatewayCapture},
	{http.MethodPost, "/gateway/charges/{id}/void", (*call).gatewayVoid},
	{http.MethodPost, "/gateway/subscriptions/{id}/cancel", (*call).gatewayCancel},
	{http.MethodPost, "/gateway/subscriptions/{id}/plans", (*call).gatewayPlans},
}

// gatewayProductsCharge serves one path with three meanings. With using=card it
// starts a subscription if there is a product[interval], and otherwise charges the
// card. With using=invoice, or without using, it requests a payment.
func (c *call) gatewayProductsCharge() ([]byte, error) {
	using := ""
	c.choice(&using, "using", "card", "invoice", "")
	c.need("amount")
	c.need("currency")
	_, recurring := c.in("product").given("interval")
	switch {
	case using != "card":
		return c.requestPayment()
	case recurring:
		return c.startSubscription()
	}
	return c.chargeCard()
}

// paymentResponse returns what products/charge created. ch and s may be nil.
func (c *call) paymentResponse(ch *charge, s *subscription) ([]byte, error) {
	return c.written(func(w *writer) {
		w.object("", func() {
			if ch != nil {
				w.object("charge", func() { c.chargeFields(w, ch) })
			}
			if s != nil {
				w.object("subscription", func() { c.subscriptionFields(w, s) })
			}
			if ch != nil && ch.PayLink != "" {
				w.text("pay_link", ch.PayLink)
			}
		})
	})
}

// cardholder returns the customer, who must exist and have a card on file.
func (c *call) cardholder() *customer {
	p := c.in("customer")
	known := c.customers[p.need("id")]
	switch {
	case known == nil:
		p.fail("id", "is no customer's id.")
	case !known.CardOnFile:
		p.fail("id", "is of a customer without a card on file.")
	}
	return known
}

// readPrice reads amount, currency and description.
func (c *call) readPrice(draft *charge) {
	c.currency(&draft.Currency, "currency")
	c.money(&draft.Amount, "amount")
	c.fits(draft.Amount, draft.Currency, "amount")
	c.text(&draft.Description, "description")
}

func (c *call) chargeCard() ([]byte, error) {
	draft := c.cardCharge(c.cardholder())
	c.readPrice(&draft)
	c.metadata(&draft.Metadata)
	if !draft.Amount.IsPositive() {
		c.fail("amount", "must be more than zero.")
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	c.addCharge(&draft)
	c.logCharge(&draft, "charge", draft.Amount)
	return c.paymentResponse(&draft, nil)
}

// cardCharge returns a paid charge of the card on file.
func (c *call) cardCharge(holder *customer) charge {
	draft := charge{Status: paid, customer: holder, GatewayID: defaultGateway, LastDigits: "4242"}
	if *c.err == nil {
		draft.moment = c.moment(c.now())
	}
	return draft
}

func (c *call) startSubscription() ([]byte, error) {
	holder := c.cardholder()
	price := charge{}
	c.readPrice(&price)
	s := subscription{customer: holder, Currency: price.Currency, Amount: price.Amount, Quantity: 1, IntervalCount: 1, GatewayID: defaultGateway}
	c.whole(&s.Quantity, 1, "quantity")
	c.readPlan(&s, c.in("product"))
	if err := c.failed(); err != nil {
		return nil, err
	}
	c.startPeriod(&s)
	c.addSubscription(&s)
	first := c.firstCharge(&s, price.Description)
	c.log("subscription", s.SubscriptionID, "create", "", nil)
	return c.paymentResponse(first, &s)
}

// readPlan reads the parameters of a recurring product or line.
func (c *call) readPlan(s *subscription, p *params) {
	p.choice(&s.Interval, "interval", append(intervals, "")...)
	p.whole(&s.IntervalCount, 1, "interval_count")
	p.whole(&s.TrialDays, 0, "trial_period_days")
	p.whole(&s.CyclesTotal, 0, "billing_cycles_total")
	p.money(&s.SetupAmount, "setup_amount")
	p.fits(s.SetupAmount, s.Currency, "setup_amount")
	if id, ok := p.given("product_id"); ok {
		if c.products[id] == nil {
			p.fail("product_id", "is no product's id.")
		}
		s.ProductID = id
	}
}

// startPeriod sets the id of a subscription, and its first period or trial.
func (c *call) startPeriod(s *subscription) {
	now := c.now()
	s.moment, s.SubscriptionID, s.Status = c.moment(now), freeID(c.desk, "sub", c.subscriptions), active
	s.PeriodStart, s.PeriodEnd, s.CyclesCurrent = now, s.periodAfter(now), 1
	if s.TrialDays > 0 {
		s.Status, s.CyclesCurrent = trialing, 0
		s.TrialStart, s.TrialEnd = now, now+s.TrialDays*86400
		s.PeriodEnd = s.TrialEnd
	}
}

// firstCharge charges the first period and the setup. The charge of a trial without
// setup has the amount 0 and the status trial.
func (c *call) firstCharge(s *subscription, description string) *charge {
	due := s.SetupAmount
	if s.Status == active {
		due = due.Add(s.total())
	}
	first := c.cardCharge(s.customer)
	if !due.IsPositive() {
		first.Status = trial
	}
	first.Amount, first.Currency, first.Description = due, s.Currency, description
	first.SubscriptionID, first.ProductID = s.SubscriptionID, s.ProductID
	c.addCharge(&first)
	return &first
}

// requestPayment creates a payment page, and sends its link if there is a contact
// and link_only is not set.
func (c *call) requestPayment() ([]byte, error) {
	contact, _ := c.given("contact")
	linkOnly, quantity := false, int64(1)
	c.flag(&linkOnly, "link_only")
	c.whole(&quantity, 1, "quantity")
	draft := charge{Status: invoiced, GatewayID: defaultGateway}
	c.readPrice(&draft)
	c.readLines(&draft)
	c.checkContact(contact)
	plan := c.recurringLine(&draft)
	if plan == nil {
		plan = c.recurringProduct(&draft, quantity)
	}
	id, _ := c.in("customer").given("id")
	if err := c.failed(); err != nil {
		return nil, err
	}
	draft.moment = c.moment(c.now())
	draft.customer = c.payer(id, contact)
	draft.PayLink = site + "/pay/" + c.newID("pay")
	if contact != "" && !linkOnly {
		draft.noteSent(paymentRequest, c.now())
	}
	if plan != nil {
		c.requestSubscription(plan, &draft)
	}
	c.addCharge(&draft)
	c.chargeEvent("charge_request", &draft)
	c.logCharge(&draft, "request", draft.Amount)
	if contact != "" && !linkOnly {
		c.recordMessage(contact, paymentRequest, draft.ChargeID)
	}
	return c.paymentResponse(&draft, plan)
}

// checkContact checks that the contact is an e-mail address or a phone number.
func (c *call) checkContact(contact string) {
	if contact != "" && !strings.Contains(contact, "@") && !strings.ContainsAny(contact, "0123456789") {
		c.fail("contact", "is neither an e-mail address nor a phone number.")
	}
}

// payer returns the customer of a payment request: that with the id, else that with
// the contact's e-mail address as its id, else one without an id.
func (c *call) payer(id, contact string) *customer {
	if id == "" && strings.Contains(contact, "@") {
		id = contact
	}
	if known := c.personCalled(id); known != nil {
		return known
	}
	return c.addCustomer(customer{})
}

// recurringLine returns the plan of the first line with an interval, or nil.
func (c *call) recurringLine(draft *charge) *subscription {
	for i, row := range c.rows("lines") {
		s := &subscription{Currency: draft.Currency, IntervalCount: 1, GatewayID: defaultGateway, Status: requested}
		c.readPlan(s, row)
		coupon := ""
		row.text(&coupon, "coupon")
		if s.Interval != "" && i < len(draft.Lines) {
			s.Amount, s.Quantity, s.Currency = draft.Lines[i].Amount, draft.Lines[i].Quantity, draft.Lines[i].Currency
			return s
		}
	}
	return nil
}

// recurringProduct returns the plan of a product with an interval, or nil. It is the
// form of 2017, in which a payment request had no lines.
func (c *call) recurringProduct(draft *charge, quantity int64) *subscription {
	s := &subscription{
		Amount: draft.Amount, Quantity: quantity, Currency: draft.Currency, IntervalCount: 1,
		GatewayID: defaultGateway, Status: requested,
	}
	if c.readPlan(s, c.in("product")); s.Interval == "" {
		return nil
	}
	return s
}

// requestSubscription adds the subscription that paying the request would start.
func (c *call) requestSubscription(plan *subscription, draft *charge) {
	plan.moment, plan.SubscriptionID = c.moment(c.now()), freeID(c.desk, "sub", c.subscriptions)
	plan.customer = draft.customer
	draft.SubscriptionID = plan.SubscriptionID
	c.addSubscription(plan)
}

// logCharge logs a gateway action on a charge with its amount.
func (c *call) logCharge(ch *charge, action string, amount decimal.Decimal) {
	reason, _ := c.given("log_reason")
	c.log("charge", ch.ChargeID, action, reason, map[string]string{"amount": plain(amount, ch.Currency)})
}
