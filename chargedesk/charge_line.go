package chargedesk

import (
	"net/url"

	"github.com/chargekit/chargekit-go/internal/api"
	"github.com/chargekit/chargekit-go/internal/form"
)

// ChargeLineParams is one line of a charge's record.
type ChargeLineParams struct {
	Amount      *Amount   `url:"amount,omitempty"`      // of one unit, in major units; below zero for a discount
	Currency    *Currency `url:"currency,omitempty"`    // of the amounts
	Quantity    *int      `url:"quantity,omitempty"`    // of units; nil means 1
	ProductID   *string   `url:"product_id,omitempty"`  // of the product sold
	Description *string   `url:"description,omitempty"` // of the line
	Taxable     *bool     `url:"taxable,int,omitempty"` // whether tax is due
	TaxPaid     *Amount   `url:"tax_paid,omitempty"`    // tax of this line, where it was paid
}

// ChargeLines are the lines of a charge's record, in their order.
type ChargeLines []ChargeLineParams

// EncodeValues sends the lines as lines[0][amount] and so on.
func (l ChargeLines) EncodeValues(key string, values *url.Values) error {
	return form.AddList(key, l, values)
}

func (l ChargeLineParams) money() (*Amount, *int, *Currency) { return l.Amount, l.Quantity, l.Currency }

func (l ChargeLines) check(c *checks, currency Currency) {
	for i, line := range l {
		at, own := api.Element("lines", i), currency
		c.optionalCurrency(at+"[currency]", line.Currency)
		if line.Currency != nil {
			own = *line.Currency
		}
		c.signedAmount(at+"[amount]", line.Amount, own)
		c.atLeast(at+"[quantity]", 1, line.Quantity)
		c.optionalAmount(at+"[tax_paid]", line.TaxPaid, &own)
	}
}
