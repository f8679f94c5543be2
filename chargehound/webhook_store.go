package chargehound

import (
	"context"
	"sync"
	"time"
)

const (
	maxEvents  = 100_000
	keptEvents = 7 * 24 * time.Hour
)

// eventMemory is the [EventStore] of one process.
type eventMemory struct {
	mu    sync.Mutex
	at    map[string]time.Time
	order []string // the oldest first
}

func newEventMemory() *eventMemory { return &eventMemory{at: map[string]time.Time{}} }

func (m *eventMemory) Seen(_ context.Context, eventID string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	_, seen := m.at[eventID]
	return seen, nil
}

func (m *eventMemory) Mark(_ context.Context, eventID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, seen := m.at[eventID]; !seen {
		m.at[eventID] = time.Now()
		m.order = append(m.order, eventID)
	}
	m.forget()
	return nil
}

// forget drops what is too old, and the oldest of what is too much.
func (m *eventMemory) forget() {
	for len(m.order) > 0 && (len(m.order) > maxEvents || time.Since(m.at[m.order[0]]) > keptEvents) {
		delete(m.at, m.order[0])
		m.order = m.order[1:]
	}
}
