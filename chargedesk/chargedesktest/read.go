package chargedesktest

import "encoding/json"

// Charge returns a charge as the API would answer it now; false if there is none.
func (s *Server) Charge(chargeID string) (json.RawMessage, bool) {
	return read(s, func(d *desk) ([]byte, error) { return (&call{desk: d, id: chargeID}).getCharge() })
}

// Customer returns a customer as the API would answer it now.
func (s *Server) Customer(customerID string) (json.RawMessage, bool) {
	return read(s, func(d *desk) ([]byte, error) { return (&call{desk: d, id: customerID}).getCustomer() })
}

// Subscription returns a subscription as the API would answer it now.
func (s *Server) Subscription(subscriptionID string) (json.RawMessage, bool) {
	return read(s, func(d *desk) ([]byte, error) { return (&call{desk: d, id: subscriptionID}).getSubscription() })
}

// Product returns a product as the API would answer it now.
func (s *Server) Product(productID string) (json.RawMessage, bool) {
	return read(s, func(d *desk) ([]byte, error) { return (&call{desk: d, id: productID}).getProduct() })
}

func read(s *Server, get func(*desk) ([]byte, error)) (json.RawMessage, bool) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	body, err := get(s.desk)
	return body, err == nil
}

// Agent returns the role of an agent; false if there is none.
func (s *Server) Agent(email string) (role string, ok bool) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	known := s.desk.agents[email]
	if known == nil {
		return "", false
	}
	return known.Role, true
}

// Refunds returns how many times the gateway refunded a charge.
func (s *Server) Refunds(chargeID string) int {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	if ch := s.desk.charges[chargeID]; ch != nil {
		return ch.Refunds
	}
	return 0
}
