package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/chargekit/chargekit-go/chargedesk"
)

// deskOrder is the order of ChargeDesk's lists by a time. Its documentation names none.
func deskOrder(by string) order {
	return order{by: by, documented: "not documented; newest first by `" + by + "` is assumed"}
}

// deskTimes are the forms of times. The documentation has numbers, live accounts also
// have strings.
var deskTimes = []string{"Unix seconds", "Unix seconds in a string"}

// deskLists are ChargeDesk's lists.
var deskLists = []*list{
	{path: "/charges", rows: "data", id: "charge_id", size: "count", standard: 20, most: 500, bounds: "occurred", clock: "occurred", order: deskOrder("occurred")},
	{path: "/customers", rows: "data", id: "customer_id", size: "count", standard: 20, most: 500, bounds: "first_seen", clock: "first_seen", order: deskOrder("first_seen")},
	{path: "/subscriptions", rows: "data", id: "subscription_id", size: "count", standard: 20, most: 500, bounds: "created", clock: "first_seen", order: deskOrder("first_seen")},
	{path: "/products", rows: "data", id: "product_id", size: "count", standard: 20, most: 500, clock: "first_seen", order: deskOrder("first_seen")},
	{path: "/log/activity", rows: "data", id: "object_id", size: "count", standard: 20, most: 500, bounds: "occurred", clock: "occurred", order: deskOrder("occurred")},
	{path: "/log/cancellations", rows: "data", id: "subscription_id", size: "count", standard: 20, most: 500, bounds: "occurred", clock: "occurred", order: deskOrder("occurred")},
}

func deskSteps() []step {
	var steps []step
	for _, l := range deskLists {
		steps = append(steps, l.first(), l.full().then(l.noteDecimals), l.behind())
		if l.bounds != "" {
			steps = append(steps, l.between(), l.bound("max", 1, 0), l.bound("min", 0, 1))
		}
	}
	charges, customers, subscriptions, products := deskLists[0], deskLists[1], deskLists[2], deskLists[3]
	steps = append(steps, charges.above(),
		charges.odd("count=0", "not documented; 1 to 500 are", url.Values{"count": {"0"}}),
		charges.odd("an unknown parameter", "not documented", url.Values{"count": {"1"}, "probe_unknown": {"1"}}),
		charges.beyond(50_000), charges.odd("offset=50001", "not documented; at most 50,000 is", url.Values{"count": {"7"}, "offset": {"50001"}}),
		products.beyond(10_000), products.odd("offset=10001", "not documented; at most 10,000 is", url.Values{"count": {"7"}, "offset": {"10001"}}),
	)
	steps = append(steps,
		customers.filter("email", "the e-mail address of a row in capitals", strings.ToUpper),
		customers.filter("name", "the beginning of the name of a row", beginning),
		subscriptions.odd("a status that does not exist", "no such parameter", url.Values{"status": {"probe_unknown"}}),
		products.odd("`created[min]` in the year 2100", "no such parameter", url.Values{"created[min]": {"4102444800"}}),
	)
	for i, kind := range []string{"charge", "customer", "subscription", "product"} {
		route := deskLists[i].path + "/{" + kind + "_id}"
		steps = append(steps, deskLists[i].one(route), deskLists[i].madeUp(route, "probe-no-such-id", "404"))
	}
	charge, customer := "/charges/{charge_id}", "/customers/{customer_id}"
	return append(steps,
		charges.otherCase(charge),
		charges.by(charge, "transaction_id"), customers.by(customer, "email"), customers.by(customer, "username"),
		charges.part("/charges/{charge_id}/items", "/items"),
		charges.of("/charges/preview", "charge_id"), customers.of("/customers/grouped", "customer[id]"), plain("/webhooks/notifications"),
	)
}

// behind asks for the row behind the full page, to tell the end from a short page.
func (l *list) behind() step {
	return step{l.where() + "?count=1&offset=(rows of that page)", func(p *probe) {
		full := p.seen[l.path]
		if full == nil {
			return
		}
		next := l.page(p.get(l.path, l.path, l.sized(1, "offset", strconv.Itoa(len(full.rows)))))
		full.more = next != nil && len(next.rows) > 0
		l.notePage(p, full)
	}}
}

// filter asks for a row by something like a value of it.
func (l *list) filter(name, what string, like func(string) string) step {
	return step{l.where() + "?count=500&" + name + "=(" + what + ")", func(p *probe) {
		value, id := l.valued(p, name)
		question := "`" + name + "` as a filter: " + what
		if value == "" || like(value) == value {
			p.noRow(l.where(), question)
			return
		}
		a := p.get(l.path, l.path, l.sized(l.most, name, like(value)))
		if a == nil {
			return
		}
		v, seen, rows := undocumented, "does not find it", l.page(a)
		switch {
		case rows == nil:
			seen = l.outcome(a)
		case slices.Contains(rows.ids, id):
			seen = "finds it"
		case len(rows.rows) >= l.most:
			v, seen = unclear, "too many rows"
		}
		p.note(v, l.where(), question, "not documented", seen)
	}}
}

// beginning returns the first half of a text.
func beginning(text string) string {
	runes := []rune(text)
	return string(runes[:(len(runes)+1)/2])
}

// noteDecimals says how many digits the amounts of each currency have behind the point.
func (l *list) noteDecimals(p *probe) {
	full := p.seen[l.path]
	if full == nil {
		return
	}
	digits := map[string]map[string]int{}
	for _, row := range full.rows {
		currency, amount := textOf(row["currency"]), textOf(row["amount"])
		if _, known := chargedesk.CurrencyDecimals(chargedesk.Currency(currency)); !known || amount == "" {
			continue
		}
		_, behind, _ := strings.Cut(amount, ".")
		if digits[currency] == nil {
			digits[currency] = map[string]int{}
		}
		digits[currency][strconv.Itoa(len(behind))]++
	}
	for _, currency := range slices.Sorted(maps.Keys(digits)) {
		p.note(undocumented, l.where(), "digits of `amount` behind the point, in "+currency, "not documented", counted(digits[currency], 0))
	}
}

// beyond asks for a page at the highest offset, where few companies have rows.
func (l *list) beyond(offset int) step {
	return step{fmt.Sprintf("%s?count=7&offset=%d", l.where(), offset), func(p *probe) {
		a := p.get(l.path, l.path, l.sized(7, "offset", strconv.Itoa(offset)))
		if a == nil {
			return
		}
		v := same
		if !a.ok() {
			v = differs
		}
		p.note(v, l.where(), fmt.Sprintf("the highest offset, %d", offset), "accepted", l.outcome(a))
		rows, object := l.page(a), fieldsOf(a.value)
		if rows != nil && len(rows.rows) < 7 {
			p.note(undocumented, l.where(), "`count` in a response with fewer rows than asked for", "not documented: the rows asked for or those sent",
				map[string]string{"7": "those asked for", strconv.Itoa(len(rows.rows)): "those sent"}[textOf(object["count"])])
		}
	}}
}
