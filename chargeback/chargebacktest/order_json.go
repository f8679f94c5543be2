package chargebacktest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// order is an order as the fake answers it.
func (x *exchange) order(index int) map[string]any {
	kept := x.state.orders[index]
	m := loadMembers(kept.Body)
	order := map[string]any{}
	for name, value := range m {
		order[name] = value
	}
	for _, name := range money {
		if _, sent := m[name]; sent {
			order[name] = x.amount(m.text(name))
		}
	}
	order["id"] = x.id(strconv.Itoa(firstID + index))
	order["created_at"] = stamp(kept.Created)
	order["updated_at"] = stamp(kept.Updated)
	order["creator_type"] = map[bool]string{true: "User", false: "ApiUser"}[kept.Manual]
	order["manually_generated"] = x.flag(kept.Manual)
	order["avs_status"] = order["reported_avs_status"]
	order["cvv_status"] = order["reported_cvv_status"]
	delete(order, "reported_cvv_status")
	order["crm"], order["merchant"] = x.parties(kept)
	if m.text("card_type") == "" {
		order["card_type"] = brand(m.text("card_prefix"))
	}
	if m.text("currency_code") == "" {
		order["currency_code"] = "USD"
	}
	if items := m.list("line_items"); items != nil {
		order["line_items"] = x.items(items)
	}
	if _, sent := m["tracking_numbers"]; sent && x.cfg.shapes.ListTracking {
		order["tracking_numbers"] = m.trackingNumbers()
	}
	order["shipments"] = shipments(m)
	x.reshape(order)
	return order
}

func (x *exchange) id(text string) any {
	if x.cfg.shapes.NumberIDs {
		return json.Number(text)
	}
	return text
}

func (x *exchange) page(number int) any {
	if x.cfg.shapes.NumberPages {
		return number
	}
	return strconv.Itoa(number)
}

// amount keeps the digits of an amount; one that was cleared is null.
func (x *exchange) amount(text string) any {
	switch {
	case text == "":
		return nil
	case x.cfg.shapes.NumberMoney && json.Valid([]byte(text)):
		return json.Number(text)
	}
	return text
}

func (x *exchange) flag(value bool) any {
	if x.cfg.shapes.TextFlags {
		return strconv.FormatBool(value)
	}
	return value
}

func (x *exchange) parties(kept record) (crm, merchant any) {
	if x.cfg.shapes.NullParties {
		return nil, nil
	}
	source := x.state.crms[kept.CRM]
	var id any = source.ID
	if x.cfg.shapes.NumberIDs {
		id = strconv.FormatInt(source.ID, 10)
	}
	return map[string]any{"id": id, "name": source.Name}, map[string]any{"name": x.state.merchants[kept.Merchant].Name}
}

// items fills in the subtotals that were not sent.
func (x *exchange) items(list []members) []map[string]any {
	items := make([]map[string]any, len(list))
	for i, m := range list {
		item := map[string]any{}
		for name, value := range m {
			item[name] = value
		}
		price, errPrice := decimal.NewFromString(m.text("product_amount"))
		quantity, errQuantity := decimal.NewFromString(m.text("quantity"))
		if errPrice == nil {
			item["product_amount"] = x.amount(m.text("product_amount"))
		}
		subtotal := m.text("subtotal")
		if subtotal == "" && errPrice == nil && errQuantity == nil {
			sum := price.Mul(quantity)
			subtotal = sum.StringFixed(max(0, -sum.Exponent()))
		}
		item["subtotal"] = x.amount(subtotal)
		if errQuantity == nil && x.cfg.shapes.TextQuantity {
			item["quantity"] = m.text("quantity")
		}
		items[i] = item
	}
	return items
}

// shipments are those that were sent, and one for each further tracking number.
func shipments(m members) []any {
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

// brand reads a card's first digit.
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

// created is the status Chargeback documents for nearly every success.
func (x *exchange) created() int {
	if x.cfg.shapes.OK {
		return http.StatusOK
	}
	return http.StatusCreated
}

func (x *exchange) answer(status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // unreachable: the body is made of valid JSON, text and numbers
	}
	x.w.Header().Set("Content-Type", "application/json")
	x.w.WriteHeader(status)
	_, _ = x.w.Write(text)
}

func (x *exchange) answerOrder(index int) {
	if x.cfg.shapes.Unwrapped {
		x.answer(x.created(), x.order(index))
		return
	}
	x.answer(x.created(), success(x.order(index)))
}

func success(order any) map[string]any { return map[string]any{"status": "success", "order": order} }

// refuse answers an error in the shape that was chosen.
func (x *exchange) refuse(status int, wrong problem) {
	if x.cfg.errors == ErrorsWithStatus {
		status = http.StatusOK
	}
	x.answer(status, x.cfg.errors.body(wrong))
}

func (e ErrorShape) body(wrong problem) map[string]any {
	body := map[string]any{"status": "error"}
	line := wrong.text
	if wrong.member != "" {
		line = wrong.member + " " + wrong.text
	}
	switch e {
	case ErrorsInError:
		body["error"] = line
	case ErrorsInList:
		body["errors"] = []string{line}
	case ErrorsByMember:
		member := wrong.member
		if member == "" {
			member = "base"
		}
		body["errors"] = map[string][]string{member: {wrong.text}}
	default:
		body["message"] = line
	}
	return body
}

func (s *Server) tooMany(w http.ResponseWriter) {
	x := &exchange{Server: s, w: w}
	x.answer(http.StatusTooManyRequests, s.cfg.errors.body(problem{text: "too many requests"}))
}
