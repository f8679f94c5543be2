package chargedesktest

import (
	"maps"
	"time"
)

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

// Message is an e-mail, or a text message if To is a phone number. The server only
// records messages, it sends none.
type Message struct {
	Time     time.Time // UTC
	To       string    // an e-mail address or a phone number
	Kind     string    // such as "receipt", "refund notification", "payment request", "agent invitation"
	ObjectID string    // of the charge, or "" for an invitation
}

// Messages returns the messages that ChargeDesk would have sent, oldest first.
func (s *Server) Messages() []Message {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	return append([]Message(nil), s.desk.messages...)
}

// Counts returns the number of charges, customers, subscriptions, products,
// webhooks, agents, activity and cancellations (the rows of the two logs), and
// messages. Kinds without any are left out.
func (s *Server) Counts() map[string]int {
	d := s.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	counts := map[string]int{
		"charges": len(d.charges), "customers": len(d.customers),
		"subscriptions": len(d.subscriptions), "products": len(d.products),
		"webhooks": len(d.webhooks), "agents": len(d.agents),
		"activity": len(d.activity.rows), "cancellations": len(d.cancellations.rows),
		"messages": len(d.messages),
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return counts
}
