package chargedesk

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/internal/form"
	"github.com/chargekit/chargekit-go/internal/lenient"
)

// requiredAmount rejects a required amount that is not set: a missing amount may mean the
// whole of a charge.
func (c *checks) requiredAmount(param string, amount Amount) {
	if !amount.IsSet() {
		c.Reject(param, "is missing")
	}
}

// positive rejects what is no amount above zero: to ChargeDesk zero may be no
// amount, and then all of a charge is meant.
func (c *checks) positive(param string, amount Amount) {
	c.requiredAmount(param, amount)
	if amount.Sign() <= 0 {
		c.Reject(param, "is not above zero")
	}
}

// atLeastZero rejects an amount below zero of what a customer is to pay.
func (c *checks) atLeastZero(param string, amount Amount) {
	c.requiredAmount(param, amount)
	if amount.Sign() < 0 {
		c.Reject(param, "is below zero")
	}
}

// quantity rejects a quantity of a live payment that is not a whole number above
// zero: PHP may read 1.5 as 1 and 0 as none, and then another sum is charged.
func (c *checks) quantity(param string, quantity *Number) {
	if quantity != nil && lenient.IsBounded(quantity.Decimal) && (!quantity.IsInteger() || quantity.Sign() <= 0) {
		c.Reject(param, "is not a whole number above zero")
	}
}

// decimals rejects a sum with more decimals than its currency has: a gateway would
// round it, and move another sum. Currencies without a number of decimals, and those
// this package does not know, are not limited.
func (c *checks) decimals(param string, sum decimal.Decimal, currency Currency) {
	places, known := CurrencyDecimals(currency)
	if known && lenient.IsBounded(sum) && !sum.Truncate(int32(places)).Equal(sum) {
		c.Reject(param, "has more decimals than its currency")
	}
}

// total returns amount times quantity, which is 1 if nil. Numbers with too many
// digits are not multiplied: the form rejects them.
func total(amount Amount, quantity *Number) decimal.Decimal {
	if quantity == nil || !lenient.IsBounded(amount.Decimal()) || !lenient.IsBounded(quantity.Decimal) {
		return amount.Decimal()
	}
	return amount.Decimal().Mul(quantity.Decimal)
}

// maxDecimals returns how many decimals an amount may have. If the currency is not
// known, or not given, it is four, since no currency of ISO 4217 has more. It is not
// limited if a currency has none defined, like bitcoin.
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
		if !strings.HasSuffix(v.Value, "0") || !strings.Contains(v.Value, ".") {
			continue
		}
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

// trimZeros removes zeros from the end of a decimal that has more decimals.
func trimZeros(text string, decimals int) string {
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) <= decimals || strings.Trim(fraction[decimals:], "0") != "" {
		return text
	}
	return strings.TrimSuffix(whole+"."+fraction[:decimals], ".")
}
