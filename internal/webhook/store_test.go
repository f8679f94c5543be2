package webhook

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// failingStore is a store whose methods fail, or hang until they are given up.
type failingStore struct{ seen, mark, hang error }

func (s failingStore) answer(ctx context.Context, err error) error {
	if err != nil && err == s.hang {
		<-ctx.Done()
	}
	return err
}

func (s failingStore) Seen(ctx context.Context, _ string) (bool, error) {
	return false, s.answer(ctx, s.seen)
}

func (s failingStore) Mark(ctx context.Context, _ string) error { return s.answer(ctx, s.mark) }

const storeToken = "k3yWo5xvJm0Zr8sQnT4uLd"

// deliver sends the same event n times at once and returns the answers.
func deliver(store Store, n int, work func(context.Context) error) []int {
	h := New(Config{Vendor: "vendor", Token: storeToken, Store: store, Parse: func([]byte) (*Event, error) {
		return &Event{ID: "wh_1", Type: "test", Work: work}, nil
	}})
	status := make([]int, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/"+storeToken, strings.NewReader("{}")))
			status[i] = w.Code
		})
	}
	all.Wait()
	return status
}

func TestDeliveriesThatWaitForOneThatSucceededNeedNoStore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		work := 0
		status := deliver(failingStore{mark: errors.New("down")}, 5, func(context.Context) error {
			time.Sleep(time.Second)
			work++
			return nil
		})
		require.Equal(t, []int{200, 200, 200, 200, 200}, status)
		require.Equal(t, 1, work)
	})
}

func TestDeliveriesThatWaitForOneThatFailedDoTheWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		work := 0
		status := deliver(NewMemory(), 5, func(context.Context) error {
			time.Sleep(time.Second)
			if work++; work < 3 {
				return errors.New("not now")
			}
			return nil
		})
		require.ElementsMatch(t, []int{500, 500, 200, 200, 200}, status)
		require.Equal(t, 3, work)
	})
}

func TestAStoreThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	hang := errors.New("hangs")
	for name, c := range map[string]struct {
		store  failingStore
		status int
		work   int
	}{
		"Mark": {failingStore{mark: hang, hang: hang}, http.StatusOK, 1},
		"Seen": {failingStore{seen: hang, hang: hang}, http.StatusInternalServerError, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				work, started := 0, time.Now()
				status := deliver(c.store, 1, func(context.Context) error { work++; return nil })
				require.Equal(t, []int{c.status}, status)
				require.Equal(t, c.work, work)
				require.Equal(t, storeTimeout, time.Since(started))
			})
		})
	}
}
