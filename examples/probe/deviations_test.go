package main

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var houndDeviations = []planted{
	{"no has_more", lists("/v1/disputes", func(_ *exchange, object map[string]any) { delete(object, "has_more") }),
		differs, "GET /disputes", "`has_more`", "not sent, or no boolean"},
	{"has_more on the last page", lists("/v1/disputes", func(x *exchange, object map[string]any) {
		if x.query.Get("limit") == "100" {
			object["has_more"] = false
		}
	}), differs, "GET /disputes", "`has_more`", "false, and 1 row behind the page"},
	{"times with a zone", rows("/v1/disputes", func(_ int, row map[string]any) { row["created"] = row["created"].(string) + "Z" }),
		differs, "GET /disputes", "forms of times", "ISO 8601 with Z: `data[].created`"},
	{"times with fractions", rows("/v1/disputes", func(_ int, row map[string]any) { row["due_by"] = row["due_by"].(string) + ".123456+00:00" }),
		differs, "GET /disputes", "forms of times", "ISO 8601 with fractions of a second: `data[].due_by`"},
	{"amounts as strings", rows("/v1/disputes", set("amount", "54.00")),
		differs, "GET /disputes", "`data[].amount`: kind", "string in 129 of 129"},
	{"amounts with a fraction", rows("/v1/disputes", set("fee", 12.5)),
		differs, "GET /disputes", "`data[].fee`: kind", "number with a fraction in 129 of 129"},
	{"a new state", rows("/v1/disputes", set("state", "awaiting_bank")),
		differs, "GET /disputes", "`data[].state`: value", `"awaiting_bank" in 129 of 129`},
	{"no limit of 100", asked("limit", "101", func(r *http.Request) { param(r, "limit", "100") }),
		undocumented, "GET /disputes", "rows for limit=101", "100 rows"},
	{"a limit of 50", asked("limit", "100", func(r *http.Request) { param(r, "limit", "50") }),
		differs, "GET /disputes", "rows for limit=100", "50 rows, and there are more"},
	{"a limit of 0", asked("limit", "0", func(r *http.Request) { param(r, "limit", "20") }),
		undocumented, "GET /disputes", "limit=0", "20 rows"},
	{"a cursor that includes its row", lists("/v1/disputes", func(x *exchange, object map[string]any) {
		if cursor := x.query.Get("starting_after"); cursor != "" && x.query.Get("limit") == "2" {
			object["data"].([]any)[0].(map[string]any)["id"] = cursor
		}
	}), differs, "GET /disputes", "`starting_after`", "the row of the cursor itself is among them"},
	{"cursors the other way round", deviation{before: func(r *http.Request) {
		if query := r.URL.Query(); query.Get("limit") == "2" && !(query.Has("ending_before") && query.Has("starting_after")) {
			r.URL.RawQuery = strings.NewReplacer("starting_after", "ending_before", "ending_before", "starting_after").Replace(r.URL.RawQuery)
		}
	}}, differs, "GET /disputes", "`starting_after`", "others: 1 row"},
	{"ending_before with the oldest first", lists("/v1/disputes", func(x *exchange, object map[string]any) {
		if x.query.Has("ending_before") {
			slices.Reverse(object["data"].([]any))
		}
	}), undocumented, "GET /disputes", "`ending_before`", "the two rows right before it, oldest first"},
	{"both cursors", asked("ending_before", "", func(*http.Request) {}).with(deviation{before: func(r *http.Request) {
		if query := r.URL.Query(); query.Has("ending_before") && query.Has("starting_after") {
			param(r, "ending_before", "")
		}
	}}), undocumented, "GET /disputes", "both cursors", "those of starting_after"},
	{"an unknown cursor", asked("starting_after", "probe-no-such-id", func(r *http.Request) { param(r, "starting_after", "") }),
		undocumented, "GET /disputes", "an unknown cursor", "1 row"},
	{"ordered by another time", rows("/v1/disputes", func(i int, row map[string]any) {
		if i%3 == 0 {
			row["created"] = "2031-01-02T03:04:05"
		}
	}), differs, "GET /disputes", "order of the rows", "`charged_at` newest first, `disputed_at` newest first, `due_by` newest first"},
	{"livemode in rows", rows("/v1/disputes", set("livemode", false)),
		undocumented, "GET /disputes", "`livemode` of a row", "sent"},
	{"an unknown version that is accepted", deviation{before: func(r *http.Request) {
		if r.Header.Get("Chargehound-Version") == "1999-01-01" {
			r.Header.Del("Chargehound-Version")
		}
	}}, undocumented, "GET /disputes", "Chargehound-Version 1999-01-01", "1 row"},
	{"an old version that is gone", deviation{after: func(x *exchange) {
		if x.header.Get("Chargehound-Version") == "2016-03-05" {
			x.status, x.body = http.StatusBadRequest, []byte(`{"error":{"message":"gone"}}`)
		}
	}}, differs, "GET /disputes", "Chargehound-Version 2016-03-05", "rejected with 400"},
	{"the version in a header", deviation{after: func(x *exchange) {
		if version := x.header.Get("Chargehound-Version"); version != "" {
			x.sent.Set("Chargehound-Version", version)
		}
	}}, undocumented, "responses", "headers", "`Chargehound-Version`: 1999-01-01, 2016-03-05, 2017-10-30, 2020-02-28, 2021-09-15; `Content-Length`; `Content-Type`: application/json; `Date`"},
	{"fields of an old version", lists("/v1/disputes", func(x *exchange, object map[string]any) {
		if x.header.Get("Chargehound-Version") == "2016-03-05" {
			object["data"].([]any)[0].(map[string]any)["external_charge"] = "ch_old_1"
		}
	}), differs, "GET /disputes", "`data[].external_charge`", "string; in 1 of 129"},
	{"an unknown type of error", deviation{after: func(x *exchange) {
		x.body = []byte(strings.ReplaceAll(string(x.body), "dispute_not_found", "no_such_dispute"))
	}}, differs, "errors", "`error.type`: value", `"no_such_dispute" in 2 of 9`},
	{"a url of its own", deviation{after: func(x *exchange) {
		if strings.HasPrefix(x.path, "/v1/disputes/") {
			x.edit(func(object map[string]any) { object["url"] = "/v1/charges/1" })
		}
	}}, differs, "GET /disputes/{id}", "`url`", "another"},
	{"a response that is there", respond("/v1/disputes/dp_fake_110/response", http.StatusOK, "application/json",
		`{"object":"response","dispute":"dp_fake_110","response_url":"https://files.example.com/r.pdf?Signature=abc","pages":3}`),
		differs, "GET /disputes/{id}/response", "`pages`", "whole number; in 1 of 1"},
}

var backDeviations = []planted{
	{"totals as numbers", lists("/api/v1/orders", func(_ *exchange, object map[string]any) { object["total_records"] = 110 }),
		undocumented, "GET /orders", "kinds of fields", "whole number: `orders[].crm.id`, `total_records`"},
	{"no totals", lists("/api/v1/orders", func(_ *exchange, object map[string]any) { delete(object, "total_records") }),
		differs, "GET /orders", "`total_records`", "not sent, or fewer than the rows of the page"},
	{"200 for an order", deviation{after: func(x *exchange) {
		if x.status == http.StatusCreated {
			x.status = http.StatusOK
		}
	}}, undocumented, "GET /orders/{id}", "status", "200"},
	{"an order without its envelope", deviation{after: func(x *exchange) {
		x.edit(func(object map[string]any) {
			if order, ok := object["order"].(map[string]any); ok {
				clear(object)
				for name, value := range order {
					object[name] = value
				}
			}
		})
	}}, differs, "GET /orders/{id}", "`order`", "missing in 1 of 1"},
	{"ids as numbers", rows("/api/v1/orders", func(i int, row map[string]any) { row["id"] = 900500 + i }),
		undocumented, "GET /orders", "kinds of fields", "whole number: `orders[].crm.id`, `orders[].id`"},
	{"money as numbers", rows("/api/v1/orders", set("order_amount", 81.4)),
		undocumented, "GET /orders", "kinds of fields", "number with a fraction: `orders[].order_amount`"},
	{"the newest first", lists("/api/v1/orders", reversed("orders")),
		undocumented, "GET /orders", "order of the rows", "`created_at` newest first, `id` newest first, `order_ts` newest first, `updated_at` newest first"},
	{"pages of 100 at most, called 101", lists("/api/v1/orders", func(x *exchange, object map[string]any) {
		if x.query.Get("per_page") == "101" {
			object["per_page"] = "101"
		}
	}), undocumented, "GET /orders", "rows for per_page=101", "100 rows, and a `per_page` of 101"},
	{"pages of 25 at most", deviation{before: func(r *http.Request) {
		if len(r.URL.Query().Get("per_page")) == 3 {
			param(r, "per_page", "25")
		}
	}}, differs, "GET /orders", "rows for per_page=100", "25 rows, and there are more"},
	{"another page without a number", asked("per_page", "", func(r *http.Request) { param(r, "per_page", "10") }),
		undocumented, "GET /orders", "rows of a page without per_page", "10 rows"},
	{"pages from 0", asked("page", "0", func(r *http.Request) { param(r, "page", "1") }),
		undocumented, "GET /orders", "page=0", "1 row"},
	{"a page beyond the end that is rejected", deviation{after: func(x *exchange) {
		if x.query.Get("page") == "1000000" {
			x.status, x.body = http.StatusNotFound, []byte(`{"status":"error","message":"none"}`)
		}
	}}, undocumented, "GET /orders", "a page beyond the end", "rejected with 404"},
	{"pages that overlap", asked("page", "2", func(r *http.Request) { param(r, "page", "1") }),
		differs, "GET /orders", "page=2", "others"},
	{"a search that does nothing", deviation{before: func(r *http.Request) { param(r, "search", "") }},
		undocumented, "GET /orders", "search for a field that orders do not have", "2 rows, that one among them"},
	{"a search for the beginning", deviation{before: func(r *http.Request) {
		if query := r.URL.Query(); strings.HasSuffix(query.Get("search"), `_000000"}`) {
			param(r, "search", "")
		}
	}}, undocumented, "GET /orders", "search for the beginning of an order_id", "2 rows, that one among them"},
	{"orders by their order_id", deviation{before: func(r *http.Request) {
		if strings.Contains(r.URL.Path, "/orders/seed_") {
			r.URL.Path = "/api/v1/orders/900001"
		}
	}}, undocumented, "GET /orders/{id}", "the `order_id` as the id", "finds the object"},
	{"an error in another shape", deviation{after: func(x *exchange) {
		if x.status == http.StatusNotFound {
			x.body = []byte(`{"code":17,"reason":"none"}`)
		}
	}}, differs, "errors", "`reason`", "string; in 2 of 4"},
	{"an undocumented resource", respond("/api/v1/alerts", http.StatusOK, "application/json", `{"status":"success","alerts":[]}`),
		undocumented, "GET /alerts", "what is there", "200, `alerts` list, `status` string"},
	{"another word of success", lists("/api/v1/orders", func(_ *exchange, object map[string]any) { object["status"] = "ok" }),
		differs, "GET /orders", "`status`: value", `"ok" in 9 of 9`},
	{"times with an offset", rows("/api/v1/orders", set("created_at", "2031-05-01T10:00:00+0200")),
		differs, "GET /orders", "forms of times", "ISO 8601 with an offset: `orders[].created_at`"},
	{"tracking numbers as a list", rows("/api/v1/orders", set("tracking_numbers", []any{"PKT1"})),
		undocumented, "GET /orders", "kinds of fields", "list: `orders[].tracking_numbers`"},
}

// Every deviation is named by a note that is not in the report of the plain fake, and no
// report has a value of the data.
func TestEveryPlantedDeviationIsNamed(t *testing.T) {
	t.Parallel()
	var found, all atomic.Int32
	t.Run("vendors", func(t *testing.T) {
		for name, deviations := range map[string][]planted{
			"chargedesk": deskDeviations, "chargehound": houndDeviations, "chargeback": backDeviations,
		} {
			plain := map[bool]*probe{false: probing(t, name, deviation{}), true: probing(t, name, deviation{big: true})}
			require.Empty(t, plain[false].stopped)
			require.Empty(t, plain[true].stopped)
			for _, d := range deviations {
				all.Add(1)
				t.Run(name+"/"+d.what, func(t *testing.T) {
					t.Parallel()
					h := &harvest{values: map[string]bool{}}
					p := probing(t, name, h.after(d.about()))
					assert.Empty(t, p.stopped)
					assert.Empty(t, h.found(p.text(t)))
					require.False(t, d.named(plain[d.big]), "it is in the report of the plain fake")
					if assert.True(t, d.named(p), "not named; what is there instead:\n%s", d.near(p)) {
						found.Add(1)
					}
				})
			}
		}
	})
	t.Logf("named / planted: %d / %d", found.Load(), all.Load())
	require.Equal(t, all.Load(), found.Load())
}

// about leaves out the requests for other objects than the one that differs.
func (d planted) about() deviation {
	if parts := strings.SplitAfterN(d.where, "/", 3); len(parts) > 1 {
		d.only = parts[0] + strings.TrimSuffix(parts[1], "/")
	}
	return d.deviation
}

func (d planted) named(p *probe) bool {
	return slices.ContainsFunc(p.list, func(n note) bool {
		return n.Verdict == d.verdict && n.Where == d.where && n.Question == d.question && n.Seen == d.seen
	})
}

// near returns the notes about the same question, and what differs.
func (d planted) near(p *probe) string {
	var lines []string
	for _, n := range p.list {
		if n.Verdict == differs || n.Where == d.where && n.Question == d.question {
			lines = append(lines, strings.Join([]string{string(n.Verdict), n.Where, n.Question, n.Seen}, " | "))
		}
	}
	return strings.Join(lines, "\n")
}
