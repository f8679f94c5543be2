package chargedesktest

import "net/http"

var subscriptionRoutes = []route{
	{http.MethodPost, "/subscriptions", (*call).createSubscription},
	{http.MethodGet, "/subscriptions", (*call).listSubscriptions},
	{http.MethodGet, "/subscriptions/{id}", (*call).getSubscription},
	{http.MethodPost, "/subscriptions/{id}", (*call).updateSubscription},
}

func (c *call) subscription() (*subscription, error) {
	if s := c.subscriptions[c.id]; s != nil {
		return s, nil
	}
	return nil, notFound("subscription", c.id)
}

func (c *call) subscriptionResponse(s *subscription) ([]byte, error) {
	return c.written(func(w *writer) { c.writeSubscription(w, s) })
}

func (c *call) getSubscription() ([]byte, error) {
	s, err := c.subscription()
	if err != nil {
		return nil, err
	}
	return c.subscriptionResponse(s)
}

func (c *call) createSubscription() ([]byte, error) {
	id := c.need("subscription_id")
	update := c.duplicate()
	if known := c.subscriptions[id]; known != nil {
		if !update {
			c.fail("subscription_id", "belongs to a subscription already.")
		}
		return c.saveSubscription(known, *known)
	}
	draft := subscription{Status: active, GatewayID: defaultGateway, Quantity: 1}
	return c.saveSubscription(nil, draft)
}

func (c *call) updateSubscription() ([]byte, error) {
	s, err := c.subscription()
	if err != nil {
		return nil, err
	}
	if id, ok := c.given("subscription_id"); ok && id != c.id && c.subscriptions[id] != nil {
		c.fail("subscription_id", "belongs to another subscription.")
	}
	return c.saveSubscription(s, *s)
}

func (c *call) saveSubscription(s *subscription, draft subscription) ([]byte, error) {
	c.readSubscription(&draft)
	if err := c.failed(); err != nil {
		return nil, err
	}
	if id, ok := c.given("customer_id"); ok {
		draft.customer = c.personCalled(id)
	}
	if s != nil {
		c.changeSubscription(s, draft)
		return c.subscriptionResponse(s)
	}
	draft.moment = c.moment(c.now())
	c.addSubscription(&draft)
	return c.subscriptionResponse(&draft)
}

func (c *call) readSubscription(draft *subscription) {
	if id, ok := c.given("subscription_id"); ok {
		draft.SubscriptionID = id
	}
	c.get("customer_id")
	c.choice(&draft.Status, "status", append(subscriptionStatuses, "cancelled")...)
	if draft.Status == "cancelled" { // the spelling of 2017
		draft.Status = canceled
	}
	c.text(&draft.GatewayID, "gateway_id")
	c.currency(&draft.Currency, "currency")
	c.money(&draft.Amount, "amount")
	c.fits(draft.Amount, draft.Currency, "amount")
	c.money(&draft.SetupAmount, "setup_amount")
	c.fits(draft.SetupAmount, draft.Currency, "setup_amount")
	if id, ok := c.get("product_id"); ok {
		if id != "" && c.products[id] == nil {
			c.fail("product_id", "is no product's id.")
		}
		draft.ProductID = id
	}
	c.choice(&draft.Interval, "interval", append(intervals, "")...)
	c.whole(&draft.IntervalCount, 1, "interval_count")
	c.whole(&draft.Quantity, 1, "quantity")
	c.readSubscriptionTimes(draft)
	c.readItems(draft)
	c.metadata(&draft.Metadata)
}

func (c *call) readSubscriptionTimes(draft *subscription) {
	c.unix(&draft.PeriodStart, "current_period_start")
	c.unix(&draft.PeriodEnd, "current_period_end")
	c.unix(&draft.TrialStart, "trial_start")
	c.unix(&draft.TrialEnd, "trial_end")
	c.unix(&draft.EndedAt, "ended_at")
	c.unix(&draft.CanceledAt, "canceled_at")
	c.whole(&draft.CyclesTotal, 0, "billing_cycles_total")
	c.whole(&draft.CyclesCurrent, 0, "billing_cycles_current")
}

func (c *call) readItems(draft *subscription) {
	if !c.sent("items") {
		return
	}
	items := []item{}
	for _, row := range c.rows("items") {
		i := item{Quantity: 1, Currency: draft.Currency}
		row.text(&i.ItemID, "id")
		row.currency(&i.Currency, "currency")
		row.signed(&i.Amount, "amount")
		row.fits(i.Amount, i.Currency, "amount")
		row.whole(&i.Quantity, 1, "quantity")
		row.text(&i.Description, "description")
		row.signed(&i.Percent, "percent")
		items = append(items, i)
	}
	draft.Items = items
}

func (c *call) listSubscriptions() ([]byte, error) {
	c.onlyFilters("customer_id", "created")
	var f filter[*subscription]
	f.text(c.params, "customer_id", func(s *subscription, want string) bool { return s.customerID() == want })
	return list(c, &c.subscriptionLine, "created", narrowCap, f.match(), each(c.writeSubscription))
}
