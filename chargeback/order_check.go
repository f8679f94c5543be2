package chargeback

import (
	"slices"
	"strings"
)

// systemFields are those that only Chargeback sets. It ignores them when they
// are sent, so whoever sends one is mistaken.
var systemFields = []string{
	"id", "avs_status", "cvv_status", "created_at", "updated_at", "creator_id", "creator_type", "manually_generated",
}

// newOrderConfig returns the configuration of a call that sends an order, and
// rejects options that set what only Chargeback sets.
func newOrderConfig(opts []CallOption) (*callConfig, error) {
	cfg, err := newCallConfig(opts)
	if err != nil {
		return nil, err
	}
	for name := range cfg.params {
		at := slices.IndexFunc(systemFields, func(own string) bool { return strings.EqualFold(name, own) })
		if at >= 0 {
			return nil, &ValidationError{Param: systemFields[at], Reason: "is set by Chargeback only"}
		}
	}
	return cfg, nil
}

// Validate checks an order as [OrdersService.Create], [OrdersService.CreateBatch]
// and [OrdersService.Import] do before they send it: that it has all required
// fields, which [WithoutRequiredCheck] switches off, that fields have their form,
// that all strings are UTF-8, and that there is no card number. It returns a
// [*ValidationError] for the first thing that is wrong, and for a nil
// OrderCreateParams. It can't know whether CRM and merchant exist, and whether
// Chargeback has the order already.
func (p *OrderCreateParams) Validate() error {
	_, err := p.encode(&callConfig{})
	return err
}

// encode checks an order and writes it.
func (p *OrderCreateParams) encode(cfg *callConfig) ([]byte, error) {
	if err := p.check(cfg); err != nil {
		return nil, err
	}
	body, err := encodeBody(p, nil)
	if err != nil {
		return nil, err
	}
	return body, rejectCards(body)
}

// check rejects an order that lacks what Chargeback documents as required, or
// has a field of the wrong form.
func (p *OrderCreateParams) check(cfg *callConfig) error {
	if p == nil {
		return noParams[OrderCreateParams]()
	}
	var c checks
	if !cfg.withoutRequired {
		c.present("order_id", p.OrderID != "")
		c.present("order_ts", !p.OrderTS.IsZero())
		c.present("order_amount", p.OrderAmount.IsSet())
		c.present("transaction_id", p.TransactionID != "")
		c.present("transaction_amount", p.TransactionAmount.IsSet())
		if p.CRMID == nil && (p.CRMName == nil || *p.CRMName == "") {
			c.Reject("crm_id", "is missing, and so is crm_name")
		}
		c.present("merchant_name", p.MerchantName != "")
	}
	c.card(p.CardPrefix, p.CardSuffix)
	c.trackingNumbers(p.TrackingNumbers)
	return c.err()
}

// check rejects an update that empties a required field, or has a field of the
// wrong form.
func (p *OrderUpdateParams) check() error {
	var c checks
	c.NotEmpty("order_id", p.OrderID)
	c.notEmpty("order_ts", p.OrderTS != nil && p.OrderTS.IsZero())
	c.notEmpty("order_amount", p.OrderAmount != nil && !p.OrderAmount.IsSet())
	c.NotEmpty("transaction_id", p.TransactionID)
	c.notEmpty("transaction_amount", p.TransactionAmount != nil && !p.TransactionAmount.IsSet())
	c.NotEmpty("crm_name", p.CRMName)
	c.NotEmpty("merchant_name", p.MerchantName)
	c.card(p.CardPrefix, p.CardSuffix)
	c.trackingNumbers(p.TrackingNumbers)
	return c.err()
}
