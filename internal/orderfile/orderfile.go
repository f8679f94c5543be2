// Package orderfile reads the order and payment exports of shops and payment
// companies: Shopify, WooCommerce, Magento, BigCommerce, Wix, Square, Stripe,
// PayPal, the columns of this repository, and other tables by a mapping of their
// columns.
//
// [Open] reads a file once to learn its layout, its decimal mark and the order of
// day and month. [File.Orders] reads it a second time and yields the orders.
// No error of this package holds what a cell says: errors name lines and columns.
//
// Memory: a [File] keeps the id and the transaction id of each order, about 250
// bytes for an order, and the rows of orders whose last row it has not reached,
// at most 64 MiB. A row is at most 1 MiB long.
package orderfile

import (
	"io"
	"slices"
	"time"
)

// Options say what a file does not. The zero value is right for a file that
// leaves nothing open; [Open] names the option that is missing.
type Options struct {
	// Columns maps the columns by hand. Nil recognises the layout by its header.
	Columns Columns
	// Encoding is that of a file without a byte order mark: "utf-8",
	// "windows-1252", "utf-16le" or "utf-16be". Empty means "utf-8".
	Encoding string
	// Decimal is the decimal mark, "." or ",". Empty finds it from the amounts.
	Decimal string
	// Dates is "dmy" or "mdy", for dates such as 03/04/2026. Empty finds it from
	// the dates.
	Dates string
	// Zone is the zone of times that name none. Nil reads them as UTC and leaves
	// [Order.ZoneKnown] false. The zone names in PayPal's and Square's files need
	// the system's zone database or an import of time/tzdata.
	Zone *time.Location
	// Currency is the currency of orders that name none, such as "EUR".
	Currency string
	// OrderColumn is the column of a Stripe file that holds the order id, such as
	// "order_id (metadata)". Where it is empty, the payment's id is the order id.
	OrderColumn string
	// OrderAsTransaction gives the order id as the transaction id to orders that
	// have none.
	OrderAsTransaction bool
}

// File is an export whose layout is known. It is not safe for concurrent use, and
// one reading of its orders has to end before the next begins.
type File struct {
	source io.ReadSeeker
	opts   Options
	table  *table
	rows   int
	notes  []string
	last   map[string]int // line that ends the last row of each order; nil if an order is one row
}

// Open reads the file and finds out how to read its orders. The reader has to
// stay open, at no position in particular, until the caller is done with the
// File. Open returns a [*FileError] for a file that can't be understood, and
// other errors as the reader or its Seek returned them.
func Open(source io.ReadSeeker, opts Options) (*File, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	f := &File{source: source, opts: opts}
	table, err := recognise(source, opts)
	if err != nil {
		return nil, err
	}
	f.table = table
	return f, f.survey()
}

// Layout returns the name of the layout, such as "shopify" or "columns".
func (f *File) Layout() string { return f.table.layout.name }

// Header returns the names of the columns, in the order of the file.
func (f *File) Header() []string { return slices.Clone(f.table.header.names) }

// Has reports whether a column has this field. The field can be empty in any order.
func (f *File) Has(field Field) bool { return len(f.table.at[field]) > 0 }

// Unused returns the names of the columns that have no field, as errors show them.
// [Order.Cell] reads those.
func (f *File) Unused() []string {
	used := map[int]bool{}
	for _, places := range f.table.at {
		for _, at := range places {
			used[at] = true
		}
	}
	var unused []string
	for at, name := range f.table.header.shown {
		if !used[at] && name != "" {
			unused = append(unused, name)
		}
	}
	return unused
}

// Notes returns what was decided for the file as a whole, for people to read.
func (f *File) Notes() []string { return slices.Clone(f.notes) }

// Rows returns how many rows the file has, without its header and blank rows.
func (f *File) Rows() int { return f.rows }

func (o Options) check() error {
	switch {
	case o.Decimal != "" && o.Decimal != "." && o.Decimal != ",":
		return &FileError{Reason: `the decimal mark has to be "." or ","`}
	case o.Dates != "" && o.Dates != "dmy" && o.Dates != "mdy":
		return &FileError{Reason: `the order of dates has to be "dmy" or "mdy"`}
	case o.Currency != "" && !isCurrency(o.Currency):
		return &FileError{Reason: `the currency has to be a code such as "EUR"`}
	}
	if o.Columns != nil {
		if err := o.Columns.check(); err != nil {
			return &FileError{Reason: err.Error()}
		}
	}
	return nil
}
