package chargebacktest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"
)

const (
	defaultPerPage = 20
	maxPerPage     = 100
)

// listOrders answers one page, oldest orders first. More than 100 rows to a page
// are not to be had.
func listOrders(x *exchange) {
	page, okPage := number(x.r, "page", 1)
	perPage, okPerPage := number(x.r, "per_page", defaultPerPage)
	wanted, okSearch := x.wanted()
	if !okPage || !okPerPage || !okSearch {
		x.refuse(http.StatusBadRequest, problem{text: "page, per_page or search has the wrong form"})
		return
	}
	perPage = min(perPage, maxPerPage)
	rows, total := x.rows(wanted, (page-1)*perPage, perPage)
	orders := make([]any, len(rows))
	for i, index := range rows {
		orders[i] = x.order(index)
	}
	x.answer(http.StatusOK, map[string]any{
		"status": "success", "orders": orders,
		"page": x.page(page), "per_page": x.page(perPage), "total_records": x.page(total),
	})
}

func number(r *http.Request, name string, otherwise int) (int, bool) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= 1<<30
}

// wanted reads the search; nil means everything.
func (x *exchange) wanted() (wanted members, ok bool) {
	text := x.r.URL.Query().Get("search")
	if text == "" || x.cfg.search == SearchIgnored {
		return nil, true
	}
	if x.cfg.search == SearchRefused || json.Unmarshal([]byte(text), &wanted) != nil || wanted == nil {
		return nil, false
	}
	return wanted, true
}

// rows returns a stretch of what is wanted, and how much there is of it.
func (x *exchange) rows(wanted members, skip, count int) (rows []int, total int) {
	if wanted != nil && x.cfg.search == SearchNothing {
		return nil, 0
	}
	if wanted == nil && len(x.key.Merchants) == 0 {
		for _, index := range x.state.live[min(skip, len(x.state.live)):min(skip+count, len(x.state.live))] {
			rows = append(rows, int(index))
		}
		return rows, len(x.state.live)
	}
	for _, index := range x.candidates(wanted) {
		if !x.state.shows(index, x.key) || x.lags(index, wanted) || !x.matches(index, wanted) {
			continue
		}
		if total++; total > skip && len(rows) < count {
			rows = append(rows, index)
		}
	}
	return rows, total
}

// candidates are few where the order_id is wanted.
func (x *exchange) candidates(wanted members) []int {
	if orderID := wanted.text("order_id"); orderID != "" && x.cfg.search == SearchExact {
		return x.state.withOrderID(orderID)
	}
	all := make([]int, len(x.state.live))
	for i, index := range x.state.live {
		all[i] = int(index)
	}
	return all
}

// matches compares the top-level members of an order with those that are wanted.
func (x *exchange) matches(index int, wanted members) bool {
	if len(wanted) == 0 {
		return true
	}
	kept := x.state.orders[index]
	answer := x.order(index)
	answer["crm_id"], answer["crm_name"] = x.state.crms[kept.CRM].ID, x.state.crms[kept.CRM].Name
	answer["merchant_name"] = x.state.merchants[kept.Merchant].Name
	text, _ := json.Marshal(answer) // made of valid JSON
	order := loadMembers(text)
	for name, value := range wanted {
		if !x.equal(order, members{name: value}, name) {
			return false
		}
	}
	return true
}

func (x *exchange) equal(order, wanted members, name string) bool {
	have, want := order.text(name), wanted.text(name)
	if x.cfg.search == SearchContains {
		return strings.Contains(have, want)
	}
	if have == want {
		return true
	}
	var a, b any
	return json.Unmarshal(order[name], &a) == nil && json.Unmarshal(wanted[name], &b) == nil && reflect.DeepEqual(a, b)
}
