package chargedesk

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

// eventMemory is the [EventStore] of one process. It keeps digests, so that a
// long id takes no more room than a short one.
type eventMemory struct {
	mu    sync.Mutex
	ids   map[string]*list.Element
	order *list.List // of remembered, the oldest first
}

type remembered struct {
	id string
	at time.Time
}

func newEventMemory() *eventMemory {
	return &eventMemory{ids: map[string]*list.Element{}, order: list.New()}
}

func (m *eventMemory) Seen(_ context.Context, eventID string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	_, seen := m.ids[digest([]byte(eventID))]
	return seen, nil
}

func (m *eventMemory) Mark(_ context.Context, eventID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := digest([]byte(eventID))
	if known, ok := m.ids[id]; ok {
		m.order.Remove(known)
	}
	m.ids[id] = m.order.PushBack(remembered{id, time.Now()})
	m.forget()
	return nil
}

// forget drops what is too old, and the oldest of what is too much.
func (m *eventMemory) forget() {
	for oldest := m.order.Front(); oldest != nil; oldest = m.order.Front() {
		entry := oldest.Value.(remembered)
		if m.order.Len() <= maxEvents && time.Since(entry.at) <= keptEvents {
			return
		}
		m.order.Remove(oldest)
		delete(m.ids, entry.id)
	}
}

// digest is a short text that stands for a long one.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return string(sum[:])
}
