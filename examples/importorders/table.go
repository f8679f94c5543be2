package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// table is an export of a shop or a payment company, or a table with Chargeback's
// names.
type table struct {
	path     string
	opts     orderfile.Options
	flags    string
	layout   string
	columns  []string // with Chargeback's names; nil in other layouts
	defaults defaults
	live     bool
}

func openTable(path string, set settings) (t *table, notes []string, err error) {
	t = &table{path: path, flags: set.reader.String(), defaults: set.defaults, live: !set.fake}
	if t.opts, err = set.reader.Options(); err != nil {
		return nil, nil, err
	}
	err = t.read(0, func(file *orderfile.File) error {
		t.layout, notes = file.Layout(), file.Notes()
		return t.check(file)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", set.file, err)
	}
	return t, notes, nil
}

// read opens the file for one reading of its orders from behind a line.
func (t *table) read(after int, use func(*orderfile.File) error) error {
	source, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer source.Close()
	opts := t.opts
	opts.AfterLine = after
	file, err := orderfile.Open(source, opts)
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
	switch {
	case !file.Has(orderfile.TransactionID) && !t.opts.OrderAsTransaction:
		return errors.New("this file has no transaction ids; -transaction-id order sends the order ids in their place")
	case t.columns == nil && (t.defaults.crm == "" || t.defaults.merchant == ""):
		return errors.New("no export names the data source and the merchant at Chargeback: -crm and -merchant are needed")
	}
	return nil
}

func (t *table) String() string {
	return fmt.Sprintf("%s %s -crm=%q -merchant=%q", t.layout, t.flags, t.defaults.crm, t.defaults.merchant)
}

// survey counts the orders that after yields.
func (t *table) survey() (tally orderfile.Tally, err error) {
	err = t.read(0, func(file *orderfile.File) error {
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

func (t *table) after(line int) iter.Seq[found] {
	return func(yield func(found) bool) {
		err := t.read(line, func(file *orderfile.File) error {
			for row, err := range file.Orders() {
				next := t.found(row, err)
				if next.fatal {
					return next.err
				}
				if next.order == nil && next.err == nil {
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

// found makes the order of a result of the file. What is left out has neither an
// order nor an error.
func (t *table) found(row orderfile.Order, err error) found {
	if left, ok := errors.AsType[*orderfile.LeftOut](err); ok {
		return at(left.Place, nil, nil)
	}
	if bad, ok := errors.AsType[*orderfile.RowError](err); ok {
		return at(bad.Place, nil, reasonOf(bad))
	}
	if err != nil {
		return found{err: err, fatal: true}
	}
	order, err := t.order(row)
	return at(row.Place, order, err)
}

// reasonOf returns what is wrong with rows, without their lines.
func reasonOf(bad *orderfile.RowError) error {
	if bad.Column == "" {
		return errors.New(bad.Reason)
	}
	return fmt.Errorf("column %q: %s", bad.Column, bad.Reason)
}

func at(place orderfile.Place, order *chargeback.OrderCreateParams, err error) found {
	return found{line: place.Lines[0], end: place.End, order: order, err: err}
}
