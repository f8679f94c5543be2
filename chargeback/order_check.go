package chargeback

import "fmt"

// Validate checks an order as [OrdersService.Create], [OrdersService.CreateBatch]
// and [OrdersService.Import] do before they send it: that it has all required
// fields, which [WithoutRequiredCheck] switches off, that all strings are UTF-8, and
// that there is no card number, which [WithoutCardCheck] switches off. It returns a
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
	return writeBody(p.wire(), cfg)
}

// check rejects an order without what Chargeback documents as required, or that
// JSON can't express.
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
			c.Reject("crm_id", "is missing, and so is crm_name; WithoutRequiredCheck sends the order")
		}
		c.present("merchant_name", p.MerchantName != "" || p.MerchantID != nil)
	}
	c.card(cfg, p.CardPrefix, p.CardSuffix)
	c.trackingNumbers(p.TrackingNumbers)
	return c.err()
}

func (p *OrderUpdateParams) check(cfg *callConfig) error {
	var c checks
	c.card(cfg, p.CardPrefix, p.CardSuffix)
	c.trackingNumbers(p.TrackingNumbers)
	return c.err()
}

// adds reports whether an update may add something, so that sending it twice may
// add it twice: Chargeback makes a shipment of each tracking number.
func (p *OrderUpdateParams) adds(cfg *callConfig) bool {
	for _, name := range []string{"tracking_numbers", "line_items", "shipments"} {
		if _, ok := cfg.params[name]; ok {
			return true
		}
	}
	return len(p.TrackingNumbers) > 0 || len(p.LineItems) > 0 || len(p.Shipments) > 0
}

// newOrderID returns the order_id that an update gives the order, or nil.
func (p *OrderUpdateParams) newOrderID(cfg *callConfig) *string {
	if orderID, ok := cfg.params["order_id"]; ok {
		return new(fmt.Sprint(orderID))
	}
	return p.OrderID
}

// wire returns the order as it is written: with the merchant's number in place of
// its name.
func (p *OrderCreateParams) wire() any {
	if p.MerchantID == nil {
		return p
	}
	return struct {
		*OrderCreateParams
		MerchantID int64 `json:"merchant_name"`
	}{p, *p.MerchantID}
}

func (p *OrderUpdateParams) wire() any {
	if p.MerchantID == nil {
		return p
	}
	return struct {
		*OrderUpdateParams
		MerchantID int64 `json:"merchant_name"`
	}{p, *p.MerchantID}
}
