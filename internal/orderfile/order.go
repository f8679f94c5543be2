package orderfile

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Place is where an order or an error stands in the file.
type Place struct {
	// Lines are the first lines of its rows, from 1, in the order of the file.
	Lines []int
	// End is the line that ends the last of its rows. It grows from one result of
	// [File.Orders] to the next.
	End int
}

// Order is an order whose money was taken. Fields that the file does not have are
// zero.
type Order struct {
	Place
	ID            string
	TransactionID string // the payment's id, as the file has it; see [Options.OrderAsTransaction]
	PlacedAt      time.Time
	// ZoneKnown reports whether the file or [Options.Zone] names the zone of
	// PlacedAt, which is in UTC either way.
	ZoneKnown bool
	Currency  string // three capital letters
	// Amount is the total before refunds, in major units. It is positive and has the
	// decimals of the currency.
	Amount decimal.Decimal
	// TransactionAmount is what the payment took. It is Amount, unless the file says
	// something else.
	TransactionAmount decimal.Decimal
	Refunded          decimal.Decimal // from 0 to Amount
	Status            Status
	// SplitTender reports whether a gift card, cash or another means paid a part of
	// Amount.
	SplitTender bool

	Email               string
	CustomerID          string
	Name                string // in full
	FirstName, LastName string // if the file has the name in parts
	Phone               string
	Address             Address // where the bill goes

	Items []Item
	// Shipping, Tax, Fee and Discount are what the total has beside the items.
	Shipping, Tax, Fee, Discount decimal.Decimal
	// LinesAddUp reports whether the items, shipping, tax and fee less the discount
	// are the amount to the last digit. It is false without items.
	LinesAddUp bool
	// TaxIncluded reports whether the lines add up because the prices hold the tax.
	TaxIncluded bool

	CardPrefix, CardSuffix, CardBrand string
	Parcels                           []Parcel
	// Notes say what was decided for this order, without what its cells say.
	Notes []string

	header *header
	cells  []string
}

// Address is an address in parts, as the file has them.
type Address struct {
	Company, Line1, Line2, City, State, Zip, Country string
}

// Item is one line of an order. A total that the quantity does not divide evenly,
// and a quantity that is no whole number, make a quantity of 1 with the count in
// the name.
type Item struct {
	Name, SKU string
	Quantity  int64 // at least 1
	UnitPrice decimal.Decimal
}

// Parcel is a shipment of an order.
type Parcel struct {
	Carrier, Number string
}

// Status says how much of an order's money was given back.
type Status string

const (
	Paid           Status = "paid"
	PartlyRefunded Status = "partially refunded"
	Refunded       Status = "refunded"
)

// Cell returns what the order's first row has in a column that this package does
// not know, without spaces around it. It is empty if there is no such column. An
// Order keeps the cells of that row in memory.
func (o Order) Cell(column string) string {
	if o.header == nil {
		return ""
	}
	at, found := o.header.find(column)
	if !found || at >= len(o.cells) {
		return ""
	}
	return strings.TrimSpace(o.cells[at])
}

// addUp sets LinesAddUp and TaxIncluded.
func (o *Order) addUp() {
	if len(o.Items) == 0 {
		return
	}
	sum := o.Shipping.Add(o.Fee).Sub(o.Discount)
	for _, item := range o.Items {
		sum = sum.Add(item.UnitPrice.Mul(decimal.NewFromInt(item.Quantity)))
	}
	o.TaxIncluded = sum.Equal(o.Amount) && !o.Tax.IsZero()
	o.LinesAddUp = sum.Equal(o.Amount) || sum.Add(o.Tax).Equal(o.Amount)
}
