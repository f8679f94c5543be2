package chargedesktest

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// Statuses of charges that the server itself sets or checks.
const (
	pending           = "pending"
	paid              = "paid"
	partiallyRefunded = "partially refunded"
	refunded          = "refunded"
	failed            = "failed"
	authorized        = "authorized"
	void              = "void"
	invoiced          = "invoiced"
	invoiceCanceled   = "invoice canceled"
	disputed          = "disputed"
	trial             = "trial"
)

// chargeStatuses are the documented statuses, and unclaimed, which is newer.
var chargeStatuses = []string{
	pending, paid, partiallyRefunded, refunded, failed, authorized, void, invoiced, invoiceCanceled, "unpaid", "past due",
	"subscription pending", disputed, trial, "credit", "uncollectible", "open", "draft", "unclaimed",
}

// charge is one charge. Its lines and metadata are replaced, never modified.
type charge struct {
	moment   // when it occurred
	ChargeID string
	customer *customer // never nil; without an id if the charge has no customer

	Amount, AmountRefunded decimal.Decimal
	Currency, Status       string
	RefundedAt             int64

	TransactionID, ProductID, SubscriptionID string
	Description, GatewayID, LastDigits       string
	FailureReason                            string

	Lines    []line
	Metadata map[string]string

	PayLink string           // of a payment request
	Sent    map[string]int64 // when each kind of message was last sent
	Refunds int              // number of refunds by the gateway
}

// line is one row of a charge.
type line struct {
	Amount, TaxPaid                  decimal.Decimal
	Quantity                         int64
	Currency, ProductID, Description string
	Taxable                          bool
}

func (ch *charge) paidIn() bool {
	return slices.Contains([]string{paid, partiallyRefunded, refunded, disputed}, ch.Status)
}

// left returns the amount that can still be refunded.
func (ch *charge) left() decimal.Decimal { return ch.Amount.Sub(ch.AmountRefunded) }

// giveBack adds a refund to the charge.
func (ch *charge) giveBack(amount decimal.Decimal, now int64) {
	ch.AmountRefunded = ch.AmountRefunded.Add(amount)
	ch.RefundedAt = now
	ch.Status = partiallyRefunded
	if ch.AmountRefunded.Equal(ch.Amount) {
		ch.Status = refunded
	}
}

// noteSent records when a message was sent. It replaces the map.
func (ch *charge) noteSent(kind string, at int64) {
	sent := maps.Clone(ch.Sent)
	if sent == nil {
		sent = map[string]int64{}
	}
	sent[kind] = at
	ch.Sent = sent
}

// addCharge adds a new charge with a new id, and sends its events.
func (d *desk) addCharge(ch *charge) {
	ch.ChargeID = d.newID("ch")
	d.linkCharge(ch)
	d.chargeEvent("charge_new", ch)
	d.statusEvent(ch, "")
}

// changeCharge replaces a charge with draft, and sends the events.
func (d *desk) changeCharge(ch *charge, draft charge) {
	before := *ch
	d.unlinkCharge(ch)
	*ch = draft
	d.linkCharge(ch)
	d.chargeEvent("charge_updated", ch)
	switch {
	case before.Status != ch.Status:
		d.statusEvent(ch, before.Status)
	case ch.AmountRefunded.GreaterThan(before.AmountRefunded):
		d.chargeEvent("charge_refunded", ch)
	}
}

// deleteRecord deletes a charge, and sends the event.
func (d *desk) deleteRecord(ch *charge) {
	d.unlinkCharge(ch)
	ch.customer.forget(ch.ChargeID)
	d.chargeEvent("charge_deleted", ch)
}

func (d *desk) linkCharge(ch *charge) {
	d.chargeLine.insert(ch)
	d.indexCharge(ch)
}

func (d *desk) indexCharge(ch *charge) {
	d.charges[ch.ChargeID] = ch
	if ch.TransactionID != "" {
		d.transactions[ch.TransactionID] = ch
	}
	d.countCharge(ch, 1)
	ch.customer.LastChargeID = ch.ChargeID
}

func (d *desk) unlinkCharge(ch *charge) {
	d.chargeLine.remove(ch)
	d.dropCharge(ch)
}

// dropCharge removes a charge from everything but the timeline.
func (d *desk) dropCharge(ch *charge) {
	delete(d.charges, ch.ChargeID)
	delete(d.transactions, ch.TransactionID)
	d.countCharge(ch, -1)
}

func (d *desk) countCharge(ch *charge, by int64) {
	ch.customer.charges += by
	d.chargeCount.add(ofSubscription, ch.SubscriptionID, by)
	d.chargeCount.add(ofProduct, ch.ProductID, by)
}

// statusEvent sends the event of a new status.
func (d *desk) statusEvent(ch *charge, before string) {
	switch ch.Status {
	case paid:
		d.chargePaid(ch, before)
	case partiallyRefunded, refunded:
		d.chargeEvent("charge_refunded", ch)
	case failed:
		d.chargeEvent("charge_failed", ch)
	case disputed:
		d.chargeEvent("charge_disputed", ch)
	}
}

func (d *desk) chargePaid(ch *charge, before string) {
	switch {
	case ch.PayLink != "":
		d.chargeEvent("charge_request_paid", ch)
	case before == pending:
		d.chargeEvent("charge_pending_paid", ch)
	default:
		d.chargeEvent("charge_paid", ch)
	}
	first := ch.customer.LastPaidCharge == ""
	ch.customer.LastPaidCharge = ch.ChargeID
	if first && ch.customer.CustomerID != "" {
		d.customerEvent("customer_first_paid", ch.customer)
	}
}
