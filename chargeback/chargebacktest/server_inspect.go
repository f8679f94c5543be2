package chargebacktest

import (
	"maps"

	"github.com/chargekit/chargekit-go/chargeback"
)

// Order returns the current state of an order; false if Chargeback's id is unknown.
func (s *Server) Order(id chargeback.ID) (Order, bool) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	index, ok := s.state.visible(string(id), s.state.own)
	if !ok {
		return Order{}, false
	}
	kept := s.state.orders[index]
	m := loadFields(kept.Body)
	return Order{
		ID: idOf(index), OrderID: m.text("order_id"), OrderTS: m.text("order_ts"), OrderAmount: m.text("order_amount"),
		TransactionID: m.text("transaction_id"), TransactionAmount: m.text("transaction_amount"),
		CRMName: s.state.crms[kept.CRM].Name, MerchantName: s.state.merchants[kept.Merchant].Name,
		Manual: kept.Manual, Locked: kept.Locked,
	}, true
}

// Created returns how many orders were created with this order_id, including
// deleted ones.
func (s *Server) Created(orderID string) int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.withOrderID(orderID))
}

// Received returns how many times the server received an order with this order_id
// to create, created and rejected ones. Requests that a fault stopped before
// execution are not counted.
func (s *Server) Received(orderID string) int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.withOrderID(orderID)) + s.state.rejected[orderID]
}

// Counts returns the number of orders, crms, merchants and keys, including the
// server's own. Kinds without any are left out.
func (s *Server) Counts() map[string]int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	counts := map[string]int{
		"orders": len(s.state.live), "crms": len(s.state.crms), "merchants": len(s.state.merchants), "keys": 1 + len(s.state.keys),
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return counts
}
