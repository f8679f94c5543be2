package chargebacktest

import "github.com/chargekit/chargekit-go/chargeback"

// LockOrder makes an order part of a response in progress, so that it can't be
// deleted. It returns false if Chargeback's id is unknown.
func (s *Server) LockOrder(id chargeback.ID) bool {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	index, ok := s.state.visible(string(id), s.state.own)
	if ok {
		s.state.orders[index].Locked = true
	}
	return ok
}
