package main

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

// pivot returns a row in the middle of a page and its time in Unix seconds.
func (l *list) pivot(p *probe) (id string, at int64, ok bool) {
	full := p.seen[l.path]
	if full == nil || len(full.rows) == 0 {
		return "", 0, false
	}
	middle := len(full.rows) / 2
	at, err := strconv.ParseInt(textOf(full.rows[middle][l.clock]), 10, 64)
	return full.ids[middle], at, err == nil && at > 1
}

// within asks for the rows from before seconds before a row to after seconds behind it.
func (l *list) within(p *probe, before, after int64) (found, honored, asked bool) {
	id, at, ok := l.pivot(p)
	if !ok {
		return false, false, false
	}
	rows := l.page(p.get(l.path, l.path, url.Values{
		"count":            {"500"},
		l.bounds + "[min]": {strconv.FormatInt(at-before, 10)},
		l.bounds + "[max]": {strconv.FormatInt(at+after, 10)},
	}))
	if rows == nil {
		return false, false, false
	}
	if len(rows.rows) >= l.most {
		return false, false, false // there may be more rows in these seconds
	}
	honored = !slices.ContainsFunc(rows.rows, func(row map[string]any) bool {
		t, ok := instant(row[l.clock])
		return ok && (t < at-before || t > at+after)
	})
	return slices.Contains(rows.ids, id), honored, true
}

// between asks for a row by bounds of a second before and behind it.
func (l *list) between() step {
	return step{fmt.Sprintf("%s?count=500&%s[min]=(before a row)&%[2]s[max]=(behind it)", l.where(), l.bounds), func(p *probe) {
		found, honored, asked := l.within(p, 1, 1)
		question, documented := "`"+l.bounds+"` bounds a second around a row", "the row, and nothing outside"
		switch {
		case !asked:
			p.note(unclear, l.where(), question, documented, "no row to ask for, or too many in a second")
		case !honored:
			p.note(differs, l.where(), question, documented, "rows outside of the bounds")
		case !found:
			p.note(differs, l.where(), question, documented, "the row is missing")
		default:
			p.seen[l.path].bounds = true
			p.note(same, l.where(), question, documented, documented)
		}
	}}
}

// bound asks whether rows of exactly a bound's second are inside.
func (l *list) bound(name string, before, after int64) step {
	text := map[string]string{
		"max": "[min]=(before a row)&%s[max]=(its time)", "min": "[min]=(its time)&%s[max]=(behind it)",
	}[name]
	return step{l.where() + "?count=500&" + l.bounds + fmt.Sprintf(text, l.bounds), func(p *probe) {
		question := fmt.Sprintf("a row of exactly `%s[%s]`", l.bounds, name)
		if full := p.seen[l.path]; full == nil || !full.bounds {
			p.note(unclear, l.where(), question, "not documented", "no row to ask for, or the bounds do not work")
			return
		}
		found, honored, asked := l.within(p, before, after)
		switch {
		case !asked || !honored:
			p.note(unclear, l.where(), question, "not documented", "no rows, or others")
		case found:
			p.note(undocumented, l.where(), question, "not documented", "is inside: the bound is inclusive")
		default:
			p.note(undocumented, l.where(), question, "not documented", "is outside: the bound is exclusive")
		}
	}}
}
