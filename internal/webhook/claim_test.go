package webhook_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

// faultyStore is a store whose methods fail, or hang until they are given up.
type faultyStore struct{ claim, done, release, hang error }

func (s faultyStore) fail(ctx context.Context, err error) error {
	if err != nil && err == s.hang {
		<-ctx.Done()
	}
	return err
}

func (s faultyStore) Claim(ctx context.Context, _, claim string, _ time.Duration) (string, error) {
	return claim, s.fail(ctx, s.claim)
}

func (s faultyStore) Done(ctx context.Context, _, _ string) error { return s.fail(ctx, s.done) }

func (s faultyStore) Release(ctx context.Context, _, _ string) error { return s.fail(ctx, s.release) }

type work = func(ctx context.Context, held func() bool) error

func replica(store webhook.Store, do work) http.Handler {
	return webhook.New(webhook.Config{Vendor: "acme", Token: token, Store: store, Parse: parses("wh_1", "test", do)})
}

// deliver sends the same event to each handler at once and returns the statuses.
func deliver(handlers ...http.Handler) []int {
	status := make([]int, len(handlers))
	var all sync.WaitGroup
	for i, h := range handlers {
		all.Go(func() { status[i] = post(h, "{}").Code })
	}
	all.Wait()
	return status
}

func same(h http.Handler, n int) (handlers []http.Handler) {
	for range n {
		handlers = append(handlers, h)
	}
	return handlers
}

func TestDeliveriesThatWaitForOneThatSucceededNeedNoStore(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		done := 0
		h := replica(faultyStore{done: errors.New("down")}, func(context.Context, func() bool) error {
			time.Sleep(time.Second)
			done++
			return nil
		})
		require.Equal(t, []int{200, 200, 200, 200, 200}, deliver(same(h, 5)...))
		require.Equal(t, 1, done)
	})
}

func TestDeliveriesThatWaitForOneThatFailedDoTheWork(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		tried := 0
		h := replica(webhook.NewMemory(), func(context.Context, func() bool) error {
			time.Sleep(time.Second)
			if tried++; tried < 3 {
				return errors.New("not now")
			}
			return nil
		})
		require.ElementsMatch(t, []int{500, 500, 200, 200, 200}, deliver(same(h, 5)...))
		require.Equal(t, 3, tried)
	})
}

func TestTwoReplicasHandleAnEventOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		takes  time.Duration
		fails  int
		status []int
		done   int
	}{
		"at once":            {time.Second, 0, []int{200, 200}, 1},
		"the first fails":    {time.Second, 1, []int{500, 200}, 1},
		"longer than a wait": {time.Minute, 0, []int{200, 503}, 1},
		"longer than leases": {5 * time.Minute, 0, []int{200, 503}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				store, tried, done, running := webhook.NewMemory(), 0, 0, 0
				do := func(_ context.Context, held func() bool) error {
					running++
					defer func() { running-- }()
					require.Equal(t, 1, running, "at a time")
					time.Sleep(c.takes)
					require.True(t, held())
					if tried++; tried <= c.fails {
						return errors.New("not now")
					}
					done++
					return nil
				}
				require.ElementsMatch(t, c.status, deliver(replica(store, do), replica(store, do)))
				require.Equal(t, c.done, done)
				require.Equal(t, 200, post(replica(store, do), "{}").Code)
				require.Equal(t, c.done, done, "a later delivery does nothing")
			})
		})
	}
}

// fickle is a store that lets every claim hold, until it is told otherwise.
type fickle struct {
	stolen, down atomic.Bool
}

func (s *fickle) Claim(_ context.Context, _, claim string, _ time.Duration) (string, error) {
	switch {
	case s.down.Load():
		return "", errors.New("down")
	case s.stolen.Load():
		return "other", nil
	}
	return claim, nil
}

func (s *fickle) Done(context.Context, string, string) error    { return nil }
func (s *fickle) Release(context.Context, string, string) error { return nil }

func TestWorkEndsWhenItsClaimIsLost(t *testing.T) {
	t.Parallel()
	t.Run("to another", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			store, start := &fickle{}, time.Now()
			h := replica(store, func(ctx context.Context, held func() bool) error {
				require.True(t, held())
				store.stolen.Store(true)
				<-ctx.Done()
				require.False(t, held())
				return context.Cause(ctx)
			})
			require.Equal(t, 500, post(h, "{}").Code)
			require.Equal(t, 15*time.Second, time.Since(start))
		})
	})
	t.Run("to a store that is down", func(t *testing.T) {
		t.Parallel()
		bubble(t, func(t *testing.T) {
			store, start := &fickle{}, time.Now()
			h := replica(store, func(ctx context.Context, held func() bool) error {
				store.down.Store(true)
				<-ctx.Done()
				require.True(t, held(), "for another quarter of the lease")
				require.Equal(t, 45*time.Second, time.Since(start))
				time.Sleep(15 * time.Second)
				require.False(t, held())
				return ctx.Err()
			})
			require.Equal(t, 500, post(h, "{}").Code)
		})
	})
}

func TestAStoreThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	hang := errors.New("hangs")
	for name, c := range map[string]struct {
		store  faultyStore
		fails  bool
		status int
		work   int
	}{
		"Done":    {faultyStore{done: hang, hang: hang}, false, http.StatusOK, 1},
		"Claim":   {faultyStore{claim: hang, hang: hang}, false, http.StatusInternalServerError, 0},
		"Release": {faultyStore{release: hang, hang: hang}, true, http.StatusInternalServerError, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				tried, started := 0, time.Now()
				h := replica(c.store, func(context.Context, func() bool) error {
					if tried++; c.fails {
						return errors.New("not now")
					}
					return nil
				})
				require.Equal(t, c.status, post(h, "{}").Code)
				require.Equal(t, c.work, tried)
				require.Equal(t, 5*time.Second, time.Since(started))
			})
		})
	}
}

func TestASenderThatLeavesIsNotKeptWaitingForAReplica(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		store := webhook.NewMemory()
		_, err := store.Claim(t.Context(), "wh_1", "other", time.Hour)
		require.NoError(t, err)
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		w := post(replica(store, nothing), "{}", func(r *http.Request) { *r = *r.WithContext(ctx) })
		require.Equal(t, 500, w.Code)
		require.Equal(t, 3*time.Second, time.Since(start))
		synctest.Wait()
	})
}
