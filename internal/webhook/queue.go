package webhook

import (
	"context"
	"sync"
)

// queue lets one delivery of an event in at a time; the others wait for it.
type queue struct {
	mu      sync.Mutex
	running map[string]*turn
}

// turn is that of the delivery that is in.
type turn struct {
	ended chan struct{} // closed when it has left
	done  bool          // it left with the event's work done; settled before ended is closed
}

// enter returns without a leave when the work was done while it waited.
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
