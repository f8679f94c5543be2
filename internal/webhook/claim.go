package webhook

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"
)

// Store claims events and remembers those that were handled. The packages'
// EventStore says what its methods do.
type Store interface {
	Claim(ctx context.Context, eventID, claim string, lease time.Duration) (holder string, err error)
	Done(ctx context.Context, eventID, claim string) error
	Release(ctx context.Context, eventID, claim string) error
}

const (
	lease        = time.Minute
	storeTimeout = 5 * time.Second  // of one call: a delivery that hangs there keeps the event's others waiting
	claimTimeout = 25 * time.Second // for another process to finish; senders wait for 30
	firstPoll    = 50 * time.Millisecond
	longestPoll  = time.Second
)

var (
	errClaimed = errors.New("another delivery of the event is being handled")
	errLost    = errors.New("the claim of the event was lost")
)

// claim is the claim of one delivery to its event.
type claim struct {
	store   Store
	eventID string
	id      string

	mu    sync.Mutex
	until time.Time // by the local clock
}

// claim waits for the claim of an event. It returns nil without an error if the
// event was handled, and [errClaimed] if another process did not finish in time.
func (h *handler) claim(ctx context.Context, eventID string) (*claim, error) {
	c := &claim{store: h.cfg.Store, eventID: eventID, id: rand.Text()}
	giveUp, poll := time.Now().Add(claimTimeout), firstPoll
	for {
		switch holder, err := c.extend(ctx); {
		case err != nil:
			return nil, err
		case holder == c.id:
			return c, nil
		case holder == "":
			return nil, nil
		}
		if !time.Now().Add(poll).Before(giveUp) {
			return nil, errClaimed
		}
		select {
		case <-time.After(poll):
			poll = min(2*poll, longestPoll)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// extend claims the event for another lease and returns who holds it.
func (c *claim) extend(ctx context.Context) (holder string, err error) {
	asked := time.Now()
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	holder, err = c.store.Claim(ctx, c.eventID, c.id, lease)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until = time.Time{}
	if holder == c.id {
		c.until = asked.Add(lease)
	}
	return holder, nil
}

// held reports whether the claim holds, by the local clock: a process that was
// stopped for longer than the lease has lost it.
func (c *claim) held() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Before(c.until)
}

// work does the event's work and extends the claim meanwhile. The work's context
// ends when the claim is lost, or could not be extended for three quarters of
// its lease.
func (c *claim) work(ctx context.Context, event *Event) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var keeper sync.WaitGroup
	defer keeper.Wait()
	stop := make(chan struct{})
	defer close(stop)
	keeper.Go(func() {
		if c.keep(context.WithoutCancel(ctx), stop) {
			cancel(errLost)
		}
	})
	return event.Work(ctx, c.held)
}

// keep extends the claim until stop is closed. It reports whether the claim was
// lost.
func (c *claim) keep(ctx context.Context, stop <-chan struct{}) (lost bool) {
	for tick := time.NewTicker(lease / 4); ; {
		select {
		case <-stop:
			tick.Stop()
			return false
		case <-tick.C:
		}
		holder, err := c.extend(ctx)
		c.mu.Lock()
		ends := c.until.Add(-lease / 4)
		c.mu.Unlock()
		if err == nil && holder != c.id || !time.Now().Before(ends) {
			tick.Stop()
			return true
		}
	}
}

func (c *claim) done(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	return c.store.Done(ctx, c.eventID, c.id)
}

func (c *claim) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	return c.store.Release(ctx, c.eventID, c.id)
}
