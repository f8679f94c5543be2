package webhook

import (
	"context"
	"sync"
)

// queue lets one delivery of an event in at a time; the others wait for it.
type queue struct {
	mu      sync.Mutex
	running map[string]chan struct{} // closed when the event's delivery has ended
}

func (q *queue) enter(ctx context.Context, id string) (leave func(), err error) {
	for {
		q.mu.Lock()
		before, busy := q.running[id]
		if !busy {
			if q.running == nil {
				q.running = map[string]chan struct{}{}
			}
			done := make(chan struct{})
			q.running[id] = done
			q.mu.Unlock()
			return func() { q.leave(id, done) }, nil
		}
		q.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *queue) leave(id string, done chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.running, id)
	close(done)
}
