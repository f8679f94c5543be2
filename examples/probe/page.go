package main

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
)

// list is what is documented of a list.
type list struct {
	path     string
	rows     string // the field that has the rows
	id       string // the field of a row
	object   string // what stands before the fields of a single object
	size     string // the parameter for the rows of a page
	standard int    // rows of a page without it; 0 if not documented
	most     int    // rows of a page at most
	bounds   string // the parameter for the bounds on the time; "" for none
	clock    string // the field of a row that they compare
	order    order  // as documented or described
}

// page is what a list returned.
type page struct {
	response *response
	rows     []map[string]any
	ids      []string
	more     bool // there are rows behind it
	total    int  // of all pages; 0 if not known
	bounds   bool // the bounds on the time work
}

func (l *list) where() string { return "GET " + l.path }

// page reads the rows of a response. It returns nil if there are none to be found.
func (l *list) page(a *response) *page {
	if a == nil || !a.ok() {
		return nil
	}
	object, _ := a.value.(map[string]any)
	values, isRows := object[l.rows].([]any)
	if !isRows {
		return nil
	}
	p := &page{response: a, more: object["has_more"] == true}
	p.total, _ = strconv.Atoi(textOf(object["total_records"]))
	for _, value := range values {
		if row, ok := value.(map[string]any); ok {
			p.rows = append(p.rows, row)
			p.ids = append(p.ids, textOf(row[l.id]))
		}
	}
	p.more = p.more || p.total > len(p.rows)
	return p
}

// rowsOrNote reads the rows of a response, and notes it if there are none to be found.
func (l *list) rowsOrNote(p *probe, a *response) *page {
	rows := l.page(a)
	if a != nil && rows == nil {
		p.once(differs, l.where(), "a page", "rows in `"+l.rows+"`", l.outcome(a))
	}
	return rows
}

// sized returns the parameters for a page of so many rows.
func (l *list) sized(rows int, more ...string) url.Values {
	query := url.Values{l.size: {strconv.Itoa(rows)}}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return query
}

// first asks for a page without parameters.
func (l *list) first() step {
	return step{l.where(), func(p *probe) { p.seen[l.path] = l.rowsOrNote(p, p.get(l.path, l.path, nil)) }}
}

// full asks for as many rows as a page may have. The fields and the order are those of
// this page.
func (l *list) full() step {
	return step{fmt.Sprintf("%s?%s=%d", l.where(), l.size, l.most), func(p *probe) {
		first := p.seen[l.path]
		full := l.rowsOrNote(p, p.get(l.path, l.path, l.sized(l.most)))
		if full == nil {
			return
		}
		p.seen[l.path] = full
		l.noteOrder(p, first, full)
		if first != nil {
			l.noteFirst(p, len(first.rows), len(full.rows))
		}
	}}
}

func (l *list) noteFirst(p *probe, got, all int) {
	question, documented := "rows of a page without "+l.size, "not documented"
	if l.standard > 0 {
		documented = rowsOf(l.standard)
	}
	switch {
	case got == all && got <= cmp.Or(l.standard, l.most):
		p.note(unclear, l.where(), question, documented, "all "+rowsOf(got)+": too few to tell")
	case l.standard == 0:
		p.note(undocumented, l.where(), question, documented, rowsOf(got))
	case got == l.standard:
		p.note(same, l.where(), question, documented, rowsOf(got))
	default:
		p.note(differs, l.where(), question, documented, rowsOf(got))
	}
}

// notePage says how many rows came of those asked for. The page knows whether there
// are more.
func (l *list) notePage(p *probe, full *page) {
	question, documented, got := fmt.Sprintf("rows for %s=%d", l.size, l.most), rowsOf(l.most), rowsOf(len(full.rows))
	switch {
	case len(full.rows) == l.most:
		p.note(same, l.where(), question, documented, got)
	case full.more || len(full.rows) > l.most:
		p.note(differs, l.where(), question, documented, got+", and there are more")
	default:
		p.note(unclear, l.where(), question, documented, "all "+got+": too few to tell")
	}
}

// above asks for one row more than a page may have.
func (l *list) above() step {
	return step{fmt.Sprintf("%s?%s=%d", l.where(), l.size, l.most+1), func(p *probe) {
		a := p.get(l.path, l.path, l.sized(l.most+1))
		if a == nil {
			return
		}
		question, documented := fmt.Sprintf("rows for %s=%d", l.size, l.most+1), "too many; what happens is not documented"
		got, v := l.outcome(a), undocumented
		if rows := l.page(a); rows != nil && len(rows.rows) > l.most {
			v = differs
		}
		p.note(v, l.where(), question, documented, got)
	}}
}

// odd asks with a parameter that nobody documents, and says what came.
func (l *list) odd(question, documented string, query url.Values) step {
	return step{l.where() + "?" + plainQuery(query), func(p *probe) {
		if a := p.get(l.path, l.path, query); a != nil {
			p.note(undocumented, l.where(), question, documented, l.outcome(a))
		}
	}}
}

// outcome says in a few words how a list responded.
func (l *list) outcome(a *response) string {
	rows := l.page(a)
	switch {
	case !a.ok():
		return failure(a.status)
	case rows == nil:
		return fmt.Sprintf("%d without rows", a.status)
	}
	return rowsOf(len(rows.rows))
}

// failure names a status that is no success.
func failure(status int) string {
	if status >= 500 {
		return fmt.Sprintf("failed with %d", status)
	}
	return fmt.Sprintf("rejected with %d", status)
}

func rowsOf(n int) string {
	switch n {
	case 0:
		return "no rows"
	case 1:
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

// plainQuery is a query as people write it.
func plainQuery(query url.Values) string {
	text, _ := url.QueryUnescape(query.Encode())
	return text
}
