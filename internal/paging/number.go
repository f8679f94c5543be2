package paging

import (
	"errors"
	"iter"
)

// ErrOverrun means that more rows came than the list says it has, so that what
// it says is no reason to stop.
var ErrOverrun = errors.New("the list has more rows than it says")

// Unknown is the total of a list that does not tell it.
const Unknown = -1

// Numbered is a list whose pages have numbers, from First on.
type Numbered[T any] struct {
	// Fetch reads one page. total is how many rows the whole list has, or [Unknown].
	Fetch func(page int) (rows []*T, total int, err error)

	First int // number of the first page
	Count int // rows of a full page

	// Key tells rows apart; whoever fetches has seen to it that no row is without.
	// A row that a later page brings again, because new ones pushed it down, is left
	// out.
	Key func(*T) string
}

// All walks the pages until one is empty or, where the total is known, all rows
// have come. A page that is not full is no end: the server may give fewer rows
// to a page than it was asked for. Nor is a total that is just one full page,
// which may be the page's own. A page that brings nothing
// new is [ErrRepeats]; a list that loses rows on the way is [ErrShrunk], since
// the rows behind them have moved up unseen; one that has more than its total is
// [ErrOverrun].
func (n Numbered[T]) All() iter.Seq2[*T, error] {
	return sequence(func(w *walk[T]) {
		seen := map[string]bool{}
		received, fresh, least, most := 0, 0, Unknown, Unknown
		for page := n.First; !w.done; page++ {
			rows, total, err := n.Fetch(page)
			if err != nil {
				w.fail(err)
				return
			}
			if page == n.First {
				least = total // new rows may come on pages already read
			}
			if total != Unknown && total < most {
				w.fail(ErrShrunk)
				return
			}
			most = max(most, total)
			before := fresh
			for i := 0; i < len(rows) && !w.done; i++ {
				if key := n.Key(rows[i]); !seen[key] {
					seen[key] = true
					fresh++
					w.row(rows[i])
				}
			}
			received += len(rows)
			if len(rows) > 0 && fresh == before {
				w.fail(ErrRepeats)
				return
			}
			if total != Unknown && fresh > total {
				w.fail(ErrOverrun)
				return
			}
			if n.last(page, len(rows), received, total) {
				if fresh < least {
					w.fail(ErrShrunk)
				}
				return
			}
		}
	})
}

func (n Numbered[T]) last(page, rows, received, total int) bool {
	if rows == 0 {
		return true
	}
	ownTotal := page == n.First && rows == total && rows >= n.Count
	return total != Unknown && received >= total && !ownTotal
}
