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

func getOrder(c *call) {
	if index, ok := c.find(); ok {
		c.respondOrder(index)
	}
}

// find returns the order of the path, or responds with 404.
func (c *call) find() (index int, ok bool) {
	if index, ok = c.state.visible(c.r.PathValue("id"), c.key); !ok {
		c.reject(http.StatusNotFound, problem{text: "there is no such order"})
	}
	return index, ok
}

// createOrders creates one order, or each order of a list.
func createOrders(c *call) {
	body, _ := io.ReadAll(c.r.Body) // in memory already
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && list != nil {
		createBatch(c, list)
		return
	}
	var m fields
	if json.Unmarshal(body, &m) != nil || m == nil {
		c.reject(http.StatusBadRequest, problem{text: "the body is not an order in JSON"})
		return
	}
	index, wrong := c.create(m)
	if wrong != nil {
		c.reject(wrong.status, *wrong)
		return
	}
	c.respondOrder(index)
}

func createBatch(c *call, list []json.RawMessage) {
	if len(list) == 0 || len(list) > maxBatch {
		c.reject(http.StatusBadRequest, problem{text: fmt.Sprintf("%d orders are not 1 to %d", len(list), maxBatch)})
		return
	}
	shapes, status := c.cfg.shapes, c.created()
	results := make([]any, len(list))
	for i, raw := range list {
		result, ok := c.createElement(raw)
		if results[i] = result; !ok && shapes.PartialStatus != 0 {
			status = shapes.PartialStatus
		}
	}
	if shapes.ReverseBatch {
		slices.Reverse(results)
	}
	if shapes.ShortBatch {
		results = results[:len(results)-1]
	}
	if len(list) == 1 && len(results) == 1 && shapes.SingleBatch {
		c.respond(status, results[0])
		return
	}
	c.respond(status, c.wrapped(results))
}

func (c *call) createElement(raw json.RawMessage) (result any, ok bool) {
	var m fields
	wrong := &problem{status: http.StatusBadRequest, text: "is not an order"}
	if json.Unmarshal(raw, &m) == nil && m != nil {
		var index int
		if index, wrong = c.create(m); wrong == nil {
			return success(c.order(index)), true
		}
	}
	body := c.cfg.errors.body(*wrong)
	if !c.cfg.shapes.AnonymousErrors {
		body["order_id"] = m.text("order_id")
	}
	return body, false
}

func (c *call) create(m fields) (index int, wrong *problem) {
	orderID := m.text("order_id")
	defer func() {
		if wrong != nil {
			c.state.rejected[orderID]++
		}
	}()
	if wrong = m.checkRequired(); wrong != nil {
		return 0, wrong
	}
	if wrong = m.check(); wrong != nil {
		return 0, wrong
	}
	crm, merchant, wrong := c.state.parties(m, c.key)
	if wrong != nil {
		return 0, wrong
	}
	if wrong = c.duplicate(orderID, crm, merchant, -1); wrong != nil {
		return 0, wrong
	}
	now := c.now.Unix()
	return c.state.add(record{Body: m.store(), CRM: crm, Merchant: merchant, Created: now, Updated: now}, orderID), nil
}

func (c *call) duplicate(orderID string, crm, merchant int32, except int) *problem {
	if c.cfg.duplicates == DuplicatesAllowed || !c.state.taken(orderID, crm, merchant, except) {
		return nil
	}
	wrong := unprocessable("order_id", "exists already")
	if c.cfg.duplicates == DuplicatesConflict {
		wrong.status = http.StatusConflict
	}
	return wrong
}

// updateOrder changes the fields that were sent. It replaces lists as a whole.
func updateOrder(c *call) {
	index, ok := c.find()
	if !ok {
		return
	}
	body, _ := io.ReadAll(c.r.Body)
	var changes fields
	if json.Unmarshal(body, &changes) != nil || changes == nil {
		c.reject(http.StatusBadRequest, problem{text: "the body is not an object in JSON"})
		return
	}
	if wrong := c.change(index, changes); wrong != nil {
		c.reject(wrong.status, *wrong)
		return
	}
	c.respondOrder(index)
}

func (c *call) change(index int, changes fields) *problem {
	if wrong := changes.check(); wrong != nil {
		return wrong
	}
	crm, merchant, wrong := c.state.parties(changes, c.key)
	if wrong != nil {
		return wrong
	}
	order := c.state.orders[index]
	if crm < 0 {
		crm = order.CRM
	}
	if merchant < 0 {
		merchant = order.Merchant
	}
	m := loadFields(order.Body)
	before := m.text("order_id")
	maps.Copy(m, changes)
	after := m.text("order_id")
	if wrong := c.duplicate(after, crm, merchant, index); wrong != nil {
		return wrong
	}
	order.Body, order.CRM, order.Merchant, order.Updated = m.store(), crm, merchant, c.now.Unix()
	c.state.unlink(index, before)
	c.state.orders[index] = order
	c.state.link(index, after)
	return nil
}

func deleteOrder(c *call) {
	index, ok := c.find()
	if !ok {
		return
	}
	switch order := c.state.orders[index]; {
	case order.Manual:
		c.reject(http.StatusForbidden, problem{text: "only orders made through the API can be deleted"})
		return
	case order.Locked:
		c.reject(http.StatusForbidden, problem{text: "the order is part of a response in progress"})
		return
	}
	c.state.remove(index)
	switch {
	case c.cfg.shapes.EmptyDelete:
		c.w.WriteHeader(http.StatusNoContent)
	case c.cfg.shapes.NotJSONDelete:
		c.w.Header().Set("Content-Type", "application/json")
		c.w.WriteHeader(c.created())
		_, _ = io.WriteString(c.w, "{'status': :'success'}")
	default:
		c.respond(c.created(), map[string]string{"status": "success"})
	}
}
