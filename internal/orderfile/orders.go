package orderfile

import (
	"errors"
	"fmt"
	"iter"
)

// maxHeld is how many bytes the rows of unfinished orders can have.
const maxHeld = 64 << 20

var errChanged = errors.New("the file has changed while it was read")

// Orders reads the file and yields its orders, each once its last row is read. Every
// row is a part of an order or of an error: a [*RowError] for rows that can't be
// used, and a [*LeftOut] for those that are no order to report. The reading goes on
// after both. Any other error is of the reader and ends it.
//
// The same file and options make the same results in the same order.
func (f *File) Orders() iter.Seq2[Order, error] {
	return func(yield func(Order, error) bool) {
		p := &pass{File: f, open: map[string][]row{}, lost: map[string]bool{}, seen: map[string]int{}}
		stopped := false
		err := f.each(func(r row) bool {
			o, done, err := p.add(r)
			if done {
				stopped = !yield(o, err)
			}
			return !stopped
		})
		switch {
		case stopped:
		case err != nil:
			yield(Order{}, err)
		case len(p.open) > 0:
			yield(Order{}, errChanged)
		}
	}
}

// pass is one reading of a file.
type pass struct {
	*File
	open map[string][]row // rows of orders that are not complete
	held int              // bytes of their cells
	lost map[string]bool  // orders whose rows would take too much memory
	seen map[string]int   // ids and the lines where they were first
}

// add takes a row. Done reports whether there is an order or an error to yield.
func (p *pass) add(r row) (o Order, done bool, err error) {
	if r.reason != "" {
		return Order{}, true, rowError([]row{r}, &cellError{reason: r.reason})
	}
	if p.table.header.repeated(r.cells) {
		return Order{}, true, &LeftOut{placeOf([]row{r}), RepeatedNames}
	}
	key, err := (&cells{p.table, r}).key()
	if err != nil {
		return Order{}, true, rowError([]row{r}, err)
	}
	rows := []row{r}
	if p.last != nil {
		if rows, err = p.collect(key, r); rows == nil {
			return Order{}, err != nil, err
		}
	}
	o, err = p.finish(rows)
	return o, true, err
}

// collect adds a row to its order, and returns the rows if it is the last.
func (p *pass) collect(key string, r row) ([]row, error) {
	if p.last[key] < r.end {
		return nil, rowError([]row{r}, errChanged)
	}
	if p.lost[key] {
		return nil, rowError([]row{r}, errApart)
	}
	rows := append(p.open[key], r)
	if p.held += r.size(); p.last[key] > r.end && p.held <= maxHeld {
		p.open[key] = rows
		return nil, nil
	}
	delete(p.open, key)
	for _, r := range rows {
		p.held -= r.size()
	}
	if p.last[key] > r.end {
		p.lost[key] = true
		return nil, rowError(rows, errApart)
	}
	return rows, nil
}

var errApart = &cellError{reason: "the rows of this order are too far apart: sort the file by order"}

func (r row) size() int {
	size := 0
	for _, cell := range r.cells {
		size += len(cell) + 16
	}
	return size
}

// finish makes the order of its rows. It takes no id twice.
func (p *pass) finish(rows []row) (Order, error) {
	o, err := p.table.build(rows)
	if err != nil {
		return Order{}, err
	}
	own := []struct {
		field Field
		id    string
	}{{OrderID, o.ID}, {TransactionID, o.TransactionID}}
	for _, its := range own {
		if first, twice := p.seen[string(its.field)+its.id]; twice && its.id != "" {
			return Order{}, rowError(rows, &cellError{p.table.columnOf(its.field), fmt.Sprintf("has an id that was on line %d already", first)})
		}
	}
	for _, its := range own {
		if its.id != "" {
			p.seen[string(its.field)+its.id] = o.Lines[0]
		}
	}
	return o, nil
}

func placeOf(rows []row) Place {
	place := Place{End: rows[len(rows)-1].end}
	for _, r := range rows {
		place.Lines = append(place.Lines, r.line)
	}
	return place
}

// rowError says of which rows an error is. A cell error tells its column.
func rowError(rows []row, err error) error {
	wrong := &RowError{Place: placeOf(rows), Reason: err.Error()}
	if cell, ok := errors.AsType[*cellError](err); ok {
		wrong.Column, wrong.Reason = cell.column, cell.reason
	}
	return wrong
}
