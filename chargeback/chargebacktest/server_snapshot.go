package chargebacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// snapshot is the state as JSON, without the lists that can be derived from it.
type snapshot struct {
	fake.Snapshot
	Keys      []*keyPair     `json:"keys"`
	CRMs      []crm          `json:"crms"`
	Merchants []merchant     `json:"merchants"`
	Orders    []record       `json:"orders"`
	Rejected  map[string]int `json:"rejected"`
}

// snapshotHead is the header of this fake's snapshots. Its version changes with
// their format.
var snapshotHead = fake.Snapshot{Vendor: "chargeback", Version: 1}

// Snapshot returns the state as JSON, with the keys of [Server.AddKeys]. It does
// not hold the server's own keys, requests and faults. Only the same version of
// this package can read it.
func (s *Server) Snapshot() ([]byte, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return json.Marshal(snapshot{
		snapshotHead, s.state.keys, s.state.crms, s.state.merchants, s.state.orders, s.state.rejected,
	})
}

// Restore replaces the state with that of a snapshot. It fails, and changes
// nothing, if data is not a snapshot of this fake.
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
	s.state.orders, s.state.live, s.state.heads, s.state.rejected = nil, nil, map[string]int{}, map[string]int{}
	maps.Copy(s.state.rejected, kept.Rejected)
	for _, order := range kept.Orders {
		s.state.add(order, loadFields(order.Body).text("order_id"))
	}
	return nil
}

// check returns an error if the snapshot is inconsistent.
func (kept *snapshot) check() error {
	if slices.ContainsFunc(kept.Keys, func(key *keyPair) bool { return key == nil || key.Public == "" || key.Secret == "" }) {
		return errors.New("snapshot: a key is empty")
	}
	for _, order := range kept.Orders {
		var m fields
		switch err := json.Unmarshal(order.Body, &m); {
		case err != nil || m == nil:
			return errors.New("snapshot: an order is no object")
		case !order.at(len(kept.CRMs), len(kept.Merchants)):
			return errors.New("snapshot: an order of an unknown CRM or merchant")
		}
	}
	return nil
}

// at reports whether the order's CRM and merchant are valid indexes.
func (o record) at(crms, merchants int) bool {
	return o.CRM >= 0 && int(o.CRM) < crms && o.Merchant >= 0 && int(o.Merchant) < merchants
}
