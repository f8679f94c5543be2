package paging

import "iter"

// Cursor walks a list whose pages name the place to go on from. fetch gets ""
// for the first page and then the next of the page before; it says with more
// whether there is another page. An empty page in the middle is no end, but a
// cursor that was used before is an error, [ErrRepeats], in place of the page
// that names it: its rows have most likely come before.
func Cursor[T any](fetch func(cursor string) (rows []*T, next string, more bool, err error)) iter.Seq2[*T, error] {
	return sequence(func(w *walk[T]) {
		used := map[string]bool{}
		for cursor := ""; !w.done; {
			used[cursor] = true
			rows, next, more, err := fetch(cursor)
			if err != nil {
				w.fail(err)
				return
			}
			if more && used[next] {
				w.fail(ErrRepeats)
				return
			}
			for i := 0; i < len(rows) && !w.done; i++ {
				w.row(rows[i])
			}
			if !more {
				return
			}
			cursor = next
		}
	})
}
