package chargedesk

// GatewayChargeParams are the parameters of [GatewayService.CreateCharge].
type GatewayChargeParams struct {
	// CustomerID names a customer with a card on file. Required.
	CustomerID string `url:"customer[id]"`

	// Amount to charge, in major units. Required, above zero, with no more
	// decimals than [CurrencyDecimals] of the currency.
	Amount Amount `url:"amount"`

	// Currency of the amount. Required.
	Currency Currency `url:"currency"`

	// Description may appear on receipts and invoices.
	Description *string `url:"description,omitempty"`

	// Metadata to attach to the charge.
	Metadata Metadata `url:"metadata"`
}

func (p *GatewayChargeParams) check() error {
	if p == nil {
		return noParams[GatewayChargeParams]()
	}
	var c checks
	c.Required("customer[id]", p.CustomerID)
	c.Required("currency", string(p.Currency))
	c.positive("amount", p.Amount)
	c.decimals("amount", p.Amount.Decimal(), p.Currency)
	c.metadata(p.Metadata)
	return c.err()
}

// GatewaySubscriptionParams are the parameters of [GatewayService.CreateSubscription].
type GatewaySubscriptionParams struct {
	// CustomerID names a customer with a card on file. Required.
	CustomerID string `url:"customer[id]"`

	// Amount of one unit for one interval, in major units. Required, not below
	// zero. Times Quantity it has no more decimals than [CurrencyDecimals] of the
	// currency.
	Amount Amount `url:"amount"`

	// Currency of the amounts. Required.
	Currency Currency `url:"currency"`

	// Quantity of units, a whole number; nil means 1, and 1 is not sent, as
	// ChargeDesk requires.
	Quantity *Number `url:"quantity,omitempty"`

	// Description of the subscription.
	Description *string `url:"description,omitempty"`

	// Product is what is subscribed to, and how often it is paid. Its Interval is
	// required.
	Product SubscriptionProductParams `url:"product"`
}

// SubscriptionProductParams is what a live subscription is for.
type SubscriptionProductParams struct {
	// ProductID of a product created in ChargeDesk or imported into it.
	ProductID *string `url:"product_id,omitempty"`

	// Interval between two charges. Required.
	Interval Interval `url:"interval"`

	// IntervalCount multiplies the interval; nil means 1.
	IntervalCount *int `url:"interval_count,omitempty"`

	// TrialPeriodDays before the first charge; nil and 0 mean none.
	TrialPeriodDays *int `url:"trial_period_days,omitempty"`

	// Coupon is the id of a coupon at the payment gateway.
	Coupon *string `url:"coupon,omitempty"`

	// BillingCyclesTotal is the number of billing cycles after which it ends; nil
	// and 0 mean never. Not every gateway can do it.
	BillingCyclesTotal *int `url:"billing_cycles_total,omitempty"`

	// SetupAmount is charged once, on top, at the start.
	SetupAmount *Amount `url:"setup_amount,omitempty"`
}

func (p *GatewaySubscriptionParams) check() error {
	if p == nil {
		return noParams[GatewaySubscriptionParams]()
	}
	var c checks
	c.Required("customer[id]", p.CustomerID)
	c.Required("currency", string(p.Currency))
	c.atLeastZero("amount", p.Amount)
	c.quantity("quantity", p.Quantity)
	c.decimals("amount", total(p.Amount, p.Quantity), p.Currency)
	c.interval("product[interval]", p.Product.Interval)
	c.notNegative("product[trial_period_days]", p.Product.TrialPeriodDays)
	c.notNegative("product[billing_cycles_total]", p.Product.BillingCyclesTotal)
	c.decimals("product[setup_amount]", orZero(p.Product.SetupAmount).Decimal(), p.Currency)
	return c.err()
}

// RefundParams are the parameters of [GatewayService.Refund].
type RefundParams struct {
	// Amount to refund, in major units of the charge's currency ("21.00" is 21
	// dollars). Required, above zero. A second call with the same amount refunds
	// again.
	Amount Amount `url:"amount"`

	// Reason is kept in the activity log.
	Reason *string `url:"log_reason,omitempty"`
}

func (p *RefundParams) check() error {
	if p == nil {
		return noParams[RefundParams]()
	}
	var c checks
	c.requiredAmount("amount", p.Amount)
	if p.Amount.Sign() <= 0 {
		c.Reject("amount", "is not above zero; RefundInFull refunds everything")
	}
	return c.err()
}

// RefundInFullParams are the parameters of [GatewayService.RefundInFull].
type RefundInFullParams struct {
	// Reason is kept in the activity log.
	Reason *string `url:"log_reason,omitempty"`
}

// CaptureParams are the parameters of [GatewayService.Capture].
type CaptureParams struct {
	// Amount to capture, in major units of the charge's currency. Required, above
	// zero.
	Amount Amount `url:"amount"`
}

func (p *CaptureParams) check() error {
	if p == nil {
		return noParams[CaptureParams]()
	}
	var c checks
	c.requiredAmount("amount", p.Amount)
	if p.Amount.Sign() <= 0 {
		c.Reject("amount", "is not above zero; CaptureInFull captures everything, VoidAuthorization nothing")
	}
	return c.err()
}

// CancelSubscriptionParams are the parameters of [GatewayService.CancelSubscription].
type CancelSubscriptionParams struct {
	// Reason is kept in the activity log.
	Reason *string `url:"log_reason,omitempty"`
}

// UpdatePlansParams are the parameters of [GatewayService.UpdatePlans].
type UpdatePlansParams struct {
	// Plans of the subscription from now on; nil keeps them as they are.
	Plans []PlanParams `url:"plans"`

	// TrialEnd moves the end of the trial; the zero [Time] is rejected. Stripe only.
	TrialEnd *Time `url:"trial_end,unix,omitempty"`

	// PeriodEnd moves the end of the current period; the zero [Time] is rejected.
	// Recurly only.
	PeriodEnd *Time `url:"period_end,unix,omitempty"`

	// Prorate settles the difference for the current period. Stripe only.
	Prorate *bool `url:"prorate,int,omitempty"`

	// Invoice bills the change now instead of at the end of the period.
	Invoice *bool `url:"invoice,int,omitempty"`
}

func (p *UpdatePlansParams) check() error {
	var c checks
	c.time("trial_end", orZero(p).TrialEnd)
	c.time("period_end", orZero(p).PeriodEnd)
	return c.err()
}

// PlanParams is one plan of a live subscription.
type PlanParams struct {
	// ID of the plan at the gateway.
	ID *string `url:"id,omitempty"`

	// Quantity of the plan.
	Quantity *Number `url:"quantity,omitempty"`
}
