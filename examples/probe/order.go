package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// order is how a list is ordered, as far as documented.
type order struct {
	by         string // a time of the rows; "" if not documented
	documented string // the same in words
	promised   bool   // by the documentation, not only assumed by this library
}

const (
	newestFirst = "newest first"
	oldestFirst = "oldest first"
)

// noteOrder says by which fields the rows are ordered, and whether the rows of one
// second have the same order on two pages.
func (l *list) noteOrder(p *probe, first, full *page) {
	orders := map[string]string{}
	for _, name := range l.sortable(p.described) {
		if direction := directionOf(full.rows, name); direction != "" {
			orders[name] = direction
		}
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(orders)) {
		parts = append(parts, fmt.Sprintf("`%s` %s", name, orders[name]))
	}
	v, seen := undocumented, strings.Join(parts, ", ")
	switch {
	case len(full.rows) < 3:
		v, seen = unclear, rowsOf(len(full.rows))+": too few to tell"
	case l.flat(full.rows):
		v, seen = unclear, "all rows have the same time"
	case l.order.by != "" && orders[l.order.by] != newestFirst:
		v, seen = differs, cmp.Or(seen, "by no time")
	case l.order.promised && orders[l.order.by] == newestFirst:
		v = same
	case seen == "":
		seen = "by no time and no number"
	}
	p.note(v, l.where(), "order of the rows", l.order.documented, seen)
	l.noteTies(p, first, full)
}

// flat reports whether all rows have the same time, so that there is no order to see.
func (l *list) flat(rows []map[string]any) bool {
	times := map[int64]bool{}
	for _, row := range rows {
		if t, ok := instant(row[l.order.by]); ok {
			times[t] = true
		}
	}
	return len(times) == 1
}

// sortable returns the described times of a row, and its id.
func (l *list) sortable(d *description) []string {
	names := []string{l.id}
	for name, field := range d.row(l).Value.Properties {
		if isTime(field) {
			names = append(names, name)
		}
	}
	return names
}

// directionOf returns the direction in which the rows are ordered by a field, or "" if
// they are not, if some do not have it, or if it is the same in all.
func directionOf(rows []map[string]any, name string) string {
	var up, down int
	var last int64
	for i, row := range rows {
		t, ok := instant(row[name])
		if !ok {
			return ""
		}
		if i > 0 && t > last {
			up++
		}
		if i > 0 && t < last {
			down++
		}
		last = t
	}
	switch {
	case down > 0 && up == 0:
		return newestFirst
	case up > 0 && down == 0:
		return oldestFirst
	}
	return ""
}

// instant returns a time as a number that can be compared.
func instant(value any) (int64, bool) {
	text := textOf(value)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		return n, true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05Z0700", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixNano(), true
		}
	}
	return 0, false
}

// noteTies compares the order of two pages where rows share a time.
func (l *list) noteTies(p *probe, first, full *page) {
	clock := cmp.Or(l.clock, l.order.by)
	if first == nil || clock == "" {
		return
	}
	shared, n := 0, min(len(first.ids), len(full.ids))
	for i := 1; i < n; i++ {
		before, _ := instant(full.rows[i-1][clock])
		if now, ok := instant(full.rows[i][clock]); ok && now == before {
			shared++
		}
	}
	question := "order of rows of one second on two pages"
	switch {
	case shared == 0:
		p.note(unclear, l.where(), question, "not documented", "no such rows")
	case slices.Equal(first.ids[:n], full.ids[:n]):
		p.note(undocumented, l.where(), question, "not documented", "the same")
	default:
		p.note(undocumented, l.where(), question, "not documented", "another on each")
	}
}
