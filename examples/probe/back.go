package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

var backTimes = []string{"ISO 8601 with Z"}

// orders is Chargeback's only documented list.
var orders = &list{
	path: "/orders", rows: "orders", id: "id", object: "order.", size: "per_page", most: 100, clock: "created_at",
	order: order{documented: "not documented"},
}

// backUndocumented are resources that Chargeback names without any path or field.
var backUndocumented = []string{"/transactions", "/disputes", "/alerts", "/mids"}

func backSteps() []step {
	l, one := orders, "/orders/{id}"
	steps := []step{
		l.first(), l.full().then(backTotals), backAbove(),
		l.odd("page=0", "not documented; the sample has 1", url.Values{"page": {"0"}, "per_page": {"1"}}),
		l.odd("a page beyond the end", "not documented", url.Values{"page": {"1000000"}, "per_page": {"100"}}),
		backSecond(),
		l.odd("an unknown parameter", "not documented", url.Values{"per_page": {"1"}, "probe_unknown": {"1"}}),
		backSearch("the order_id of a row", func(orderID string) any { return map[string]any{"order_id": orderID} }),
		backSearch("the beginning of an order_id", func(orderID string) any {
			return map[string]any{"order_id": orderID[:max(1, len(orderID)-1)]}
		}),
		backSearch("a field that orders do not have", func(string) any { return map[string]any{"probe_unknown": "1"} }),
		l.odd("a search that is no JSON", "not documented", url.Values{"per_page": {"2"}, "search": {"probe"}}),
		backOne(), l.by(one, "order_id"), l.madeUp(one, "999999999999999", "nothing about errors is"),
	}
	for _, path := range backUndocumented {
		steps = append(steps, backNamed(path))
	}
	return steps
}

// backTotals compares the totals with the rows of the full page.
func backTotals(p *probe) {
	full := p.seen["/orders"]
	if full == nil {
		return
	}
	orders.notePage(p, full)
	_, sent := fieldsOf(full.response.value)["total_records"]
	v, seen := same, "as it should be"
	if !sent || full.total < len(full.rows) {
		v, seen = differs, "not sent, or fewer than the rows of the page"
	}
	p.note(v, orders.where(), "`total_records`", "the rows of all pages", seen)
}

// backAbove asks for too many rows, and looks at what the response calls their number.
func backAbove() step {
	return step{"GET /orders?per_page=101", func(p *probe) {
		a := p.get("/orders", "/orders", orders.sized(101))
		if a == nil {
			return
		}
		v, seen := undocumented, orders.outcome(a)
		if said := textOf(fieldsOf(a.value)["per_page"]); said == "100" || said == "101" {
			seen += ", and a `per_page` of " + said
		}
		if rows := orders.page(a); rows != nil && len(rows.rows) > orders.most {
			v = differs
		}
		p.note(v, orders.where(), "rows for per_page=101", "at most 100; what happens is not documented", seen)
	}}
}

// backSecond asks for the second page of two rows.
func backSecond() step {
	return step{"GET /orders?page=2&per_page=2", func(p *probe) {
		full := p.seen["/orders"]
		if full == nil || len(full.ids) < 4 {
			p.note(unclear, orders.where(), "page=2", "the rows behind those of the first", "too few rows")
			return
		}
		a := p.get("/orders", "/orders", orders.sized(2, "page", "2"))
		v, seen := differs, "others"
		if rows := orders.page(a); rows != nil && slices.Equal(rows.ids, full.ids[2:4]) {
			v, seen = same, "the rows behind those of the first"
		}
		if a != nil {
			p.note(v, orders.where(), "page=2", "the rows behind those of the first", seen)
		}
	}}
}

// backSearch searches by a row's order_id, or something made of it.
func backSearch(what string, wanted func(orderID string) any) step {
	return step{"GET /orders?per_page=2&search=(" + what + ")", func(p *probe) {
		question, full := "search for "+what, p.seen["/orders"]
		if full == nil || len(full.rows) == 0 || textOf(full.rows[0]["order_id"]) == "" {
			p.note(unclear, orders.where(), question, "not documented", "no row to search for")
			return
		}
		search, _ := json.Marshal(wanted(textOf(full.rows[0]["order_id"]))) // strings always encode
		a := p.get("/orders", "/orders", orders.sized(2, "search", string(search)))
		if a == nil {
			return
		}
		seen := orders.outcome(a)
		if rows := orders.page(a); rows != nil && slices.Contains(rows.ids, full.ids[0]) {
			seen += ", that one among them"
		}
		p.note(undocumented, orders.where(), question, "not documented", seen)
	}}
}

// backOne asks for one order, and looks at its status and envelope.
func backOne() step {
	return step{"GET /orders/{id}", func(p *probe) {
		where, id := "GET /orders/{id}", p.firstID("/orders")
		if id == "" {
			p.note(unclear, where, "an order by its id", "the order", "no row to ask for")
			return
		}
		a := p.get("/orders/{id}", "/orders/"+url.PathEscape(id), nil)
		if a == nil {
			return
		}
		v := undocumented
		if a.status != http.StatusOK && a.status != http.StatusCreated {
			v = differs
		}
		p.note(v, where, "status", "201, most likely a mistake", fmt.Sprint(a.status))
	}}
}

// backNamed asks for a resource of which nobody documents more than its name.
func backNamed(path string) step {
	return step{"GET " + path + "?per_page=1", func(p *probe) {
		if a := p.get("", path, url.Values{"per_page": {"1"}}); a != nil {
			p.noteShape(undocumented, "GET "+path, "what is there", "nothing but the name", a)
		}
	}}
}
