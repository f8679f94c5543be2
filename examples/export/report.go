package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// report says what was written, and compares it with what the list says.
func (j *job) report(ctx context.Context, stderr io.Writer) {
	s, where := j.out.state, j.set.file
	if j.set.toStdout() {
		where = "standard output"
	}
	fmt.Fprintf(stderr, "%s: %s rows of %s, complete\n", where, grouped(s.Rows), j.set.list.name)
	if j.source.total == nil {
		fmt.Fprintf(stderr, "%s tells no total to compare this with\n", j.set.list.vendor)
		return
	}
	total, err := j.source.total(ctx)
	if err != nil {
		fmt.Fprintln(stderr, "the total could not be read again to compare this with:", err)
		return
	}
	fmt.Fprintln(stderr, compare(s.Rows, s.Total, total, j.set.list))
}

// compare says what it means that a list had these totals before and after.
func compare(rows, before, after int64, l *list) string {
	switch {
	case before == 0 || after == 0:
		return l.vendor + " tells no total to compare this with"
	case rows == before && rows == after:
		return fmt.Sprintf("%s tells the same total", l.vendor)
	}
	text := fmt.Sprintf("%s told a total of %s before and of %s now", l.vendor, grouped(before), grouped(after))
	if rows >= min(before, after) && rows <= max(before, after) {
		return text + ": rows were added or deleted meanwhile. Those added during the export may be missing"
	}
	return text + ", which added or deleted rows do not explain: either both happened, or the total counts other rows than the list shows. No row that stayed in the list is missing"
}

// grouped writes a number with commas.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
