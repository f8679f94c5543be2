package chargedesk

// PaymentRequestParams are the parameters of [GatewayService.RequestPayment].
type PaymentRequestParams struct {
	// Contact gets the link: an e-mail address, or, if the company has switched on
	// text messages, a mobile number with country code. nil creates a payment page
	// and sends nothing.
	Contact *string `url:"contact,omitempty"`

	// LinkOnly creates the page without sending its link to Contact; nil means
	// false.
	LinkOnly *bool `url:"link_only,int,omitempty"`

	// Amount of one unit, in major units. Required, not below zero; 0 is for
	// requests that begin with a trial. Times Quantity it has no more decimals than
	// [CurrencyDecimals] of the currency.
	Amount Amount `url:"amount"`

	// Currency of the amounts. Required.
	Currency Currency `url:"currency"`

	// Quantity of units, a whole number; nil means 1, and 1 is not sent, as
	// ChargeDesk requires.
	Quantity *Number `url:"quantity,omitempty"`

	// Description of what is paid for.
	Description *string `url:"description,omitempty"`

	// CustomerID ties the request to a customer.
	CustomerID *string `url:"customer[id],omitempty"`

	// Product turns the request into one for a subscription. ChargeDesk documented it
	// in 2017; today it documents the same fields for Lines.
	Product *PaymentProductParams `url:"product,omitempty"`

	// Lines of the invoice. The sum of their quantities times amounts should be
	// Amount, which is not checked here.
	Lines []PaymentLineParams `url:"lines"`
}

func (p *PaymentRequestParams) check() error {
	if p == nil {
		return noParams[PaymentRequestParams]()
	}
	var c checks
	c.NotEmpty("contact", p.Contact)
	c.Required("currency", string(p.Currency))
	c.atLeastZero("amount", p.Amount)
	c.quantity("quantity", p.Quantity)
	c.decimals("amount", total(p.Amount, p.Quantity), p.Currency)
	return c.err()
}

// PaymentProductParams is what a payment request is for.
type PaymentProductParams struct {
	// ProductID of a product created in ChargeDesk or imported into it.
	ProductID *string `url:"product_id,omitempty"`

	// Interval between two payments; nil means a single payment.
	Interval *Interval `url:"interval,omitempty"`

	// IntervalCount multiplies the interval; nil means 1.
	IntervalCount *int `url:"interval_count,omitempty"`

	// TrialPeriodDays before the first payment; nil and 0 mean none.
	TrialPeriodDays *int `url:"trial_period_days,omitempty"`

	// Coupon is the id of a coupon at the payment gateway.
	Coupon *string `url:"coupon,omitempty"`

	// BillingCyclesTotal is the number of billing cycles after which it ends; nil
	// and 0 mean never.
	BillingCyclesTotal *int `url:"billing_cycles_total,omitempty"`

	// SetupAmount is charged once, on top, at the start.
	SetupAmount *Amount `url:"setup_amount,omitempty"`
}

// PaymentLineParams is one line of a payment request.
type PaymentLineParams struct {
	// Amount of one unit, in major units; below zero for a discount.
	Amount *Amount `url:"amount,omitempty"`

	// Currency of the amount.
	Currency *Currency `url:"currency,omitempty"`

	// Quantity of units; nil means 1.
	Quantity *Number `url:"quantity,omitempty"`

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
