package chargedesk

import (
	"github.com/chargekit/chargekit-go/internal/api"
)

// PaymentRequestParams are the parameters of [GatewayService.RequestPayment].
type PaymentRequestParams struct {
	// Contact is the e-mail address, or, where the company has switched text
	// messages on, the mobile number with country code, that gets the link at
	// once. nil creates a payment page and sends nothing.
	Contact *string `url:"contact,omitempty"`

	// LinkOnly creates the page without sending its link to Contact; nil means
	// false.
	LinkOnly *bool `url:"link_only,int,omitempty"`

	// Amount to ask for, in major units. Required, above zero, with no more
	// decimals than the currency has.
	Amount Amount `url:"amount"`

	// Currency of the amounts. Required.
	Currency Currency `url:"currency"`

	// Quantity of units; nil means 1, and 1 is not sent, as ChargeDesk requires.
	Quantity *int `url:"quantity,omitempty"`

	// Description of what is paid for.
	Description *string `url:"description,omitempty"`

	// CustomerID ties the request to a customer.
	CustomerID *string `url:"customer[id],omitempty"`

	// Lines of the invoice. If all of them have amounts in Currency, the sum of
	// quantity times amount must be Amount.
	Lines []PaymentLineParams `url:"lines"`
}

func (p *PaymentRequestParams) check() error {
	if p == nil {
		return noParams[PaymentRequestParams]()
	}
	var c checks
	c.NotEmpty("contact", p.Contact)
	c.currency("currency", p.Currency)
	c.positive("amount", p.Amount, p.Currency)
	c.atLeast("quantity", 1, p.Quantity)
	c.customerID("customer[id]", p.CustomerID)
	for i := range p.Lines {
		p.Lines[i].check(&c, api.Element("lines", i), p.Currency)
	}
	sum(&c, p.Lines, p.Amount, p.Currency)
	return c.err()
}

// PaymentLineParams is one line of a payment request.
type PaymentLineParams struct {
	// Amount of one unit, in major units; below zero for a discount.
	Amount *Amount `url:"amount,omitempty"`

	// Currency of the amount.
	Currency *Currency `url:"currency,omitempty"`

	// Quantity of units; nil means 1.
	Quantity *int `url:"quantity,omitempty"`

	// ProductID of the product sold.
	ProductID *string `url:"product_id,omitempty"`

	// Description of the line.
	Description *string `url:"description,omitempty"`

	// Taxable reports whether tax is added.
	Taxable *bool `url:"taxable,int,omitempty"`

	// Interval turns the line into a subscription. The fields below are for
	// subscriptions only.
	Interval *Interval `url:"interval,omitempty"`

	// IntervalCount multiplies the interval; nil means 1.
	IntervalCount *int `url:"interval_count,omitempty"`

	// TrialPeriodDays before the first charge; nil and 0 mean none.
	TrialPeriodDays *int `url:"trial_period_days,omitempty"`

	// Coupon is the id of a coupon at the payment gateway.
	Coupon *string `url:"coupon,omitempty"`

	// BillingCyclesTotal is the number of billing cycles after which it ends; nil
	// and 0 mean never.
	BillingCyclesTotal *int `url:"billing_cycles_total,omitempty"`

	// SetupAmount is charged once, on top, at the start.
	SetupAmount *Amount `url:"setup_amount,omitempty"`
}

func (l *PaymentLineParams) check(c *checks, at string, currency Currency) {
	c.optionalCurrency(at+"[currency]", l.Currency)
	if l.Currency != nil {
		currency = *l.Currency
	}
	c.signedAmount(at+"[amount]", l.Amount, currency)
	c.atLeast(at+"[quantity]", 1, l.Quantity)
	c.interval(at+"[interval]", l.Interval)
	c.atLeast(at+"[interval_count]", 1, l.IntervalCount)
	c.atLeast(at+"[trial_period_days]", 0, l.TrialPeriodDays)
	c.atLeast(at+"[billing_cycles_total]", 0, l.BillingCyclesTotal)
	c.optionalAmount(at+"[setup_amount]", l.SetupAmount, &currency)
}

func (l PaymentLineParams) money() (*Amount, *int, *Currency) {
	return l.Amount, l.Quantity, l.Currency
}
