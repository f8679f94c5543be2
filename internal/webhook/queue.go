package webhook

import (
	"context"
	"sync"
)

// queue lets one delivery of an event of this process be handled at a time. The
// others wait for it.
type queue struct {
	mu      sync.Mutex
	running map[string]*turn
}

// turn is that of the delivery being handled.
type turn struct {
	ended chan struct{} // closed at its end
	done  bool          // the event was handled; set before ended is closed
}

// enter waits for the event's turn. It returns no leave if the event was handled
// meanwhile, or with an error if ctx ends first.
func (q *queue) enter(ctx context.Context, id string) (leave func(done bool), err error) {
	for {
		q.mu.Lock()
		before, busy := q.running[id]
		if !busy {
			if q.running == nil {
				q.running = map[string]*turn{}
			}
			own := &turn{ended: make(chan struct{})}
			q.running[id] = own
			q.mu.Unlock()
			return func(done bool) { q.leave(id, own, done) }, nil
		}
		q.mu.Unlock()
		select {
		case <-before.ended:
			if before.done {
				return nil, nil
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *queue) leave(id string, own *turn, done bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.running, id)
	own.done = done
	close(own.ended)
}
