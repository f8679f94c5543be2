package orderfile

import (
	"bufio"
	"strings"
)

var DecimalsOf = decimalsOf

// SplitAll returns the rows of a table. It is not ok if one can't be used.
func SplitAll(text string, comma byte) (rows [][]string, ok bool) {
	reader := newRowReader(bufio.NewReader(strings.NewReader(text)), comma)
	rows = [][]string{}
	for {
		r, err := reader.next()
		if err != nil {
			return rows, true
		}
		if r.reason != "" {
			return nil, false
		}
		rows = append(rows, r.cells)
		reader.width = len(r.cells)
	}
}
