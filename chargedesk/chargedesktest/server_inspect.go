package chargedesktest

// Charge returns the current state of a charge; false if the id is unknown.
func (s *Server) Charge(chargeID string) (Charge, bool) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	ch := s.desk.charges[chargeID]
	if ch == nil {
		return Charge{}, false
	}
	return ch.view(), true
}

// Agent returns the role of an agent; false if the e-mail address is unknown.
func (s *Server) Agent(email string) (role string, ok bool) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	known := s.desk.agents[email]
	if known == nil {
		return "", false
	}
	return known.Role, true
}

// Refunds returns how many times the gateway refunded a charge; 0 if the id is
// unknown.
func (s *Server) Refunds(chargeID string) int {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	if ch := s.desk.charges[chargeID]; ch != nil {
		return ch.Refunds
	}
	return 0
}
