package chargebacktest

import (
	"fmt"
	"strconv"
)

// SeedOrder adds an order as the API would have made it, at [CRMID] and
// [MerchantName], and returns Chargeback's id of it.
func (s *Server) SeedOrder(orderID string) string { return s.seed(orderID, false) }

// SeedManualOrder adds an order as if somebody had made it in Chargeback's web
// pages: it can't be deleted through the API.
func (s *Server) SeedManualOrder(orderID string) string { return s.seed(orderID, true) }

// SeedOrders adds n orders, seed_0000001 and so on.
func (s *Server) SeedOrders(n int) {
	for i := range n {
		s.seed(fmt.Sprintf("seed_%07d", i+1), false)
	}
}

func (s *Server) seed(orderID string, manual bool) string {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	now := s.Now()
	body := fmt.Appendf(nil, `{"order_amount":"81.40","order_id":%q,"order_ts":%q,"transaction_amount":"81.40","transaction_id":%q}`,
		orderID, stamp(now.Unix()), "txn_"+orderID)
	index := s.state.add(record{Body: body, Manual: manual, Created: now.Unix(), Updated: now.Unix()}, orderID)
	return strconv.Itoa(firstID + index)
}

// LockOrder makes the order with this id of Chargeback's part of a response in
// progress: it can't be deleted any more. It returns whether there is such an order.
func (s *Server) LockOrder(id string) bool {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	index, ok := s.state.visible(id, &keyPair{})
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

// Orders is how many orders there are.
func (s *Server) Orders() int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.live)
}
