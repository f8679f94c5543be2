package paging

import (
	"context"
	"iter"
	"slices"
)

// Cursor is a list whose pages begin behind a row of the page before. T is a pointer
// to a row.
type Cursor[T any] struct {
	// Fetch reads the page behind the row with this id, the first one behind "".
	Fetch func(ctx context.Context, id string) (CursorPage[T], error)

	Count int            // rows of a full page
	ID    func(T) string // "" for a row that can't be read: it is counted, and the walk ends with [ErrOdd]
	Place Place          // where the walk goes on
	Keep  func(Place)    // gets the place behind each row before it is yielded; may be nil

	ReadAhead bool // read one page in advance
}

// CursorPage is a response.
type CursorPage[T any] struct {
	Rows []T
	More bool // another page may follow
	Said bool // the server says whether one does
}

// lastIDs is how many rows a place can go on behind.
const lastIDs = 3

// chain is one walk through a [Cursor].
type chain[T any] struct {
	Cursor[T]
	Place
	yield  func(T, error) bool
	done   bool
	pages  ahead[string, CursorPage[T]]
	recent recent
	most   int // rows of the largest page
}

// All walks the list from Place on.
//
// A page that leads back to earlier rows is [ErrRepeats]. The server's word that a
// page is the last is checked by one more request if the page is full, is a first one
// with a round number of rows, or is empty: the server may not know the row any more
// behind which the page was asked for. A row that moves while it is the last one read
// takes the place of the walk with it.
func (n Cursor[T]) All(ctx context.Context) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		c := &chain[T]{Cursor: n, Place: n.Place, yield: yield, pages: ahead[string, CursorPage[T]]{ctx: ctx, fetch: n.Fetch}}
		defer c.pages.stop()
		c.Tail, c.Head = slices.Clone(c.Tail), slices.Clone(c.Head)
		for _, m := range slices.Concat(c.Tail, c.Head) {
			c.recent.add(m.Key)
		}
		for !c.done {
			c.step()
		}
	}
}

// step reads one page, and another one if the first should not be believed.
func (c *chain[T]) step() {
	behind := c.from(1)
	p, err := c.pages.get(behind)
	if err != nil {
		c.fail(err)
		return
	}
	if len(p.Rows) == 0 && behind != "" && !p.More {
		c.lookBack()
		return
	}
	full := c.isFull(len(p.Rows))
	c.most = max(c.most, len(p.Rows))
	if c.ReadAhead && p.More && len(p.Rows) > 0 {
		if id := c.ID(p.Rows[len(p.Rows)-1]); id != "" {
			c.pages.start(id)
		}
	}
	fresh := c.hand(p.Rows)
	switch {
	case c.done:
	case fresh == 0 && p.More:
		c.fail(ErrRepeats)
	case fresh > 0 && (p.More || full):
	default:
		c.end()
	}
}

// isFull reports whether a page may be as large as the server makes them.
func (c *chain[T]) isFull(rows int) bool {
	if c.most == 0 {
		return rows >= c.Count || slices.Contains(roundSizes, rows)
	}
	return rows >= c.Count || rows >= roundSizes[0] && rows >= c.most
}

// from returns the id of the row that many rows before the place, or "" if the
// list begins there.
func (c *chain[T]) from(back int) string {
	if len(c.Place.Cursor) < back {
		return ""
	}
	return c.Place.Cursor[len(c.Place.Cursor)-back]
}

// lookBack asks for the last row again, and for what follows it.
func (c *chain[T]) lookBack() {
	p, err := c.pages.get(c.from(2))
	if err != nil {
		c.fail(err)
		return
	}
	last := slices.IndexFunc(p.Rows, func(row T) bool { return c.ID(row) == c.from(1) })
	if last < 0 {
		c.fail(ErrLost)
		return
	}
	switch fresh := c.hand(p.Rows[last+1:]); {
	case c.done:
	case p.Said && p.More && last == len(p.Rows)-1:
		c.fail(ErrRepeats) // more, but not behind the last row
	case fresh > 0 && (p.More || c.isFull(len(p.Rows))):
	default:
		c.end()
	}
}

// hand yields the rows that are new, and returns how many there were. A page may
// include the row that it was asked for behind.
func (c *chain[T]) hand(rows []T) (fresh int) {
	begins := len(c.Head) == 0
	for _, row := range rows {
		if c.done {
			break
		}
		id := c.ID(row)
		if id == "" {
			c.Unread++
			continue
		}
		m := Mark{Key: keyOf(id, 0)}
		if !begins && id != c.from(1) && slices.Contains(c.Head, m) {
			c.fail(ErrRepeats)
			break
		}
		if c.recent.has(m.Key) {
			continue
		}
		fresh++
		c.recent.add(m.Key)
		if c.Tail = c.Tail.push(m); begins && len(c.Head) < leastTail {
			c.Head = append(c.Head, m)
		}
		ids := append(slices.Clone(c.Place.Cursor), id)
		c.Place.Cursor = ids[max(0, len(ids)-lastIDs):]
		c.Rows++
		if c.Keep != nil {
			c.Keep(c.Place)
		}
		c.done = !c.yield(row, nil)
	}
	return fresh
}

func (c *chain[T]) end() {
	if c.Unread > 0 {
		c.fail(ErrOdd)
	}
	c.done = true
}

func (c *chain[T]) fail(err error) {
	if !c.done {
		c.done = true
		var none T
		c.yield(none, c.gap(err))
	}
}
