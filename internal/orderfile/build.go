package orderfile

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"
)

// build makes an order of its rows. The error is a [*RowError] or a [*LeftOut].
func (t *table) build(rows []row) (Order, error) {
	var o Order
	reason, err := t.read(rows, &o)
	switch {
	case err != nil:
		return Order{}, rowError(rows, err)
	case reason != "":
		return Order{}, &LeftOut{placeOf(rows), reason}
	}
	o.Place = placeOf(rows)
	return o, nil
}

func (t *table) read(rows []row, o *Order) (Reason, error) {
	sales, refunds := t.sort(rows)
	if len(sales) == 0 {
		return t.noSale(rows), nil
	}
	if err := t.checkSame(sales); err != nil {
		return "", err
	}
	sale := &cells{t, sales[0]}
	state := sale.status()
	switch state {
	case "":
		return "", &cellError{t.columnOf(StatusWord), "has a word that is not known here"}
	case isPaid, isPart, isRefunded:
	default:
		return Reason(state), nil
	}
	if reason, err := sale.readPayment(o); err != nil || reason != "" {
		return reason, err
	}
	if err := t.addRefunds(o, refunds); err != nil {
		return "", err
	}
	if err := o.settle(state, sale); err != nil {
		return "", err
	}
	return "", sale.readDetails(o, rows)
}

func (t *table) sort(rows []row) (sales, refunds []row) {
	for _, r := range rows {
		switch (&cells{t, r}).roleOf() {
		case saleRow:
			sales = append(sales, r)
		case refundRow:
			refunds = append(refunds, r)
		}
	}
	return sales, refunds
}

// noSale returns why rows without a sale are left out. A refund that was not made
// is not paid.
func (t *table) noSale(rows []row) Reason {
	for _, r := range rows {
		switch c := (&cells{t, r}); {
		case c.roleOf() != refundRow:
			return NotASale
		case c.status() != isPaid:
			return NotPaid
		}
	}
	return NoSale
}

// checkSame checks whether the rows of an order repeat the same payment. In layouts
// that name the order on its first row only, and in those with a row for each
// payment, a second one is another sale.
func (t *table) checkSame(sales []row) error {
	first := &cells{t, sales[0]}
	for _, r := range sales[1:] {
		if t.layout.role != nil {
			return &cellError{t.columnOf(OrderID), "has the same order or transaction on several lines"}
		}
		for _, field := range []Field{Amount, Currency, StatusWord, RefundedSum, TransactionID} {
			text, column := (&cells{t, r}).textAt(field)
			if text != "" && text != first.text(field) {
				return &cellError{column, "differs between the rows of one order"}
			}
		}
	}
	return nil
}

// readPayment reads what was paid, for what and when.
func (c *cells) readPayment(o *Order) (reason Reason, err error) {
	if o.ID, err = c.id(OrderID); err == nil && o.ID == "" {
		err = &cellError{c.columnOf(OrderID), "is empty"}
	}
	if err != nil {
		return "", err
	}
	if o.TransactionID, err = c.id(TransactionID); err != nil {
		return "", err
	}
	if c.orderAsTransaction {
		o.TransactionID = cmp.Or(o.TransactionID, o.ID)
	}
	if o.Currency, err = c.currencyOf(); err != nil {
		return "", err
	}
	text, column := c.textAt(Amount)
	if text == "" {
		return "", &cellError{column, "is empty"}
	}
	if o.Amount, err = c.money(Amount, o.Currency); err != nil {
		return "", err
	}
	o.TransactionAmount = o.Amount
	if c.layout.check != nil {
		if reason, err = c.layout.check(c, o); err != nil || reason != "" {
			return reason, err
		}
	}
	switch {
	case o.Amount.IsZero():
		return ZeroTotal, nil
	case o.Amount.IsNegative():
		return "", &cellError{column, "is below zero"}
	}
	refunded, err := c.money(RefundedSum, o.Currency)
	o.Refunded = o.Refunded.Add(refunded.Abs())
	return "", cmp.Or(err, c.placedAt(o))
}

func (c *cells) currencyOf() (string, error) {
	text, column := c.textAt(Currency)
	code := strings.ToUpper(cmp.Or(text, c.currency))
	switch {
	case code == "":
		return "", &cellError{column, "is empty"}
	case !isCurrency(code):
		return "", &cellError{column, "is no code of a currency, such as EUR"}
	}
	return code, nil
}

// addRefunds adds refunds that have rows of their own.
func (t *table) addRefunds(o *Order, refunds []row) error {
	for _, r := range refunds {
		c := &cells{t, r}
		sum, err := c.money(Amount, o.Currency)
		if err != nil {
			return err
		}
		text, column := c.textAt(Currency)
		switch {
		case text != "" && !strings.EqualFold(text, o.Currency):
			return &cellError{column, "of a refund differs from that of its sale"}
		case !sum.IsNegative():
			return &cellError{t.columnOf(Amount), "of a refund is not below zero"}
		}
		o.Refunded = o.Refunded.Sub(sum)
	}
	return nil
}

// settle sets the status. The word "refunded" wins over the amounts, which decide
// otherwise.
func (o *Order) settle(state verdict, c *cells) error {
	switch {
	case o.Refunded.GreaterThan(o.Amount):
		return &cellError{c.columnOf(Amount), "is less than what was refunded"}
	case state == isRefunded:
		o.Status, o.Refunded = Refunded, o.Amount
	case o.Refunded.Equal(o.Amount):
		o.Status = Refunded
	case o.Refunded.IsPositive():
		o.Status = PartlyRefunded
	case state == isPart:
		return &cellError{c.columnOf(StatusWord), "says that a part was refunded, but the file does not say how much"}
	default:
		o.Status = Paid
	}
	return nil
}

// readDetails reads who bought what.
func (c *cells) readDetails(o *Order, rows []row) (err error) {
	o.header, o.cells = c.header, c.row.cells
	if o.CustomerID, err = c.id(CustomerID); err != nil {
		return err
	}
	o.Email, o.Phone = c.text(Email), c.text(Phone)
	o.FirstName, o.LastName = c.text(FirstName), c.text(LastName)
	o.Name = strings.TrimSpace(o.FirstName + " " + o.LastName)
	o.Name = cmp.Or(o.Name, c.text(Name))
	o.Address = Address{
		c.text(Company), c.text(Address1), c.text(Address2), c.text(City), c.text(State), c.text(Zip), c.text(Country),
	}
	o.CardPrefix, o.CardSuffix, o.CardBrand = c.text(CardPrefix), c.text(CardSuffix), c.text(CardBrand)
	if parcel := (Parcel{c.text(Carrier), c.text(Tracking)}); parcel.Number != "" {
		o.Parcels = append(o.Parcels, parcel)
	}
	sums := []*decimal.Decimal{&o.Shipping, &o.Tax, &o.Fee, &o.Discount}
	for i, field := range []Field{Shipping, Tax, Fee, Discount} {
		if *sums[i], err = c.money(field, o.Currency); err != nil {
			return err
		}
	}
	o.Discount = o.Discount.Abs()
	if o.Items, err = c.readItems(o, rows); err != nil {
		return err
	}
	o.addUp()
	return nil
}
