package chargedesk

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// currency refuses what can't be a code. Codes that this package does not know
// pass: ChargeDesk adds some from time to time.
func (c *checks) currency(param string, code Currency) {
	if code == "" {
		c.Reject(param, "is missing")
	} else if len(code) != 3 || strings.Trim(string(code), capitals) != "" {
		c.Reject(param, "is not a code of three capital letters")
	}
}

func (c *checks) optionalCurrency(param string, code *Currency) {
	if code != nil {
		c.currency(param, *code)
	}
}

// positive refuses what is no amount above zero.
func (c *checks) positive(param string, amount Amount, currency Currency) {
	if amount.IsSet() && !amount.Decimal().IsPositive() {
		c.Reject(param, "is not above zero")
	}
	c.amount(param, amount, currency)
}

// notNegative refuses what is no amount of zero or more.
func (c *checks) notNegative(param string, amount Amount, currency Currency) {
	if amount.Decimal().IsNegative() {
		c.Reject(param, "is below zero")
	}
	c.amount(param, amount, currency)
}

// amount refuses more decimals than the currency has. Zeros at the end don't
// count, and are not sent: ChargeDesk itself may print yen with them.
func (c *checks) amount(param string, amount Amount, currency Currency) {
	decimals, limited := maxDecimals(currency)
	switch {
	case !amount.IsSet():
		c.Reject(param, "is missing")
	case !lenient.IsBounded(amount.Decimal()):
		c.Reject(param, "has too many digits")
	case limited && !amount.Decimal().Truncate(decimals).Equal(amount.Decimal()):
		c.Reject(param, "has more decimals than its currency, or more than four where that is not known")
	}
}

func (c *checks) optionalAmount(param string, amount *Amount, currency *Currency) {
	if amount != nil {
		c.notNegative(param, *amount, orZero(currency))
	}
}

// percent may have any number of decimals.
func (c *checks) percent(param string, percent *Amount) {
	switch {
	case percent == nil:
	case !percent.IsSet():
		c.Reject(param, "is missing")
	case !lenient.IsBounded(percent.Decimal()):
		c.Reject(param, "has too many digits")
	}
}

// signedAmount is for lines and items, which a discount takes below zero.
func (c *checks) signedAmount(param string, amount *Amount, currency Currency) {
	if amount != nil {
		c.amount(param, *amount, currency)
	}
}

// line is what a line of an invoice says about money.
type line interface {
	money() (amount *Amount, quantity *int, currency *Currency)
}

// sum refuses lines that don't add up, which ChargeDesk documents as wrong. Lines
// without an amount, or in another currency, can't be added up here.
func sum[L line](c *checks, lines []L, whole Amount, currency Currency) {
	total := decimal.Zero
	for _, line := range lines {
		amount, quantity, own := line.money()
		if c.Failed() || amount == nil || own != nil && *own != currency {
			return
		}
		units := int64(1)
		if quantity != nil {
			units = int64(*quantity)
		}
		total = total.Add(amount.Decimal().Mul(decimal.NewFromInt(units)))
	}
	if len(lines) > 0 && !total.Equal(whole.Decimal()) {
		c.Reject("lines", "do not add up to the amount")
	}
}

// maxDecimals returns how many decimals an amount may have. Where the currency is not
// known, or not told, it is four, since no currency of ISO 4217 has more. It is not
// limited where a currency has none defined, like bitcoin.
func maxDecimals(currency Currency) (decimals int32, limited bool) {
	ofISO, listed := decimalsOf(currency)
	if !listed {
		return 4, true
	}
	return int32(ofISO), ofISO != unknownDecimals
}

var amountNames = []string{"amount", "amount_refunded", "setup_amount", "tax_paid"}

// trimAmounts removes zeros beyond the decimals of an amount's currency: 100.00 yen
// are sent as 100, and 34.00 dollars as they are.
func trimAmounts(variables form.Form) {
	for i, v := range variables {
		object, name := "", v.Name
		if i := strings.LastIndexByte(name, '['); i > 0 {
			object, name = name[:i], strings.TrimSuffix(name[i+1:], "]")
		}
		if object == "metadata" || !slices.Contains(amountNames, name) {
			continue
		}
		currency := variables.Get("currency")
		if own := variables.Get(object + "[currency]"); own != "" {
			currency = own
		}
		if decimals, limited := maxDecimals(Currency(currency)); limited {
			variables[i].Value = trimZeros(v.Value, int(decimals))
		}
	}
}

// trimZeros takes zeros away from the end of a decimal that has more decimals.
func trimZeros(text string, decimals int) string {
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) <= decimals || strings.Trim(fraction[decimals:], "0") != "" {
		return text
	}
	return strings.TrimSuffix(whole+"."+fraction[:decimals], ".")
}
