// Package paging walks lists that come in pages: by offset and time, by page
// number, or behind a cursor. A walk asks for a page only when its rows are
// wanted, starts anew each time it is ranged over, and ends with one error when
// it can't promise that every row was seen: a list is complete or it fails.
//
// All walks keep one invariant. Everything before the place of the walk has been
// yielded. What comes again is recognised by its key. The walk ends only when a
// request that could have brought more did not.
//
// A list has an order of its own, which need not be that of the time. A row that
// stays in the list keeps its place among the others that stay. So each page is
// asked to begin before the place, and what follows the rows known from the page
// before is what follows the place. Rows of one second may come in another order
// each time: a page then begins before the whole second. Where the place is not on a
// page, the walk looks before it and, if it was resumed, behind it; where that does
// not help it fails.
package paging

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrRepeats means that a page or a cursor came twice, so that the walk would
	// go round for ever.
	ErrRepeats = errors.New("the list repeats itself instead of going on")

	// ErrShrunk means that rows are missing: the list says that it has more, or
	// they moved before the offset at which the walk began.
	ErrShrunk = errors.New("the list ended before all of its rows had come")

	// ErrOrder means that rows came in another order than before.
	ErrOrder = errors.New("the list changes its order from page to page")

	// ErrLost means that none of the rows came again that a walk goes on from.
	ErrLost = errors.New("the rows to go on from are gone")

	// ErrBound means that a bound on the time kept away or let through other rows
	// than it should.
	ErrBound = errors.New("the bound on the time does not hold")

	// ErrTimeless means that a row without a time was seen and a bound on the time
	// is needed, which may keep others like it away.
	ErrTimeless = errors.New("rows without a time may be left out")

	// ErrLimit means that more rows share a second than the offset reaches, or that
	// there is no bound on the time to go on by.
	ErrLimit = errors.New("more rows than the offset reaches")

	// ErrOdd means that all pages came, but rows on them can't be read.
	ErrOdd = errors.New("rows that can't be read")
)

// Gap is the error of a walk that can't promise to have seen every row.
type Gap struct {
	Rows int       // yielded
	At   time.Time // of the last row; zero if it has none
	Odd  int       // rows that can't be read
	Err  error     // one of this package's
}

// Error names the part of the list that could not be proved to be complete.
func (g *Gap) Error() string {
	if g.Err == ErrOdd {
		return fmt.Sprintf("%v: %d of %d", g.Err, g.Odd, g.Rows+g.Odd)
	}
	place := fmt.Sprintf("after %d rows", g.Rows)
	if !g.At.IsZero() {
		place += ", in the second " + g.At.UTC().Format(time.RFC3339) + " or before"
	}
	return fmt.Sprintf("%v, %s", g.Err, place)
}

func (g *Gap) Unwrap() error { return g.Err }
