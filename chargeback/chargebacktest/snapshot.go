package chargebacktest

import (
	"encoding/json"
	"maps"
)

// snapshot is the state as JSON. The lists that can be told from it are left out.
type snapshot struct {
	Keys      []*keyPair     `json:"keys"`
	CRMs      []crm          `json:"crms"`
	Merchants []merchant     `json:"merchants"`
	Orders    []record       `json:"orders"`
	Refused   map[string]int `json:"refused"`
}

// Snapshot returns everything the fake remembers as JSON, keys included, without
// the journal and the faults.
func (s *Server) Snapshot() ([]byte, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return json.Marshal(snapshot{s.state.keys, s.state.crms, s.state.merchants, s.state.orders, s.state.refused})
}

// Restore replaces everything the fake remembers by what [Server.Snapshot] returned.
func (s *Server) Restore(data []byte) error {
	var kept snapshot
	if err := json.Unmarshal(data, &kept); err != nil {
		return err
	}
	orderIDs := make([]string, len(kept.Orders))
	for i, order := range kept.Orders {
		var m members
		if err := json.Unmarshal(order.Body, &m); err != nil {
			return err
		}
		orderIDs[i] = m.text("order_id")
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.keys, s.state.crms, s.state.merchants = kept.Keys, kept.CRMs, kept.Merchants
	s.state.orders, s.state.live, s.state.heads, s.state.refused = nil, nil, map[string]int{}, map[string]int{}
	maps.Copy(s.state.refused, kept.Refused)
	for i, order := range kept.Orders {
		s.state.add(order, orderIDs[i])
	}
	return nil
}
