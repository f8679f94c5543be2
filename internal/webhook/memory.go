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

// Memory is the [Store] of one process. It keeps the newest 100,000 handled
// events for seven days. It keeps digests, so that a long id takes no more room
// than a short one.
type Memory struct {
	mu      sync.Mutex
	claims  map[digest]held
	handled map[digest]*list.Element
	order   *list.List // of remembered, the oldest first
}

type digest = [sha256.Size]byte

// held is who claimed an event, and until when.
type held struct {
	claim string
	until time.Time
}

type remembered struct {
	id digest
	at time.Time
}

// NewMemory returns a Memory without events.
func NewMemory() *Memory {
	return &Memory{claims: map[digest]held{}, handled: map[digest]*list.Element{}, order: list.New()}
}

// Claim claims an event, unless it was handled or another claim holds it.
func (m *Memory) Claim(_ context.Context, eventID, claim string, lease time.Duration) (holder string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	id, now := sha256.Sum256([]byte(eventID)), time.Now()
	if _, done := m.handled[id]; done {
		return "", nil
	}
	if other, ok := m.claims[id]; ok && other.claim != claim && now.Before(other.until) {
		return other.claim, nil
	}
	m.claims[id] = held{claim, now.Add(lease)}
	return claim, nil
}

// Done remembers that an event was handled, from now on.
func (m *Memory) Done(_ context.Context, eventID, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := sha256.Sum256([]byte(eventID))
	delete(m.claims, id)
	if known, ok := m.handled[id]; ok {
		m.order.Remove(known)
	}
	m.handled[id] = m.order.PushBack(remembered{id, time.Now()})
	m.forget()
	return nil
}

// Release gives up a claim. It does nothing if the claim does not hold the event.
func (m *Memory) Release(_ context.Context, eventID, claim string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id := sha256.Sum256([]byte(eventID)); m.claims[id].claim == claim {
		delete(m.claims, id)
	}
	return nil
}

// forget drops handled events that are too old, and the oldest of too many.
func (m *Memory) forget() {
	for oldest := m.order.Front(); oldest != nil; oldest = m.order.Front() {
		entry := oldest.Value.(remembered)
		if m.order.Len() <= maxEvents && time.Since(entry.at) <= keptEvents {
			return
		}
		m.order.Remove(oldest)
		delete(m.handled, entry.id)
	}
}
