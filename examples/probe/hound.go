package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/chargekit/chargekit-go/chargehound"
)

var houndTimes = []string{"ISO 8601 without a zone"}

// disputes is Chargehound's only list.
var disputes = &list{
	path: "/disputes", rows: "data", id: "id", size: "limit", standard: 20, most: 100, clock: "created",
	order: order{by: "created", documented: "newest first by `created`", promised: true},
}

func houndSteps() []step {
	l, one := disputes, "/disputes/{id}"
	steps := []step{
		l.first(), l.full(), houndEnd(), l.above(),
		l.odd("limit=0", "not documented", url.Values{"limit": {"0"}}),
		l.odd("an unknown parameter", "not documented", url.Values{"limit": {"1"}, "probe_unknown": {"1"}}),
		l.odd("an unknown state", "not documented", url.Values{"limit": {"1"}, "state": {"probe_unknown"}}),
		l.odd("an unknown cursor", "not documented", url.Values{"limit": {"1"}, "starting_after": {"probe-no-such-id"}}),
		houndCursor("starting_after", 1, "the next rows"),
		houndCursor("ending_before", 5, "rows before it; their order is not documented"),
		houndBoth(),
		l.one(one), houndURL(), l.madeUp(one, "probe-no-such-id", "404, and the type dispute_not_found"), l.otherCase(one),
		l.part("/disputes/{id}/response", "/response"),
	}
	for _, version := range []string{chargehound.APIVersion20160305, chargehound.APIVersion20171030, chargehound.APIVersion20200228, chargehound.APIVersion20210915, "1999-01-01"} {
		steps = append(steps, houndVersion(version))
	}
	return steps
}

// houndEnd asks for what is behind the last row.
func houndEnd() step {
	return step{"GET /disputes?limit=1&starting_after=(the last row)", func(p *probe) {
		full := p.seen["/disputes"]
		if full == nil || len(full.rows) == 0 {
			return
		}
		said := full.more
		query := disputes.sized(1, "starting_after", full.ids[len(full.ids)-1])
		next := disputes.page(p.get("/disputes", "/disputes", query))
		full.more = next != nil && len(next.rows) > 0
		disputes.notePage(p, full)
		_, sent := fieldsOf(full.response.value)["has_more"].(bool)
		switch {
		case !sent:
			p.note(differs, disputes.where(), "`has_more`", "true if there are more rows", "not sent, or no boolean")
		case said != full.more:
			p.note(differs, disputes.where(), "`has_more`", "true if there are more rows", fmt.Sprintf("%t, and %s behind the page", said, rowsOf(len(rowsIn(next)))))
		default:
			p.note(same, disputes.where(), "`has_more`", "true if there are more rows", "as it should be")
		}
	}}
}

func rowsIn(p *page) []map[string]any {
	if p == nil {
		return nil
	}
	return p.rows
}

// houndCursor asks for two rows beside one of the first rows.
func houndCursor(name string, place int, documented string) step {
	return step{fmt.Sprintf("GET /disputes?limit=2&%s=(row %d)", name, place+1), func(p *probe) {
		question, full := "`"+name+"`", p.seen["/disputes"]
		if full == nil || len(full.ids) < 7 {
			p.note(unclear, disputes.where(), question, documented, "too few rows")
			return
		}
		a := p.get("/disputes", "/disputes", disputes.sized(2, name, full.ids[place]))
		rows := disputes.page(a)
		if rows == nil {
			p.noteIf(a, differs, disputes.where(), question, documented)
			return
		}
		v, seen := placeOf(full.ids, rows.ids, name, place)
		p.note(v, disputes.where(), question, documented, seen)
	}}
}

// placeOf says which rows of a page came for a cursor.
func placeOf(all, got []string, name string, place int) (verdict, string) {
	is := func(places ...int) bool {
		return slices.EqualFunc(got, places, func(id string, i int) bool { return id == all[i] })
	}
	switch {
	case slices.Contains(got, all[place]):
		return differs, "the row of the cursor itself is among them"
	case name == "starting_after" && is(place+1, place+2):
		return same, "the next rows"
	case name == "ending_before" && is(place-2, place-1):
		return undocumented, "the two rows right before it, newest first"
	case name == "ending_before" && is(place-1, place-2):
		return undocumented, "the two rows right before it, oldest first"
	case name == "ending_before" && is(0, 1):
		return undocumented, "the first rows of the list"
	}
	return differs, "others: " + rowsOf(len(got))
}

// houndBoth sends both cursors, whose meaning together is not documented.
func houndBoth() step {
	return step{"GET /disputes?limit=2&starting_after=(row 1)&ending_before=(row 7)", func(p *probe) {
		question, full := "both cursors", p.seen["/disputes"]
		if full == nil || len(full.ids) < 7 {
			p.note(unclear, disputes.where(), question, "not documented", "too few rows")
			return
		}
		a := p.get("/disputes", "/disputes", disputes.sized(2, "starting_after", full.ids[0], "ending_before", full.ids[6]))
		rows := disputes.page(a)
		if rows == nil {
			p.noteIf(a, undocumented, disputes.where(), question, "not documented")
			return
		}
		seen := rowsOf(len(rows.rows))
		if slices.Equal(rows.ids, full.ids[1:3]) {
			seen = "those of starting_after"
		} else if slices.Equal(rows.ids, full.ids[4:6]) {
			seen = "those of ending_before"
		}
		p.note(undocumented, disputes.where(), question, "not documented", seen)
	}}
}

// noteIf notes how a list rejected a request.
func (p *probe) noteIf(a *response, v verdict, where, question, documented string) {
	if a != nil {
		p.note(v, where, question, documented, fmt.Sprintf("%d without rows", a.status))
	}
}

// houndURL compares the url of an object with the path of the request.
func houndURL() step {
	return step{"GET /disputes/{id} of the second row", func(p *probe) {
		rows := p.seen["/disputes"]
		if rows == nil || len(rows.ids) < 2 {
			return
		}
		path := "/disputes/" + url.PathEscape(rows.ids[1])
		a := p.get("/disputes/{id}", path, nil)
		if a == nil || !a.ok() {
			return
		}
		v, seen := differs, "another"
		if strings.HasSuffix(textOf(fieldsOf(a.value)["url"]), path) {
			v, seen = same, "the path of the request"
		}
		p.note(v, "GET /disputes/{id}", "`url`", "the path of the request", seen)
		_, inRow := rows.rows[1]["livemode"]
		p.note(undocumented, disputes.where(), "`livemode` of a row", "not in the published sample", map[bool]string{true: "sent", false: "not sent"}[inRow])
	}}
}

// houndVersion asks for one row in a version of the API.
func houndVersion(version string) step {
	return step{"GET /disputes?limit=1 with Chargehound-Version: " + version, func(p *probe) {
		a := p.get("/disputes", "/disputes", disputes.sized(1), version)
		if a == nil {
			return
		}
		v, documented := same, "accepted"
		if !a.ok() {
			v = differs
		}
		if version == "1999-01-01" {
			v, documented = undocumented, "not documented for a date without a version"
		}
		seen := disputes.outcome(a)
		if a.header.Get("Chargehound-Version") == version {
			seen += ", and the version in a header"
		}
		p.note(v, disputes.where(), "Chargehound-Version "+version, documented, seen)
	}}
}
