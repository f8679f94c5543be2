package chargebacktest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// order returns an order's JSON object.
func (c *call) order(index int) map[string]any {
	kept := c.state.orders[index]
	m := loadFields(kept.Body)
	order := map[string]any{}
	for name, value := range m {
		order[name] = value
	}
	for _, name := range money {
		if _, sent := m[name]; sent {
			order[name] = c.amount(m.text(name))
		}
	}
	order["id"] = c.id(strconv.Itoa(firstID + index))
	order["created_at"] = stamp(kept.Created)
	order["updated_at"] = stamp(kept.Updated)
	order["creator_type"] = map[bool]string{true: "User", false: "ApiUser"}[kept.Manual]
	order["manually_generated"] = c.flag(kept.Manual)
	order["avs_status"] = order["reported_avs_status"]
	order["cvv_status"] = order["reported_cvv_status"]
	delete(order, "reported_cvv_status")
	order["crm"], order["merchant"] = c.parties(kept)
	if m.text("card_type") == "" {
		order["card_type"] = brand(m.text("card_prefix"))
	}
	if m.text("currency_code") == "" {
		order["currency_code"] = "USD"
	}
	if items := m.list("line_items"); items != nil {
		order["line_items"] = c.items(items)
	}
	if _, sent := m["tracking_numbers"]; sent && c.cfg.shapes.ListTracking {
		order["tracking_numbers"] = m.trackingNumbers()
	}
	order["shipments"] = shipments(m)
	c.reshape(order)
	return order
}

func (c *call) id(text string) any {
	if c.cfg.shapes.NumberIDs {
		return json.Number(text)
	}
	return text
}

func (c *call) page(number int) any {
	if c.cfg.shapes.NumberPages {
		return number
	}
	return strconv.Itoa(number)
}

// amount returns an amount with the digits that were sent, or null for "".
func (c *call) amount(text string) any {
	switch {
	case text == "":
		return nil
	case c.cfg.shapes.NumberMoney && json.Valid([]byte(text)):
		return json.Number(text)
	}
	return text
}

func (c *call) flag(value bool) any {
	if c.cfg.shapes.StringFlags {
		return strconv.FormatBool(value)
	}
	return value
}

func (c *call) parties(kept record) (crm, merchant any) {
	if c.cfg.shapes.NullParties {
		return nil, nil
	}
	source := c.state.crms[kept.CRM]
	var id any = source.ID
	if c.cfg.shapes.NumberIDs {
		id = strconv.FormatInt(source.ID, 10)
	}
	return map[string]any{"id": id, "name": source.Name}, map[string]any{"name": c.state.merchants[kept.Merchant].Name}
}

// items returns the line items, with the subtotals that were not sent.
func (c *call) items(list []fields) []map[string]any {
	items := make([]map[string]any, len(list))
	for i, m := range list {
		item := map[string]any{}
		for name, value := range m {
			item[name] = value
		}
		price, errPrice := decimal.NewFromString(m.text("product_amount"))
		quantity, errQuantity := decimal.NewFromString(m.text("quantity"))
		if errPrice == nil {
			item["product_amount"] = c.amount(m.text("product_amount"))
		}
		subtotal := m.text("subtotal")
		if subtotal == "" && errPrice == nil && errQuantity == nil {
			sum := price.Mul(quantity)
			subtotal = sum.StringFixed(max(0, -sum.Exponent()))
		}
		item["subtotal"] = c.amount(subtotal)
		if errQuantity == nil && c.cfg.shapes.StringQuantity {
			item["quantity"] = m.text("quantity")
		}
		items[i] = item
	}
	return items
}

// shipments returns the shipments that were sent, and one for each other tracking
// number.
func shipments(m fields) []any {
	all := []any{}
	known := map[string]bool{}
	for _, shipment := range m.list("shipments") {
		known[shipment.text("tracking_number")] = true
		all = append(all, shipment)
	}
	for _, number := range m.trackingNumbers() {
		if !known[number] {
			all = append(all, map[string]any{
				"tracking_number": number, "shipper_name": "Northpost", "shipped_ts": nil, "tracking_summary": nil,
			})
		}
	}
	return all
}

// brand returns the card brand of a prefix, or nil.
func brand(prefix string) any {
	if prefix == "" {
		return nil
	}
	switch prefix[0] {
	case '3':
		return "American Express"
	case '4':
		return "Visa"
	case '5':
		return "MasterCard"
	}
	return nil
}

func stamp(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }

// created returns the status that Chargeback documents for nearly every success.
func (c *call) created() int {
	if c.cfg.shapes.OK {
		return http.StatusOK
	}
	return http.StatusCreated
}

func (c *call) respond(status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // unreachable: the body is made of valid JSON, strings and numbers
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(text)
}

func (c *call) respondOrder(index int) {
	if c.cfg.shapes.Unwrapped {
		c.respond(c.created(), c.order(index))
		return
	}
	c.respond(c.created(), success(c.order(index)))
}

func success(order any) map[string]any { return map[string]any{"status": "success", "order": order} }

// reject responds with an error in the configured shape.
func (c *call) reject(status int, wrong problem) {
	if c.cfg.errors == ErrorsWithStatus {
		status = http.StatusOK
	}
	c.respond(status, c.cfg.errors.body(wrong))
}

func (e ErrorShape) body(wrong problem) map[string]any {
	body := map[string]any{"status": "error"}
	line := wrong.text
	if wrong.field != "" {
		line = wrong.field + " " + wrong.text
	}
	switch e {
	case ErrorsInError:
		body["error"] = line
	case ErrorsInList:
		body["errors"] = []string{line}
	case ErrorsByField:
		field := wrong.field
		if field == "" {
			field = "base"
		}
		body["errors"] = map[string][]string{field: {wrong.text}}
	default:
		body["message"] = line
	}
	return body
}

func (s *Server) tooMany(w http.ResponseWriter) {
	c := &call{Server: s, w: w}
	c.respond(http.StatusTooManyRequests, s.cfg.errors.body(problem{text: "too many requests"}))
}
