package chargebacktest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPerPage = 20
	maxPerPage     = 100
)

// listOrders responds with one page of at most 100 orders, oldest first.
func listOrders(c *call) {
	if name := c.misplacedField(); name != "" {
		c.reject(http.StatusBadRequest, problem{field: name, text: "is not a parameter of this list, use search"})
		return
	}
	page, okPage := number(c.r, "page", 1)
	perPage, okPerPage := number(c.r, "per_page", defaultPerPage)
	wanted, okSearch := c.wanted()
	if !okPage || !okPerPage || !okSearch {
		c.reject(http.StatusBadRequest, problem{text: "page, per_page or search has the wrong form"})
		return
	}
	perPage = min(perPage, maxPerPage)
	rows, total := c.rows(wanted, (page-1)*perPage, perPage)
	orders := make([]any, len(rows))
	for i, index := range rows {
		orders[i] = c.order(index)
	}
	c.respond(http.StatusOK, map[string]any{
		"status": "success", "orders": orders,
		"page": c.page(page), "per_page": c.page(perPage), "total_records": c.page(total),
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

// misplacedField returns a field of an order that was sent as a parameter, or "".
// Ignored, it would return all orders.
func (c *call) misplacedField() string {
	query := c.r.URL.Query()
	for _, name := range slices.Concat(required, partyFields, []string{"id"}) {
		if query.Has(name) {
			return name
		}
	}
	return ""
}

// wanted parses the search parameter; nil matches all orders.
func (c *call) wanted() (wanted fields, ok bool) {
	text := c.r.URL.Query().Get("search")
	if text == "" || c.cfg.search == SearchIgnored {
		return nil, true
	}
	if c.cfg.search == SearchRejected || json.Unmarshal([]byte(text), &wanted) != nil || wanted == nil {
		return nil, false
	}
	return wanted, true
}

// rows returns the orders of a page, and how many match in all.
func (c *call) rows(wanted fields, skip, count int) (rows []int, total int) {
	if wanted != nil && c.cfg.search == SearchNothing {
		return nil, 0
	}
	if wanted == nil && len(c.key.Merchants) == 0 {
		for _, index := range c.state.live[min(skip, len(c.state.live)):min(skip+count, len(c.state.live))] {
			rows = append(rows, int(index))
		}
		return rows, len(c.state.live)
	}
	for _, index := range c.candidates(wanted) {
		if !c.state.shows(index, c.key) || c.lags(index, wanted) || !c.matches(index, wanted) {
			continue
		}
		if total++; total > skip && len(rows) < count {
			rows = append(rows, index)
		}
	}
	return rows, total
}

// candidates returns the orders that may match: few if the search has an order_id.
func (c *call) candidates(wanted fields) []int {
	if orderID := wanted.text("order_id"); orderID != "" && c.cfg.search == SearchExact {
		return c.state.withOrderID(orderID)
	}
	all := make([]int, len(c.state.live))
	for i, index := range c.state.live {
		all[i] = int(index)
	}
	return all
}

// matches reports whether the top-level fields of an order match the search.
func (c *call) matches(index int, wanted fields) bool {
	if len(wanted) == 0 {
		return true
	}
	kept := c.state.orders[index]
	result := c.order(index)
	result["crm_id"], result["crm_name"] = c.state.crms[kept.CRM].ID, c.state.crms[kept.CRM].Name
	result["merchant_name"] = c.state.merchants[kept.Merchant].Name
	text, _ := json.Marshal(result) // made of valid JSON
	order := loadFields(text)
	for name, value := range wanted {
		if !c.equal(order, fields{name: value}, name) {
			return false
		}
	}
	return true
}

func (c *call) equal(order, wanted fields, name string) bool {
	have, want := order.text(name), wanted.text(name)
	if c.cfg.search == SearchContains {
		return strings.Contains(have, want)
	}
	if have == want {
		return true
	}
	var a, b any
	return json.Unmarshal(order[name], &a) == nil && json.Unmarshal(wanted[name], &b) == nil && reflect.DeepEqual(a, b)
}
