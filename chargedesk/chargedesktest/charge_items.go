package chargedesktest

import "github.com/shopspring/decimal"

// chargeItems returns the lines in one of the two shapes seen: at the top with
// [DocsTypes], below data with [LiveTypes].
func (c *call) chargeItems() ([]byte, error) {
	ch, err := c.charge()
	if err != nil {
		return nil, err
	}
	return c.written(func(w *writer) {
		w.object("", func() {
			if !w.live {
				ch.writeItems(w)
				return
			}
			w.boolean("success", true)
			w.object("data", func() { ch.writeItems(w) })
		})
	})
}

func (ch *charge) writeItems(w *writer) {
	w.array("items", func() {
		for i, l := range ch.Lines {
			w.object("", func() {
				w.count("ord", int64(i))
				w.number("amount", l.Amount)
				w.text("currency", l.Currency)
				w.column("quantity", l.Quantity)
				w.text("product_id", l.ProductID)
				w.text("description", l.Description)
				w.flag("taxable", l.Taxable)
				w.number("tax_paid", l.TaxPaid)
			})
		}
	})
	w.array("taxes", func() {
		if added := ch.addedTax(); added.IsPositive() {
			w.object("", func() {
				w.text("name", "Tax")
				w.number("amount", added)
			})
		}
	})
}

// addedTax returns the tax of all lines.
func (ch *charge) addedTax() decimal.Decimal {
	sum := decimal.Zero
	for _, l := range ch.Lines {
		sum = sum.Add(l.TaxPaid)
	}
	return sum
}
