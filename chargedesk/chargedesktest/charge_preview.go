package chargedesktest

import (
	"strings"

	"github.com/shopspring/decimal"
)

// quote is a price with its taxes.
type quote struct {
	amount             decimal.Decimal
	currency, country  string
	taxNumber          string
	inside             bool // the taxes are part of the amount
	subtotal, taxTotal decimal.Decimal
}

// previewCharge computes the taxes of a charge, a product or an amount.
func (c *call) previewCharge() ([]byte, error) {
	q := c.readQuote()
	if err := c.failed(); err != nil {
		return nil, err
	}
	taxes := c.work(&q)
	return c.written(func(w *writer) { q.write(w, taxes) })
}

func (c *call) readQuote() quote {
	var q quote
	chargeID, hasCharge := c.given("charge_id")
	productID, hasProduct := c.given("product_id")
	switch {
	case hasCharge:
		c.quoteCharge(&q, chargeID)
	case hasProduct:
		c.quoteProduct(&q, productID)
	default:
		c.need("amount")
		c.need("currency")
	}
	c.currency(&q.currency, "currency")
	c.money(&q.amount, "amount")
	c.fits(q.amount, q.currency, "amount")
	c.country(&q.country, "country")
	c.text(&q.taxNumber, "tax_number")
	onTop := true
	c.flag(&onTop, "add_tax")
	q.inside = !onTop
	return q
}

func (c *call) quoteCharge(q *quote, id string) {
	ch := c.charges[id]
	if ch == nil {
		c.fail("charge_id", "is no charge's id.")
		return
	}
	q.amount, q.currency = ch.Amount, ch.Currency
	q.country, q.taxNumber = ch.customer.Country, ch.customer.TaxNumber
}

func (c *call) quoteProduct(q *quote, id string) {
	p := c.products[id]
	if p == nil {
		c.fail("product_id", "is no product's id.")
		return
	}
	q.amount, q.currency = p.Amount.Mul(decimal.NewFromInt(p.Quantity)), p.Currency
}

// tax is one tax of a quote.
type tax struct {
	name            string
	percent, amount decimal.Decimal
}

// work computes the taxes, each rounded half up to the currency's decimals. With a
// tax number they are 0 percent.
func (c *call) work(q *quote) []tax {
	var taxes []tax
	hundred := decimal.New(100, 0)
	base := hundred
	for _, rate := range c.cfg.taxes {
		if rate.Country != "" && !strings.EqualFold(rate.Country, q.country) {
			continue
		}
		percent := rate.Percent
		if q.taxNumber != "" {
			percent = decimal.Zero
		}
		if q.inside {
			base = base.Add(percent)
		}
		taxes = append(taxes, tax{name: rate.Name, percent: percent})
	}
	for i := range taxes {
		taxes[i].amount = q.amount.Mul(taxes[i].percent).DivRound(base, places(q.currency))
		q.taxTotal = q.taxTotal.Add(taxes[i].amount)
	}
	q.subtotal = q.amount
	if q.inside {
		q.subtotal = q.amount.Sub(q.taxTotal)
	}
	return taxes
}

// write writes the quote in camel case and with JSON numbers, unlike other responses.
func (q *quote) write(w *writer, taxes []tax) {
	total := q.subtotal.Add(q.taxTotal)
	w.object("", func() {
		w.number("subtotalAmount", q.subtotal)
		w.text("subtotalAmountFormatted", withSymbol(q.subtotal, q.currency))
		w.array("taxRates", func() {
			for _, t := range taxes {
				w.object("", func() {
					w.text("name", t.name)
					w.number("rate", t.percent)
					w.number("amount", t.amount)
					w.text("amountFormatted", withSymbol(t.amount, q.currency))
				})
			}
		})
		w.number("totalAmount", total)
		w.text("totalAmountFormatted", withSymbol(total, q.currency))
	})
}
