package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// table is an export of a shop or a payment company, or a table with Chargeback's
// names.
type table struct {
	path    string
	opts    orderfile.Options
	flags   string
	layout  string
	columns []string // with Chargeback's names; nil in other layouts
	vendor  vendor
	live    bool
}

func openTable(path string, set settings, to vendor) (t *table, notes []string, err error) {
	t = &table{path: path, flags: set.reader.String(), vendor: to, live: !set.fake}
	if t.opts, err = set.reader.Options(); err != nil {
		return nil, nil, err
	}
	err = t.read(func(file *orderfile.File) error {
		t.layout, notes = file.Layout(), file.Notes()
		return t.check(file)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", set.file, err)
	}
	return t, notes, nil
}

// read opens the file for one reading of its orders.
func (t *table) read(use func(*orderfile.File) error) error {
	source, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer source.Close()
	file, err := orderfile.Open(source, t.opts)
	if err != nil {
		return err
	}
	return use(file)
}

// check looks for what no order of the file would have.
func (t *table) check(file *orderfile.File) error {
	if t.layout == "own-import" {
		for i, name := range file.Header() {
			name = strings.ToLower(name)
			if !isField(name) {
				return fmt.Errorf("the header has something else than a field of an order in column %d", i+1)
			}
			if slices.Contains(t.columns, name) {
				return fmt.Errorf("the header has %s twice", name)
			}
			t.columns = append(t.columns, name)
		}
	}
	if !file.Has(orderfile.TransactionID) && !t.opts.OrderAsTransaction {
		return errors.New("this file has no transaction ids; -transaction-id order sends the order ids in their place")
	}
	return t.vendor.check(file, t)
}

func (t *table) String() string {
	return fmt.Sprintf("%s %s %s", t.layout, t.flags, t.vendor)
}

// survey counts the orders that orders yields.
func (t *table) survey() (tally orderfile.Tally, err error) {
	err = t.read(func(file *orderfile.File) error {
		for row, err := range file.Orders() {
			next := t.found(row, err)
			if next.fatal {
				return next.err
			}
			if err == nil {
				err = next.err
			}
			tally.Add(row, err)
		}
		return nil
	})
	if err == nil && t.live && tally.Zoneless > 0 {
		err = fmt.Errorf("line %d: the time names no zone; -zone is needed, for example -zone Europe/Berlin", tally.Zoneless)
	}
	return tally, err
}

func (t *table) orders() iter.Seq[found] {
	return func(yield func(found) bool) {
		err := t.read(func(file *orderfile.File) error {
			for row, err := range file.Orders() {
				next := t.found(row, err)
				if next.fatal {
					return next.err
				}
				if next.row == nil && next.err == nil {
					continue
				}
				if !yield(next) {
					return nil
				}
			}
			return nil
		})
		if err != nil {
			yield(found{err: err, fatal: true})
		}
	}
}

// found makes what is sent of a result of the file. What is left out has neither a
// row nor an error.
func (t *table) found(order orderfile.Order, err error) found {
	if left, ok := errors.AsType[*orderfile.LeftOut](err); ok {
		return found{line: left.Lines[0]}
	}
	if bad, ok := errors.AsType[*orderfile.RowError](err); ok {
		return found{line: bad.Lines[0], err: reasonOf(bad)}
	}
	if err != nil {
		return found{err: err, fatal: true}
	}
	next := found{line: order.Lines[0], money: money{order.Currency, order.Amount}}
	if order.TransactionID == "" {
		next.err = errors.New("the order has no transaction id; -transaction-id order sends the order id in its place")
		return next
	}
	if row, err := t.vendor.row(order, t); err != nil {
		next.err = err
	} else {
		next.row = row
	}
	return next
}

// reasonOf returns what is wrong with rows, without their lines.
func reasonOf(bad *orderfile.RowError) error {
	if bad.Column == "" {
		return errors.New(bad.Reason)
	}
	return fmt.Errorf("column %q %s", bad.Column, bad.Reason)
}
