package webhook

import (
	"container/list"
	"context"
	"crypto/sha256"
	"sync"
	"time"
)

const (
	maxEvents  = 100_000
	keptEvents = 7 * 24 * time.Hour
)

// Memory is the [Store] of one process: the newest 100,000 events, for seven
// days. It keeps digests, so that a long id takes no more room than a short one.
type Memory struct {
	mu    sync.Mutex
	ids   map[[sha256.Size]byte]*list.Element
	order *list.List // of remembered, the oldest first
}

type remembered struct {
	id [sha256.Size]byte
	at time.Time
}

// NewMemory makes a Memory of no events.
func NewMemory() *Memory {
	return &Memory{ids: map[[sha256.Size]byte]*list.Element{}, order: list.New()}
}

// Seen says whether the id is remembered.
func (m *Memory) Seen(_ context.Context, eventID string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	_, seen := m.ids[sha256.Sum256([]byte(eventID))]
	return seen, nil
}

// Mark remembers an id, from now on.
func (m *Memory) Mark(_ context.Context, eventID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := sha256.Sum256([]byte(eventID))
	if known, ok := m.ids[id]; ok {
		m.order.Remove(known)
	}
	m.ids[id] = m.order.PushBack(remembered{id, time.Now()})
	m.forget()
	return nil
}

// forget drops what is too old, and the oldest of what is too much.
func (m *Memory) forget() {
	for oldest := m.order.Front(); oldest != nil; oldest = m.order.Front() {
		entry := oldest.Value.(remembered)
		if m.order.Len() <= maxEvents && time.Since(entry.at) <= keptEvents {
			return
		}
		m.order.Remove(oldest)
		delete(m.ids, entry.id)
	}
}
