package fake

import (
	"context"
	"time"
)

// Run makes attempts when they fall due, until ctx ends. It waits with timers of
// package time, so a Clock must advance with it, as it does in a synctest bubble.
// Only one Run may be active at a time.
func (d *Deliverer) Run(ctx context.Context) {
	wake := d.listen()
	for ctx.Err() == nil {
		d.DeliverDue(ctx)
		d.rest(ctx, wake)
	}
}

// listen returns the channel on which Send wakes Run.
func (d *Deliverer) listen() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.wake == nil {
		d.wake = make(chan struct{}, 1)
	}
	return d.wake
}

// wakeRun sends one signal, which is enough for any number of new deliveries.
func (d *Deliverer) wakeRun() {
	select {
	case d.wake <- struct{}{}:
	default: // a signal is pending, or there is no Run
	}
}

// rest waits for the next attempt, a new delivery or the end of ctx.
func (d *Deliverer) rest(ctx context.Context, wake <-chan struct{}) {
	next, any := d.next()
	if !any {
		select {
		case <-wake:
		case <-ctx.Done():
		}
		return
	}
	timer := time.NewTimer(next.Sub(d.now()))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-ctx.Done():
	}
}

// next returns when the first pending delivery is due; false if there is none.
func (d *Deliverer) next() (time.Time, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var first *Delivery
	for _, delivery := range d.deliveries {
		if !delivery.Done && (first == nil || delivery.Next.Before(first.Next)) {
			first = delivery
		}
	}
	if first == nil {
		return time.Time{}, false
	}
	return first.Next, true
}
