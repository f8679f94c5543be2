package chargedesktest

import (
	"slices"

	"github.com/shopspring/decimal"
)

// gatewayRefund refunds the whole rest if the amount is missing or empty to PHP,
// which "" and "0" are, but not "0.00".
func (c *call) gatewayRefund() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	if ch.Status != paid && ch.Status != partiallyRefunded {
		return nil, declined("A charge that is " + ch.Status + " can't be refunded.")
	}
	amount := ch.left()
	if text, sent := c.get("amount"); sent && text != "" && text != "0" {
		c.money(&amount, "amount")
		c.fits(amount, ch.Currency, "amount")
	}
	switch {
	case !amount.IsPositive():
		c.fail("amount", "must be more than zero.")
	case amount.GreaterThan(ch.left()):
		c.fail("amount", "is more than is left to refund.")
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	draft := *ch
	draft.giveBack(amount, c.now())
	draft.Refunds++
	c.changeCharge(ch, draft)
	c.logCharge(ch, "refund", amount)
	return c.chargeResponse(ch)
}

// gatewayCapture captures the whole charge without an amount, voids it with 0, and
// captures a part with less than was authorized: the rest is released.
func (c *call) gatewayCapture() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	if ch.Status != authorized {
		return nil, declined("A charge that is " + ch.Status + " can't be captured.")
	}
	amount := ch.Amount
	if _, given := c.given("amount"); given {
		c.money(&amount, "amount")
		c.fits(amount, ch.Currency, "amount")
	}
	if amount.GreaterThan(ch.Amount) {
		c.fail("amount", "is more than was authorized.")
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	c.capture(ch, amount)
	return c.chargeResponse(ch)
}

func (c *call) capture(ch *charge, amount decimal.Decimal) {
	draft := *ch
	action := "capture"
	draft.Status, draft.Amount = paid, amount
	if amount.IsZero() {
		action = "void"
		draft.Status, draft.Amount = void, ch.Amount
	}
	c.changeCharge(ch, draft)
	c.logCharge(ch, action, amount)
}

// gatewayVoid cancels a payment request.
func (c *call) gatewayVoid() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	if ch.Status != invoiced && ch.Status != pending {
		return nil, declined("A charge that is " + ch.Status + " is no open payment request.")
	}
	draft := *ch
	draft.Status = invoiceCanceled
	c.changeCharge(ch, draft)
	c.logCharge(ch, "void", ch.Amount)
	return c.chargeResponse(ch)
}

func (c *call) gatewayCancel() ([]byte, error) {
	s, err := c.subscription()
	if err != nil {
		return nil, err
	}
	if s.Status == canceled {
		return nil, declined("The subscription is canceled already.")
	}
	reason, _ := c.get("log_reason")
	if err := c.failed(); err != nil {
		return nil, err
	}
	draft := *s
	draft.Status, draft.CanceledAt = canceled, c.now()
	c.changeSubscription(s, draft)
	c.log("subscription", s.SubscriptionID, "cancel", reason, nil)
	return c.subscriptionResponse(s)
}

// gatewayPlans changes a subscription as far as its gateway supports it. It charges
// nothing, whatever prorate and invoice are.
func (c *call) gatewayPlans() ([]byte, error) {
	s, err := c.subscription()
	if err != nil {
		return nil, err
	}
	if s.Status == canceled {
		return nil, declined("The subscription is canceled.")
	}
	draft := *s
	c.supported(s.GatewayID, "plans", "stripe", "recurly")
	c.supported(s.GatewayID, "invoice", "stripe", "recurly")
	c.supported(s.GatewayID, "trial_end", "stripe")
	c.supported(s.GatewayID, "prorate", "stripe")
	c.supported(s.GatewayID, "period_end", "recurly")
	c.readPlans(&draft)
	var prorate, invoice bool
	c.flag(&prorate, "prorate")
	c.flag(&invoice, "invoice")
	if err := c.failed(); err != nil {
		return nil, err
	}
	c.changeSubscription(s, draft)
	c.log("subscription", s.SubscriptionID, "plans", "", nil)
	return c.subscriptionResponse(s)
}

func (c *call) supported(gateway, name string, gateways ...string) {
	if c.sent(name) && !slices.Contains(gateways, gateway) {
		c.fail(name, "is not supported by the gateway of this subscription.")
	}
}

func (c *call) readPlans(draft *subscription) {
	c.unix(&draft.PeriodEnd, "period_end")
	c.unix(&draft.TrialEnd, "trial_end")
	if c.sent("trial_end") && draft.TrialEnd > c.now() {
		draft.Status = trialing
	}
	if !c.sent("plans") {
		return
	}
	plans := []item{}
	for _, row := range c.rows("plans") {
		i := item{Quantity: 1, Currency: draft.Currency}
		row.text(&i.ItemID, "id")
		row.whole(&i.Quantity, 1, "quantity")
		if p := c.products[i.ItemID]; p != nil {
			i.Amount, i.Currency, i.Description = p.Amount, p.Currency, p.Name
		}
		plans = append(plans, i)
	}
	draft.Items = plans
}
