package chargebacktest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
)

// Order is an order as it is seeded and as [Server.Order] returns it. It is a part
// of what the API shows.
type Order struct {
	ID                chargeback.ID // Chargeback's; seeding takes no notice of it
	OrderID           string        // the merchant's; seeding: seed_0000001 and so on
	OrderTS           string        // an ISO 8601 time; seeding: now
	OrderAmount       string        // decimal text in major units; seeding: 81.40
	TransactionID     string        // seeding: txn_ and the order_id
	TransactionAmount string        // seeding: that of the order
	CRMName           string        // of the data source; seeding: [CRMName]
	MerchantName      string        // seeding: [MerchantName]

	Manual bool // made in Chargeback's web pages: the API can't delete it
	Locked bool // part of a response in progress: the API can't delete it
}

// SeedOrder adds an order as the API would have made it, at [CRMID] and
// [MerchantName], and returns Chargeback's id of it. An order_id that is taken gets
// a second order.
func (s *Server) SeedOrder(orderID string) chargeback.ID {
	return s.SeedOrderWith(Order{OrderID: orderID})
}

// SeedManualOrder is [Server.SeedOrder] with an order as if somebody had made it in
// Chargeback's web pages: it can't be deleted through the API.
func (s *Server) SeedManualOrder(orderID string) chargeback.ID {
	return s.SeedOrderWith(Order{OrderID: orderID, Manual: true})
}

// SeedOrderWith is [Server.SeedOrder] with values of one's own: members that are
// zero get the values noted at [Order]. It panics on what the API would refuse.
func (s *Server) SeedOrderWith(seed Order) chargeback.ID {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return s.state.seed(seed, s.Now())
}

// SeedOrders adds n orders and returns Chargeback's ids of them in the order of a
// list, oldest first. Their order_ids are seed_0000001 and so on, without those that
// are taken.
func (s *Server) SeedOrders(n int) []chargeback.ID {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	ids := make([]chargeback.ID, n)
	for i := range ids {
		ids[i] = s.state.seed(Order{}, s.Now())
	}
	return ids
}

func (s *state) seed(seed Order, now time.Time) chargeback.ID {
	m := seed.members(cmp.Or(seed.OrderID, s.freeOrderID()), now)
	crm, merchant, wrong := s.parties(m, s.own)
	if wrong == nil {
		wrong = m.check()
	}
	if wrong != nil {
		panic("chargebacktest: " + wrong.member + " " + wrong.text)
	}
	index := s.add(record{
		Body: m.store(), CRM: crm, Merchant: merchant, Manual: seed.Manual, Locked: seed.Locked,
		Created: now.Unix(), Updated: now.Unix(),
	}, m.text("order_id"))
	return idOf(index)
}

func idOf(index int) chargeback.ID { return chargeback.ID(strconv.Itoa(firstID + index)) }

func (s *state) freeOrderID() string {
	for n := len(s.orders) + 1; ; n++ {
		orderID := fmt.Sprintf("seed_%07d", n)
		if _, taken := s.heads[orderID]; !taken {
			return orderID
		}
	}
}

// members are those with which the API would make the order.
func (o Order) members(orderID string, now time.Time) members {
	m, amount := members{}, cmp.Or(o.OrderAmount, "81.40")
	for name, text := range map[string]string{
		"order_id": orderID, "order_ts": cmp.Or(o.OrderTS, stamp(now.Unix())), "order_amount": amount,
		"transaction_id": cmp.Or(o.TransactionID, "txn_"+orderID), "transaction_amount": cmp.Or(o.TransactionAmount, amount),
		"crm_name": cmp.Or(o.CRMName, CRMName), "merchant_name": cmp.Or(o.MerchantName, MerchantName),
	} {
		m[name], _ = json.Marshal(text) // a string always encodes
	}
	return m
}

// Order returns an order as it is now, and whether there is one of this id of
// Chargeback's.
func (s *Server) Order(id chargeback.ID) (Order, bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	index, ok := s.state.visible(string(id), s.state.own)
	if !ok {
		return Order{}, false
	}
	kept := s.state.orders[index]
	m := loadMembers(kept.Body)
	return Order{
		ID: idOf(index), OrderID: m.text("order_id"), OrderTS: m.text("order_ts"), OrderAmount: m.text("order_amount"),
		TransactionID: m.text("transaction_id"), TransactionAmount: m.text("transaction_amount"),
		CRMName: s.state.crms[kept.CRM].Name, MerchantName: s.state.merchants[kept.Merchant].Name,
		Manual: kept.Manual, Locked: kept.Locked,
	}, true
}

// LockOrder makes the order with this id of Chargeback's part of a response in
// progress: it can't be deleted any more. It returns whether there is such an order.
func (s *Server) LockOrder(id chargeback.ID) bool {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	index, ok := s.state.visible(string(id), s.state.own)
	if ok {
		s.state.orders[index].Locked = true
	}
	return ok
}

// Created is how many orders were made with this order_id, deleted ones included.
func (s *Server) Created(orderID string) int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.withOrderID(orderID))
}

// Received is how many times an order with this order_id came in to be made,
// whether it was made or refused. A request whose work a fault prevented is not
// counted.
func (s *Server) Received(orderID string) int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.withOrderID(orderID)) + s.state.refused[orderID]
}

// Counts returns how much there is of everything of which there is any: orders,
// crms, merchants and keys, the server's own included.
func (s *Server) Counts() map[string]int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	counts := map[string]int{
		"orders": len(s.state.live), "crms": len(s.state.crms), "merchants": len(s.state.merchants), "keys": 1 + len(s.state.keys),
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return counts
}
