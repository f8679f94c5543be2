package chargebacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
)

const maxBatch = 100

func getOrder(x *exchange) {
	if index, ok := x.find(); ok {
		x.answerOrder(index)
	}
}

// find returns the order of the path, or answers 404.
func (x *exchange) find() (index int, ok bool) {
	if index, ok = x.state.visible(x.r.PathValue("id"), x.key); !ok {
		x.refuse(http.StatusNotFound, problem{text: "there is no such order"})
	}
	return index, ok
}

// createOrders takes one order, or a list of them.
func createOrders(x *exchange) {
	body, _ := io.ReadAll(x.r.Body) // in memory already
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && list != nil {
		createBatch(x, list)
		return
	}
	var m members
	if json.Unmarshal(body, &m) != nil || m == nil {
		x.refuse(http.StatusBadRequest, problem{text: "the body is not an order in JSON"})
		return
	}
	index, wrong := x.create(m)
	if wrong != nil {
		x.refuse(wrong.status, *wrong)
		return
	}
	x.answerOrder(index)
}

func createBatch(x *exchange, list []json.RawMessage) {
	if len(list) == 0 || len(list) > maxBatch {
		x.refuse(http.StatusBadRequest, problem{text: fmt.Sprintf("%d orders are not 1 to %d", len(list), maxBatch)})
		return
	}
	shapes, status := x.cfg.shapes, x.created()
	answers := make([]any, len(list))
	for i, raw := range list {
		answer, ok := x.createElement(raw)
		if answers[i] = answer; !ok && shapes.PartialStatus != 0 {
			status = shapes.PartialStatus
		}
	}
	if shapes.ReverseBatch {
		slices.Reverse(answers)
	}
	if shapes.ShortBatch {
		answers = answers[:len(answers)-1]
	}
	if len(list) == 1 && len(answers) == 1 && shapes.SingleBatch {
		x.answer(status, answers[0])
		return
	}
	x.answer(status, x.wrapped(answers))
}

func (x *exchange) createElement(raw json.RawMessage) (answer any, ok bool) {
	var m members
	wrong := &problem{status: http.StatusBadRequest, text: "is not an order"}
	if json.Unmarshal(raw, &m) == nil && m != nil {
		var index int
		if index, wrong = x.create(m); wrong == nil {
			return success(x.order(index)), true
		}
	}
	body := x.cfg.errors.body(*wrong)
	if !x.cfg.shapes.AnonymousErrors {
		body["order_id"] = m.text("order_id")
	}
	return body, false
}

func (x *exchange) create(m members) (index int, wrong *problem) {
	orderID := m.text("order_id")
	defer func() {
		if wrong != nil {
			x.state.refused[orderID]++
		}
	}()
	if wrong = m.checkRequired(); wrong != nil {
		return 0, wrong
	}
	if wrong = m.check(); wrong != nil {
		return 0, wrong
	}
	crm, merchant, wrong := x.state.parties(m, x.key)
	if wrong != nil {
		return 0, wrong
	}
	if wrong = x.duplicate(orderID, crm, merchant, -1); wrong != nil {
		return 0, wrong
	}
	now := x.now.Unix()
	return x.state.add(record{Body: m.store(), CRM: crm, Merchant: merchant, Created: now, Updated: now}, orderID), nil
}

func (x *exchange) duplicate(orderID string, crm, merchant int32, except int) *problem {
	if x.cfg.duplicates == DuplicatesAllowed || !x.state.taken(orderID, crm, merchant, except) {
		return nil
	}
	wrong := unprocessable("order_id", "exists already")
	if x.cfg.duplicates == DuplicatesConflict {
		wrong.status = http.StatusConflict
	}
	return wrong
}

// updateOrder changes the members that were sent; lists are replaced.
func updateOrder(x *exchange) {
	index, ok := x.find()
	if !ok {
		return
	}
	body, _ := io.ReadAll(x.r.Body)
	var changes members
	if json.Unmarshal(body, &changes) != nil || changes == nil {
		x.refuse(http.StatusBadRequest, problem{text: "the body is not an object in JSON"})
		return
	}
	if wrong := x.change(index, changes); wrong != nil {
		x.refuse(wrong.status, *wrong)
		return
	}
	x.answerOrder(index)
}

func (x *exchange) change(index int, changes members) *problem {
	if wrong := changes.check(); wrong != nil {
		return wrong
	}
	crm, merchant, wrong := x.state.parties(changes, x.key)
	if wrong != nil {
		return wrong
	}
	order := x.state.orders[index]
	if crm < 0 {
		crm = order.CRM
	}
	if merchant < 0 {
		merchant = order.Merchant
	}
	m := loadMembers(order.Body)
	before := m.text("order_id")
	maps.Copy(m, changes)
	after := m.text("order_id")
	if wrong := x.duplicate(after, crm, merchant, index); wrong != nil {
		return wrong
	}
	order.Body, order.CRM, order.Merchant, order.Updated = m.store(), crm, merchant, x.now.Unix()
	x.state.unlink(index, before)
	x.state.orders[index] = order
	x.state.link(index, after)
	return nil
}

func deleteOrder(x *exchange) {
	index, ok := x.find()
	if !ok {
		return
	}
	switch order := x.state.orders[index]; {
	case order.Manual:
		x.refuse(http.StatusForbidden, problem{text: "only orders made through the API can be deleted"})
		return
	case order.Locked:
		x.refuse(http.StatusForbidden, problem{text: "the order is part of a response in progress"})
		return
	}
	x.state.remove(index)
	switch {
	case x.cfg.shapes.EmptyDelete:
		x.w.WriteHeader(http.StatusNoContent)
	case x.cfg.shapes.NotJSONDelete:
		x.w.Header().Set("Content-Type", "application/json")
		x.w.WriteHeader(x.created())
		_, _ = io.WriteString(x.w, "{'status': :'success'}")
	default:
		x.answer(x.created(), map[string]string{"status": "success"})
	}
}
