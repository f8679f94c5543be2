package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/shopspring/decimal"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// order is an order of the export, with its amounts as Chargehound counts them.
type order struct {
	orderfile.Order
	minor   int64 // the amount in minor units
	items   []item
	dispute string // the reason of a dispute that the fake begins with, or ""
}

// item is one product of an order.
type item struct {
	orderfile.Item
	total int64 // of all of them, in minor units
}

// export is what a file gave.
type export struct {
	orders []*order
	bad    []error // one for each order or column that can't be used
	notes  []string
	tally  orderfile.Tally
}

// openOrders reads the export at a path: "" is the sample, and "-" stdin.
func openOrders(path string, stdin io.Reader, opts orderfile.Options) (read *export, err error) {
	if path == "" {
		return readOrders(bytes.NewReader(sampleOrders), opts)
	}
	local, remove, err := orderfile.Local(path, stdin)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	file, err := os.Open(local)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if read, err = readOrders(file, opts); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return read, nil
}

// readOrders reads an export. A bad order costs no other. The error is about the
// file as a whole.
func readOrders(source io.ReadSeeker, opts orderfile.Options) (*export, error) {
	file, err := orderfile.Open(source, opts)
	if err != nil {
		return nil, err
	}
	if !file.Has(orderfile.TransactionID) && !opts.OrderAsTransaction {
		return nil, errors.New("this file has no transaction ids, by which charges and disputes are found; " +
			"-transaction-id order sends the order ids in their place")
	}
	read := &export{notes: file.Notes(), bad: unknownColumns(file)}
	for row, err := range file.Orders() {
		read.tally.Add(row, err)
		if err == nil {
			err = read.add(row)
		}
		if isBad(err) {
			read.bad = append(read.bad, err)
		} else if _, left := errors.AsType[*orderfile.LeftOut](err); err != nil && !left {
			return nil, err
		}
	}
	return read, nil
}

func isBad(err error) bool {
	_, bad := errors.AsType[*orderfile.RowError](err)
	return bad
}

// unknownColumns returns an error for each column that a file with our own columns
// should not have. Other exports have many that are of no use here.
func unknownColumns(file *orderfile.File) (unknown []error) {
	if file.Layout() != "own" {
		return nil
	}
	for _, name := range file.Unused() {
		if name != "dispute" {
			unknown = append(unknown, fmt.Errorf("unknown column %q is ignored", name))
		}
	}
	return unknown
}

// add takes an order that all three vendors can take. The error is an
// [*orderfile.RowError].
func (x *export) add(row orderfile.Order) error {
	wrong := func(reason string) error { return &orderfile.RowError{Place: row.Place, Reason: reason} }
	o := &order{Order: row, dispute: row.Cell("dispute")}
	if o.TransactionID == "" {
		return wrong("the order has no transaction id; -transaction-id order sends the order id in its place")
	}
	if _, known := chargedesk.CurrencyDecimals(chargedesk.Currency(o.Currency)); !known {
		return wrong("the currency is unknown")
	}
	var err error
	if o.minor, err = o.minorUnits(o.Amount); err != nil {
		return wrong("the amount is more than Chargehound can count in " + o.Currency)
	}
	for _, its := range row.Items {
		total, err := o.minorUnits(its.UnitPrice.Mul(decimal.NewFromInt(its.Quantity)))
		if err != nil {
			return wrong("an item is more than Chargehound can count in " + o.Currency)
		}
		o.items = append(o.items, item{its, total})
	}
	x.orders = append(x.orders, o)
	return nil
}

// minorUnits is an amount as Chargehound counts it: in cents, or in yen, which
// have none.
func (o *order) minorUnits(amount decimal.Decimal) (int64, error) {
	return chargedesk.NewAmount(amount).Minor(chargedesk.Currency(o.Currency))
}

// line is where the order begins in the file.
func (o *order) line() int { return o.Lines[0] }

// customer is what ChargeDesk knows the buyer by, or "".
func (o *order) customer() string { return cmp.Or(o.Email, o.CustomerID) }

// countryCode is the country if the file has its code of two letters, which is what
// ChargeDesk takes. Some exports have a name or a code of three.
func (o *order) countryCode() string {
	if len(o.Address.Country) != 2 {
		return ""
	}
	return o.Address.Country
}

// sum writes an amount with the decimals of its currency.
func sum(amount decimal.Decimal, currency string) string {
	decimals, _ := chargedesk.CurrencyDecimals(chargedesk.Currency(currency))
	return amount.StringFixed(int32(decimals))
}
