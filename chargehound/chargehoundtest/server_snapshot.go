package chargehoundtest

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// snapshot is the state as JSON.
type snapshot struct {
	fake.Snapshot
	Disputes  []*dispute           `json:"disputes"` // oldest first
	Templates map[string][]string  `json:"templates"`
	Kinds     map[string]FieldKind `json:"field_kinds"`
	Review    map[string]bool      `json:"review"`
	Seeded    int                  `json:"seeded"`
	Webhooks  []hook               `json:"webhooks"`
	Sent      int                  `json:"webhooks_sent"`
}

// snapshotHead is the header of this fake's snapshots. Its version changes with
// their format.
var snapshotHead = fake.Snapshot{Vendor: "chargehound", Version: 1}

// Snapshot returns the state as JSON: disputes, templates, kinds of fields, the ids
// of [Server.RequireReview] and the URLs of webhooks. It does not hold the key,
// rules that are functions, requests, faults and queued webhooks. Only the same
// version of this package can read it.
func (s *Server) Snapshot() ([]byte, error) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.catchUp()
	return json.Marshal(snapshot{
		Snapshot: snapshotHead, Disputes: s.state.order, Templates: s.state.templates, Kinds: s.state.kinds, Review: s.state.rules.review,
		Seeded: s.state.seeded, Webhooks: s.state.webhooks.hooks, Sent: s.state.webhooks.sent,
	})
}

// Restore replaces the state with that of a snapshot, and sends no webhooks. It
// fails, and changes nothing, if data is not a snapshot of this fake.
func (s *Server) Restore(data []byte) error {
	restored, err := readSnapshot(data)
	if err != nil {
		return fmt.Errorf("chargehoundtest: %w", err)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.disputes, s.state.order, s.state.queue = map[string]*dispute{}, nil, map[*dispute]bool{}
	for _, d := range restored.Disputes {
		s.state.add(d.normal())
	}
	s.state.templates, s.state.kinds, s.state.rules.review = restored.Templates, restored.Kinds, restored.Review
	s.state.seeded, s.state.webhooks.hooks, s.state.webhooks.sent = restored.Seeded, restored.Webhooks, restored.Sent
	return nil
}

func readSnapshot(data []byte) (snapshot, error) {
	var read snapshot
	if err := snapshotHead.Read(data, &read); err != nil {
		return read, err
	}
	for _, d := range read.Disputes {
		if d == nil || d.ID == "" {
			return read, errors.New("snapshot: a dispute has no id")
		}
	}
	if read.Templates == nil || read.Kinds == nil || read.Review == nil {
		return read, errors.New("snapshot: templates, field_kinds or review is missing")
	}
	return read, nil
}
