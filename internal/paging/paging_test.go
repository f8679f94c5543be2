package paging_test

import (
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
)

type row struct {
	id string
	at int64
}

func ids(rows iter.Seq2[*row, error]) (seen []string, err error) {
	for r, failure := range rows {
		if failure != nil {
			if err != nil || r != nil {
				panic("more than one error, or a row beside it")
			}
			err = failure
			continue
		}
		seen = append(seen, r.id)
	}
	return seen, err
}

func rows(names ...string) (list []*row) {
	for _, name := range names {
		list = append(list, &row{id: name})
	}
	return list
}

// pages answers cursor requests from a script: cursor -> rows, next, more.
type page struct {
	rows []*row
	next string
	more bool
}

func cursorOver(script map[string]page, asked *[]string) func(string) ([]*row, string, bool, error) {
	return func(cursor string) ([]*row, string, bool, error) {
		*asked = append(*asked, cursor)
		p, ok := script[cursor]
		if !ok {
			return nil, "", false, errors.New("no such cursor")
		}
		return p.rows, p.next, p.more, nil
	}
}

func TestCursorFollowsThePagesAndSurvivesAnEmptyOne(t *testing.T) {
	t.Parallel()
	var asked []string
	all := paging.Cursor(cursorOver(map[string]page{
		"":  {rows("a", "b"), "b", true},
		"b": {nil, "x", true},
		"x": {rows("c"), "c", false},
	}, &asked))
	require.Empty(t, asked, "nothing is asked before the loop")
	for range 2 {
		seen, err := ids(all)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b", "c"}, seen)
	}
	require.Equal(t, []string{"", "b", "x", "", "b", "x"}, asked)
}

func TestCursorThatComesTwiceIsAnError(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script map[string]page
		seen   []string
	}{
		"the same at once": {map[string]page{"": {rows("a"), "a", true}, "a": {rows("a"), "a", true}}, []string{"a"}},
		"after a round":    {map[string]page{"": {rows("a"), "a", true}, "a": {rows("b"), "b", true}, "b": {rows("a"), "a", true}}, []string{"a", "b"}},
		"none, with more":  {map[string]page{"": {nil, "", true}}, nil},
	} {
		var asked []string
		seen, err := ids(paging.Cursor(cursorOver(c.script, &asked)))
		require.ErrorIs(t, err, paging.ErrRepeats, name)
		require.LessOrEqual(t, len(asked), 3, name)
		require.Equal(t, c.seen, seen, "%s: no row comes twice", name)
	}

	var asked []string
	seen, err := ids(paging.Cursor(cursorOver(map[string]page{"": {rows("a"), "a", true}, "a": {rows("b"), "", false}}, &asked)))
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, seen, "the cursor of the last page leads nowhere, so it is not looked at")
}

func TestCursorStopsAtAnErrorAndWhenTheLoopHasEnough(t *testing.T) {
	t.Parallel()
	var asked []string
	script := map[string]page{"": {rows("a", "b"), "b", true}}
	seen, err := ids(paging.Cursor(cursorOver(script, &asked)))
	require.EqualError(t, err, "no such cursor")
	require.Equal(t, []string{"a", "b"}, seen)

	asked = nil
	for r := range paging.Cursor(cursorOver(script, &asked)) {
		if r.id == "b" {
			break
		}
	}
	require.Equal(t, []string{""}, asked, "the page behind the last row wanted is not asked for")
}

func numbered(script ...[]*row) (n paging.Numbered[row], asked *[]int) {
	asked = new([]int)
	n = paging.Numbered[row]{
		First: 1, Count: 2,
		Key: func(r *row) string { return r.id },
		Fetch: func(page int) ([]*row, int, error) {
			*asked = append(*asked, page)
			if page > len(script) {
				return nil, paging.Unknown, nil
			}
			return script[page-1], paging.Unknown, nil
		},
	}
	return n, asked
}

// told adds totals to the pages.
func told(n paging.Numbered[row], totals ...int) paging.Numbered[row] {
	fetch := n.Fetch
	n.Fetch = func(page int) ([]*row, int, error) {
		list, _, err := fetch(page)
		return list, totals[min(page, len(totals))-1], err
	}
	return n
}

func TestNumberedEndsAtAnEmptyPageOrWhenTheTotalHasCome(t *testing.T) {
	t.Parallel()
	n, asked := numbered(rows("a", "b"), rows("c"))
	for range 2 {
		seen, err := ids(n.All())
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b", "c"}, seen)
	}
	require.Equal(t, []int{1, 2, 3, 1, 2, 3}, *asked, "a page that is not full is no end")

	n, asked = numbered(rows("a", "b"), rows("c", "d"))
	seen, err := ids(told(n, 4).All())
	require.NoError(t, err)
	require.Len(t, seen, 4)
	require.Equal(t, []int{1, 2}, *asked, "no page is asked for behind the last row")

	n, asked = numbered(rows("a", "b"), rows("c", "d"))
	_, err = ids(n.All())
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 3}, *asked, "without a total only an empty page says that full ones are over")

	n, asked = numbered(rows("a", "b"))
	_, err = ids(told(n, 2).All())
	require.NoError(t, err)
	require.Equal(t, []int{1, 2}, *asked, "a total of one full page may be the page's own")

	n, _ = numbered(rows("a"), rows("b", "c"))
	seen, err = ids(told(n, 3).All())
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, seen, "a page that is not full is no end where the total says so")
}

func TestNumberedLeavesOutRowsThatNewOnesPushedDown(t *testing.T) {
	t.Parallel()
	n, _ := numbered(rows("a", "b"), rows("b", "c"), rows("d"))
	seen, err := ids(told(n, 4, 5).All())
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c", "d"}, seen)
}

func TestNumberedThatRepeatsOrShrinksIsAnError(t *testing.T) {
	t.Parallel()
	n, asked := numbered(rows("a", "b"), rows("a", "b"), rows("a", "b"))
	_, err := ids(told(n, 6).All())
	require.ErrorIs(t, err, paging.ErrRepeats)
	require.Len(t, *asked, 2)

	n, _ = numbered(rows("a", "b"), rows("d"))
	_, err = ids(told(n, 4, 3).All())
	require.ErrorIs(t, err, paging.ErrShrunk, "the total fell")

	n, _ = numbered(rows("a", "b"), rows("d", "e"), rows("f", "g"))
	_, err = ids(told(n, 6, 5, 6).All())
	require.ErrorIs(t, err, paging.ErrShrunk, "c moved up unseen, though g made up for it in the total")

	n, _ = numbered(rows("a", "b"), rows("d", "e"), rows("f"))
	_, err = ids(told(n, 5, 7, 6).All())
	require.ErrorIs(t, err, paging.ErrShrunk, "it grew and fell, but not below its first size")

	for _, total := range []int{1, 2} {
		n, _ = numbered(rows("a", "b"), rows("c"))
		_, err = ids(told(n, total).All())
		require.ErrorIs(t, err, paging.ErrOverrun)
	}

	n, _ = numbered(rows("a", "b"), rows("c"))
	seen, err := ids(told(n, 9).All())
	require.ErrorIs(t, err, paging.ErrShrunk, "the pages ended early")
	require.Len(t, seen, 3)
}

func TestNumberedThatTellsNoTotalAndIgnoresThePageIsAnError(t *testing.T) {
	t.Parallel()
	n, _ := numbered(rows("a", "b"))
	fetch := n.Fetch
	n.Fetch = func(int) ([]*row, int, error) { return fetch(1) }
	seen, err := ids(n.All())
	require.ErrorIs(t, err, paging.ErrRepeats)
	require.Len(t, seen, 2)
}

func TestNumberedStopsAtErrors(t *testing.T) {
	t.Parallel()
	n, _ := numbered()
	n.Fetch = func(page int) ([]*row, int, error) { return nil, 0, fmt.Errorf("page %d", page) }
	_, err := ids(n.All())
	require.EqualError(t, err, "page 1")

	n, asked := numbered(rows("a", "b"), rows("c"))
	for range n.All() {
		break
	}
	require.Equal(t, []int{1}, *asked)
}
