package main

import (
	"context"
	"iter"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

// vendor is where the orders of a file go.
type vendor interface {
	// row makes what is sent of an order of a table. The error says what it lacks.
	row(order orderfile.Order, t *table) (any, error)

	// check looks for what no order of the file would have.
	check(file *orderfile.File, t *table) error

	// send imports rows after the result that the text of a checkpoint says, and
	// passes later texts to save. With lookUp each row may have been sent before.
	send(ctx context.Context, rows iter.Seq[any], from []byte, lookUp bool, save func(text []byte) error) iter.Seq2[result, error]

	// settle sends rows whose outcome earlier runs left unknown.
	settle(ctx context.Context, rows iter.Seq[any]) iter.Seq2[result, error]

	// cannot reports whether an import that was stopped by err would be stopped again.
	cannot(err error) bool

	// unknown says what becomes of rows whose outcome is unknown.
	unknown() string

	// String returns the flags that decide what is sent.
	String() string

	// close ends a fake.
	close()
}

// result is what became of a row.
type result struct {
	index   int
	id      string // "" if it may be anything, a card number for example
	err     error
	unknown bool // it may be there or not
}

// typed yields rows as what they are.
func typed[T any](rows iter.Seq[any]) iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for row := range rows {
			if !yield(row.(*T)) {
				return
			}
		}
	}
}
