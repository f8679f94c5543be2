package chargebacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// snapshot is the state as JSON. The lists that can be told from it are left out.
type snapshot struct {
	fake.Snapshot
	Keys      []*keyPair     `json:"keys"`
	CRMs      []crm          `json:"crms"`
	Merchants []merchant     `json:"merchants"`
	Orders    []record       `json:"orders"`
	Refused   map[string]int `json:"refused"`
}

// snapshotHead tells the fake's own snapshots; its version changes with their form.
var snapshotHead = fake.Snapshot{Vendor: "chargeback", Version: 1}

// Snapshot returns the whole state as JSON, with the keys of [Server.AddKeys]. The
// server's own keys, requests and faults are not part of it. Its form belongs to
// this version of the package.
func (s *Server) Snapshot() ([]byte, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return json.Marshal(snapshot{
		snapshotHead, s.state.keys, s.state.crms, s.state.merchants, s.state.orders, s.state.refused,
	})
}

// Restore replaces the whole state by that of a snapshot, and refuses what is not
// one of this vendor's fake. After an error the state is as it was.
func (s *Server) Restore(data []byte) error {
	var kept snapshot
	err := snapshotHead.Read(data, &kept)
	if err == nil {
		err = kept.check()
	}
	if err != nil {
		return fmt.Errorf("chargebacktest: %w", err)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.keys, s.state.crms, s.state.merchants = kept.Keys, kept.CRMs, kept.Merchants
	s.state.orders, s.state.live, s.state.heads, s.state.refused = nil, nil, map[string]int{}, map[string]int{}
	maps.Copy(s.state.refused, kept.Refused)
	for _, order := range kept.Orders {
		s.state.add(order, loadMembers(order.Body).text("order_id"))
	}
	return nil
}

// check finds what the fake could not live with.
func (kept *snapshot) check() error {
	if slices.ContainsFunc(kept.Keys, func(key *keyPair) bool { return key == nil || key.Public == "" || key.Secret == "" }) {
		return errors.New("snapshot: a key is empty")
	}
	for _, order := range kept.Orders {
		var m members
		switch err := json.Unmarshal(order.Body, &m); {
		case err != nil || m == nil:
			return errors.New("snapshot: an order is no object")
		case !order.at(len(kept.CRMs), len(kept.Merchants)):
			return errors.New("snapshot: an order of an unknown CRM or merchant")
		}
	}
	return nil
}

// at tells whether the order's CRM and merchant are among as many.
func (o record) at(crms, merchants int) bool {
	return o.CRM >= 0 && int(o.CRM) < crms && o.Merchant >= 0 && int(o.Merchant) < merchants
}
