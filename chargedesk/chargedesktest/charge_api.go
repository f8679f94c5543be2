package chargedesktest

import (
	"net/http"
	"strings"

	"github.com/shopspring/decimal"
)

var chargeRoutes = []route{
	{http.MethodPost, "/charges", (*call).createCharge},
	{http.MethodGet, "/charges", (*call).listCharges},
	{http.MethodGet, "/charges/preview", (*call).previewCharge},
	{http.MethodGet, "/charges/{id}", (*call).getCharge},
	{http.MethodPost, "/charges/{id}", (*call).updateCharge},
	{http.MethodDelete, "/charges/{id}", (*call).deleteCharge},
	{http.MethodPost, "/charges/{id}/email", (*call).emailCharge},
	{http.MethodGet, "/charges/{id}/items", (*call).chargeItems},
}

func (c *call) charge() (*charge, error) {
	if ch := c.charges[c.id]; ch != nil {
		return ch, nil
	}
	return nil, notFound("charge", c.id)
}

func (c *call) chargeResponse(ch *charge) ([]byte, error) {
	return c.written(func(w *writer) { c.writeCharge(w, ch) })
}

func (c *call) getCharge() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	return c.chargeResponse(ch)
}

// createCharge records a charge, or with duplicate=update updates the one with its
// transaction id.
func (c *call) createCharge() ([]byte, error) {
	c.need("amount")
	c.need("currency")
	c.in("customer").need("id")
	update := c.duplicate()
	transaction, _ := c.given("transaction_id")
	if known := c.transactions[transaction]; known != nil {
		if !update {
			c.fail("transaction_id", "belongs to a charge already.")
		}
		return c.saveCharge(known, *known)
	}
	now := c.now()
	draft := charge{moment: moment{At: now}, Status: paid, GatewayID: defaultGateway}
	return c.saveCharge(nil, draft)
}

func (c *call) updateCharge() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	if transaction, ok := c.given("transaction_id"); ok {
		if other := c.transactions[transaction]; other != nil && other != ch {
			c.fail("transaction_id", "belongs to another charge.")
		}
	}
	return c.saveCharge(ch, *ch)
}

// duplicate reports whether a create may update an existing object.
func (c *call) duplicate() bool {
	mode := ""
	c.choice(&mode, "duplicate", "update", "")
	return mode == "update"
}

// saveCharge reads the parameters into a draft and, if they are valid, replaces the
// charge with it, or creates one if ch is nil.
func (c *call) saveCharge(ch *charge, draft charge) ([]byte, error) {
	person := c.draftPerson(c.in("customer"), draft.customer)
	c.readCharge(&draft)
	if err := c.failed(); err != nil {
		return nil, err
	}
	draft.customer = c.savePerson(person)
	if ch != nil {
		if ch.customer != draft.customer {
			ch.customer.forget(ch.ChargeID)
		}
		c.changeCharge(ch, draft)
		return c.chargeResponse(ch)
	}
	draft.Seq = c.next("moment")
	c.addCharge(&draft)
	return c.chargeResponse(&draft)
}

func (c *call) readCharge(draft *charge) {
	c.currency(&draft.Currency, "currency")
	c.money(&draft.Amount, "amount")
	c.money(&draft.AmountRefunded, "amount_refunded")
	c.fits(draft.Amount, draft.Currency, "amount")
	c.fits(draft.AmountRefunded, draft.Currency, "amount_refunded")
	c.unix(&draft.At, "occurred")
	if draft.At > c.now() {
		c.fail("occurred", "must not be in the future.")
	}
	c.text(&draft.GatewayID, "gateway_id") // of an update in 2017
	c.text(&draft.LastDigits, "last_4_digits")
	c.text(&draft.TransactionID, "transaction_id")
	c.text(&draft.Description, "description")
	c.rejectOlder()
	c.in("product").text(&draft.ProductID, "id")
	c.in("subscription").text(&draft.SubscriptionID, "id")
	c.metadata(&draft.Metadata)
	c.readLines(draft)
	c.readStatus(draft)
}

// rejectOlder rejects parameters of 2017 that created products and subscriptions.
func (c *call) rejectOlder() {
	const problem = "is no longer a parameter of a charge."
	if c.sent("subscriptions") {
		c.fail("subscriptions", problem)
	}
	for _, name := range []string{"name", "description", "url"} {
		if product := c.in("product"); product.sent(name) {
			product.fail(name, problem)
		}
	}
}

// readStatus derives the status and the refunded amount from each other if only one
// of them was sent.
func (c *call) readStatus(draft *charge) {
	c.choice(&draft.Status, "status", chargeStatuses...)
	if draft.AmountRefunded.GreaterThan(draft.Amount) {
		c.fail("amount_refunded", "is more than the amount.")
	}
	back := c.sent("amount_refunded")
	switch {
	case c.sent("status") && draft.Status == refunded && !back:
		draft.AmountRefunded = draft.Amount
	case !c.sent("status") && back && draft.AmountRefunded.IsPositive():
		draft.Status = partiallyRefunded
		if draft.AmountRefunded.Equal(draft.Amount) {
			draft.Status = refunded
		}
	}
	if draft.AmountRefunded.IsPositive() && draft.RefundedAt == 0 {
		draft.RefundedAt = c.now()
	}
}

// readLines reads lines, which must add up to the amount. A line without an amount
// has that of its product, or 0.
func (c *call) readLines(draft *charge) {
	if !c.sent("lines") {
		return
	}
	lines := []line{}
	sum := decimal.Zero
	for _, row := range c.rows("lines") {
		l := c.readLine(row, draft.Currency)
		sum = sum.Add(l.Amount.Mul(decimal.NewFromInt(l.Quantity)))
		lines = append(lines, l)
	}
	if len(lines) > 0 && !sum.Equal(draft.Amount) {
		c.fail("lines", "add up to "+plain(sum, draft.Currency)+" and not to the amount.")
	}
	draft.Lines = lines
}

func (c *call) readLine(row *params, currency string) line {
	l := line{Quantity: 1, Currency: currency}
	row.text(&l.ProductID, "product_id")
	if p := c.products[l.ProductID]; p != nil {
		l.Amount, l.Description = p.Amount, p.Name
	}
	row.currency(&l.Currency, "currency")
	row.signed(&l.Amount, "amount")
	row.fits(l.Amount, l.Currency, "amount")
	row.whole(&l.Quantity, 1, "quantity")
	row.text(&l.Description, "description")
	row.flag(&l.Taxable, "taxable")
	row.money(&l.TaxPaid, "tax_paid")
	row.fits(l.TaxPaid, l.Currency, "tax_paid")
	return l
}

func (c *call) deleteCharge() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	c.deleteRecord(ch)
	return c.deletedResponse("charge_id")
}

// deletedResponse returns the response to a delete, which is not documented.
func (c *call) deletedResponse(name string) ([]byte, error) {
	return c.written(func(w *writer) {
		w.object("", func() {
			w.text(name, c.id)
			w.boolean("deleted", true)
		})
	})
}

// emailCharge records the message for the status of the charge as sent.
func (c *call) emailCharge() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	to, ok := c.given("email")
	if !ok {
		to = ch.customer.Email
	}
	if !strings.Contains(to, "@") {
		c.fail("email", "is needed, since the customer has no e-mail address.")
	}
	if err := c.failed(); err != nil {
		return nil, err
	}
	c.recordMessage(to, ch.notice(), ch.ChargeID)
	ch.noteSent(ch.notice(), c.now())
	return c.chargeResponse(ch)
}
