package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// planted is a deviation and the note that has to name it.
type planted struct {
	what string
	deviation
	verdict  verdict
	where    string
	question string
	seen     string
}

func set(name string, value any) func(int, map[string]any) {
	return func(_ int, row map[string]any) { row[name] = value }
}

// asked changes the query of a request if a parameter has this value.
func asked(name, value string, change func(r *http.Request)) deviation {
	return deviation{before: func(r *http.Request) {
		if r.URL.Query().Get(name) == value {
			change(r)
		}
	}}
}

func param(r *http.Request, name, value string) {
	query := r.URL.Query()
	query.Set(name, value)
	if value == "" {
		query.Del(name)
	}
	r.URL.RawQuery = query.Encode()
}

// respond replaces the response to requests of a path.
func respond(path string, status int, contentType, body string) deviation {
	return deviation{after: func(x *exchange) {
		if strings.HasPrefix(x.path, path) && x.status != http.StatusUnauthorized {
			x.status, x.body = status, []byte(body)
			x.sent.Set("Content-Type", contentType)
		}
	}}
}

func reversed(member string) func(*exchange, map[string]any) {
	return func(_ *exchange, object map[string]any) {
		if list, ok := object[member].([]any); ok {
			slices.Reverse(list)
		}
	}
}

// outside drops the rows of exactly a bound's second.
func outside(bound string) deviation {
	return lists("/v1/charges", func(x *exchange, object map[string]any) {
		at := x.query.Get("occurred[" + bound + "]")
		object["data"] = slices.DeleteFunc(object["data"].([]any), func(row any) bool {
			return textOf(row.(map[string]any)["occurred"]) == at
		})
	})
}

var deskDeviations = []planted{
	{"an unknown field", rows("/v1/charges", set("risk_score", 7)),
		differs, "GET /charges", "`data[].risk_score`", "whole number; in 89 of 89"},
	{"an unknown field in a few rows", rows("/v1/customers", func(i int, row map[string]any) {
		if i < 3 {
			row["lifetime_value"] = "12.00"
		}
	}), differs, "GET /customers", "`data[].lifetime_value`", "string; in 13 of 98"},
	{"a number for a string", rows("/v1/charges", set("charge_id", json.Number("17"))),
		differs, "GET /charges", "`data[].charge_id`: kind", "whole number in 89 of 89"},
	{"null for a string", rows("/v1/products", set("product_id", nil)),
		differs, "GET /products", "`data[].product_id`: kind", "null in 50 of 50"},
	{"an object for a string", rows("/v1/charges", set("company", map[string]any{"name": "x"})),
		differs, "GET /charges", "`data[].company`: kind", "object in 89 of 89"},
	{"a string for a boolean", rows("/v1/charges", set("is_paid", "1")),
		undocumented, "GET /charges", "kinds of fields", "string: `data[].added_tax`, `data[].amount_refunded`, `data[].amount`, `data[].is_paid`, `data[].occurred`, `data[].refunded_at`"},
	{"a word for a flag", rows("/v1/charges", set("is_paid", "yes")),
		differs, "GET /charges", "`data[].is_paid`: values", "another value in 89 of 89"},
	{"amounts with a comma", rows("/v1/charges", set("amount", "1,234.00")),
		differs, "GET /charges", "`data[].amount`: form", "another form in 89 of 89"},
	{"an ISO time", rows("/v1/charges", set("occurred", "2031-05-01T00:00:00Z")),
		differs, "GET /charges", "forms of times", "ISO 8601 with Z: `data[].occurred`"},
	{"milliseconds", rows("/v1/subscriptions", set("first_seen", json.Number("1936000000000"))),
		differs, "GET /subscriptions", "forms of times", "Unix milliseconds: `data[].first_seen`"},
	{"an unknown word of an enum", rows("/v1/charges", set("status", "partially captured")),
		differs, "GET /charges", "`data[].status`: value", `"partially captured" in 89 of 89`},
	{"a missing id", rows("/v1/subscriptions", func(_ int, row map[string]any) { delete(row, "subscription_id") }),
		differs, "GET /subscriptions", "`data[].subscription_id`", "missing in 53 of 53"},
	{"the oldest first", lists("/v1/charges", reversed("data")),
		differs, "GET /charges", "order of the rows", "`occurred` oldest first"},
	{"no order", lists("/v1/charges", func(_ *exchange, object map[string]any) {
		list := object["data"].([]any)
		for i := 0; i+1 < len(list); i += 2 {
			list[i], list[i+1] = list[i+1], list[i]
		}
	}), differs, "GET /charges", "order of the rows", "by no time"},
	{"another order of one second on each page", lists("/v1/charges", func(x *exchange, object map[string]any) {
		if list := object["data"].([]any); x.query.Get("count") == "500" && len(list) > 1 {
			list[0], list[1] = list[1], list[0]
		}
	}), undocumented, "GET /charges", "order of rows of one second on two pages", "another on each"},
	{"an exclusive max", outside("max"),
		undocumented, "GET /charges", "a row of exactly `occurred[max]`", "is outside: the bound is exclusive"},
	{"an exclusive min", outside("min"),
		undocumented, "GET /charges", "a row of exactly `occurred[min]`", "is outside: the bound is exclusive"},
	{"bounds that do nothing", deviation{before: func(r *http.Request) {
		param(r, "occurred[min]", "")
		param(r, "occurred[max]", "")
	}}, differs, "GET /charges", "`occurred` bounds a second around a row", "rows outside of the bounds"},
	{"a page of 100 at most", asked("count", "500", func(r *http.Request) { param(r, "count", "100") }).inBigWorld(),
		differs, "GET /charges", "rows for count=500", "100 rows, and there are more"},
	{"no cap", lists("/v1/charges", func(x *exchange, object map[string]any) {
		if list := object["data"].([]any); x.query.Get("count") == "501" {
			object["data"] = append(list, list[0])
		}
	}).with(asked("count", "501", func(r *http.Request) { param(r, "count", "500") })).inBigWorld(),
		differs, "GET /charges", "rows for count=501", "501 rows"},
	{"a page of 50 without a count", asked("count", "", func(r *http.Request) { param(r, "count", "50") }),
		differs, "GET /charges", "rows of a page without count", "50 rows"},
	{"the rows sent as count", lists("/v1/charges", func(_ *exchange, object map[string]any) { object["count"] = len(object["data"].([]any)) }),
		undocumented, "GET /charges", "`count` in a response with fewer rows than asked for", "those sent"},
	{"a lower cap of the offset", deviation{after: func(x *exchange) {
		if x.query.Get("offset") == "50000" {
			x.status, x.body = http.StatusBadRequest, []byte(`{"error":{"message":"too far"}}`)
		}
	}}, differs, "GET /charges", "the highest offset, 50000", "rejected with 400"},
	{"an offset beyond the cap", asked("offset", "50001", func(r *http.Request) { param(r, "offset", "50000") }),
		undocumented, "GET /charges", "offset=50001", "no rows"},
	{"a count of 0", asked("count", "0", func(r *http.Request) { param(r, "count", "20") }),
		undocumented, "GET /charges", "count=0", "20 rows"},
	{"another envelope", lists("/v1/charges", func(_ *exchange, object map[string]any) {
		object["charges"] = object["data"]
		delete(object, "data")
	}), differs, "GET /charges", "`charges`", "list; in 4 of 4"},
	{"a bare list", respond("/v1/charges", http.StatusOK, "application/json", `[]`),
		differs, "GET /charges", "`(the whole response)`: kind", "list in 7 of 7"},
	{"an error in a 200", respond("/v1/products", http.StatusOK, "application/json", `{"error":{"message":"no"}}`),
		differs, "GET /products", "`error`", "object; in 5 of 5"},
	{"another 404", respond("/v1/charges/probe-no-such-id", http.StatusNotFound, "application/json", `{"status":404,"detail":"none"}`),
		undocumented, "GET /charges/{charge_id}", "a made-up id", "404, `detail` string, `status` whole number"},
	{"a 404 in HTML", respond("/v1/charges/probe-no-such-id", http.StatusNotFound, "text/html", `<html>none</html>`),
		differs, "GET /charges/{charge_id}", "a made-up id", "404, no JSON, but HTML"},
	{"a 200 for a made-up id", respond("/v1/customers/probe-no-such-id", http.StatusOK, "application/json", `{}`),
		differs, "GET /customers/{customer_id}", "a made-up id", "200, object"},
	{"ids without case", deviation{before: func(r *http.Request) {
		if strings.Contains(r.URL.Path, "/charges/CH_") {
			r.URL.Path = strings.Map(swapCase, r.URL.Path[len("/v1/charges/"):])
			r.URL.Path = "/v1/charges/" + r.URL.Path
		}
	}}, undocumented, "GET /charges/{charge_id}", "an id in the other case", "finds the object"},
	{"an unknown parameter that is rejected", deviation{after: func(x *exchange) {
		if x.query.Has("probe_unknown") {
			x.status, x.body = http.StatusBadRequest, []byte(`{"error":{"message":"unknown"}}`)
		}
	}}, undocumented, "GET /charges", "an unknown parameter", "rejected with 400"},
	{"headers of a rate limit", deviation{after: func(x *exchange) { x.sent.Set("X-RateLimit-Limit", "60") }},
		undocumented, "responses", "headers about a limit", "`X-Ratelimit-Limit`"},
	{"a byte order mark", deviation{after: func(x *exchange) { x.body = append([]byte("\xef\xbb\xbf"), x.body...) }},
		differs, "GET /charges", "body of a 200", "JSON behind a byte order mark"},
	{"another encoding", rows("/v1/charges", set("description", "caf\xe9")).with(deviation{after: func(x *exchange) {
		x.body = bytes.ReplaceAll(x.body, []byte(`caf\ufffd`), []byte("caf\xe9"))
	}}), differs, "GET /charges", "body of a 200", "JSON that is not UTF-8"},
	{"JSON as text", deviation{after: func(x *exchange) { x.sent.Set("Content-Type", "text/html; charset=UTF-8") }},
		differs, "GET /products", "body of a 200", "JSON whose Content-Type is not application/json"},
	{"fields in a list of unknown form", rows("/v1/charges", set("logs", []any{map[string]any{"event": "x", "at": 1}})),
		undocumented, "GET /charges", "fields of `data[].logs[]`", "`at` whole number, `event` string"},
	{"items in another shape", respond("/v1/charges/ch_", http.StatusOK, "application/json", `{"items":[],"taxes":[]}`),
		undocumented, "GET /charges/{charge_id}/items", "which of the described shapes", "ChargeItemsPlain"},
	{"a log that nobody may read", respond("/v1/log/activity", http.StatusForbidden, "application/json", `{"error":{"message":"no"}}`),
		differs, "GET /log/activity", "a page", "rejected with 403"},
	{"a preview that fails", respond("/v1/charges/preview", http.StatusBadGateway, "text/html", `<html>`),
		differs, "GET /charges/preview", "response", "failed with 502"},
	{"a filter that knows capitals", deviation{before: func(r *http.Request) {
		if email := r.URL.Query().Get("email"); email != strings.ToLower(email) {
			param(r, "email", "nobody@example.com")
		}
	}}, undocumented, "GET /customers", "`email` as a filter: the e-mail address of a row in capitals", "does not find it"},
	{"an unknown filter that does nothing", asked("status", "probe_unknown", func(r *http.Request) { param(r, "status", "") }),
		undocumented, "GET /subscriptions", "a status that does not exist", "20 rows"},
	{"yen with two decimals", rows("/v1/charges", set("currency", "JPY")),
		undocumented, "GET /charges", "digits of `amount` behind the point, in JPY", "2"},
	{"another status", deviation{after: func(x *exchange) {
		if x.path == "/v1/products" {
			x.status = http.StatusNonAuthoritativeInfo
		}
	}}, differs, "GET /products", "status", "203"},
	{"times in the future of 32 bits", rows("/v1/log/activity", set("occurred", strconv.FormatInt(time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), 10))),
		differs, "GET /log/activity", "forms of times", "another form: `data[].occurred`"},
}

func (d deviation) inBigWorld() deviation {
	d.big = true
	return d
}

// with adds another deviation.
func (d deviation) with(more deviation) deviation {
	if more.before != nil {
		d.before = more.before
	}
	if first, second := d.after, more.after; first != nil && second != nil {
		d.after = func(x *exchange) { first(x); second(x) }
	} else if second != nil {
		d.after = second
	}
	return d
}
