package ensure

import (
	"context"
	"time"

	"github.com/chargekit/chargekit-go/internal/transport"
)

// watch reads at once and then at growing intervals, until the target is reached,
// or a read began when a request in doubt must have shown. Without a doubt it reads
// once. A failed read does not end it before that, but an error of Judge does.
func (r *run[T]) watch(ctx context.Context, doubt time.Time) (State, error) {
	for interval := time.Second; ; interval *= 2 {
		settled := !r.isOpen(doubt)
		state, err := r.read(ctx)
		if settled || state.isReached() || err != nil && state != unread {
			return state, err
		}
		left := max(time.Until(doubt.Add(r.SettleAfter)), time.Millisecond)
		if err := r.wait(ctx, min(interval, left)); err != nil {
			return state, err
		}
	}
}

func (r *run[T]) read(ctx context.Context) (State, error) {
	r.reads++
	object, err := r.Read(ctx)
	if err != nil {
		return unread, err
	}
	r.last = object
	return r.Judge(object, r.object.proved())
}

// wait waits, unless the context would end meanwhile.
func (r *run[T]) wait(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= d {
		return context.DeadlineExceeded
	}
	r.announce(ctx, "settle", d)
	r.waited += d
	return transport.Sleep(ctx, d)
}
