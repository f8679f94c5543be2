package paging

import (
	"context"
	"time"
)

// Unlimited is the MaxOffset of a list whose offset has no cap.
const Unlimited = -1

// Window is a list that is read by offset and, where the offset has a cap, on from
// the time of the last rows. T is a pointer to a row: for all of them the compiler
// makes one walk.
type Window[T any] struct {
	Fetch func(context.Context, Ask) (Page[T], error) // reads one page

	Count     int       // rows of a page, 2 or more
	Offset    int       // rows to skip at the start
	MaxOffset int       // largest offset that is served, or [Unlimited]
	Latest    time.Time // the caller's own bound, if any
	ReadAhead bool      // read one page in advance

	// Time of a row, which the bound is about; nil where there is no such bound, so
	// that nothing behind MaxOffset can be reached.
	Time func(T) time.Time

	// Key tells rows apart. It is never "".
	Key func(T) string

	// Twins says that different rows may have the same key, since they have no ids.
	// Rows with the same key have the same time.
	Twins bool

	// Confirm asks once more behind a first page that is not full. Without it such
	// a page is the whole list, unless its size is a round number or the server says
	// that it made it smaller.
	Confirm bool

	// Odd reports whether a row can't be read. Such rows are counted, and the walk
	// ends with [ErrOdd]. nil means that all can be read.
	Odd func(T) bool

	Place Place       // where the walk goes on
	Keep  func(Place) // gets the place behind each row before it is yielded; may be nil
}

// Ask is a request for a page.
type Ask struct {
	Offset, Count    int
	Earliest, Latest time.Time // bounds on the time; zero for none
}

// Page is a response.
type Page[T any] struct {
	Rows   []T
	Offset int // of the first row
	Asked  int // rows asked for
	Count  int // what the response says of its size; 0 where it says nothing
	Total  int // how many rows the list has, by its own words; 0 where it says nothing
}
