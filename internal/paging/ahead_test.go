package paging_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
)

func TestAPageIsReadInAdvance(t *testing.T) {
	for ahead, want := range map[bool]time.Duration{false: 10 * time.Second, true: 7 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(1999, 5000)
			w := s.window(500)
			w.ReadAhead = ahead
			w.Fetch = func(ctx context.Context, ask paging.Ask) (paging.Page[*row], error) {
				time.Sleep(time.Second)
				return s.fetch(ctx, ask)
			}
			started, n := time.Now(), 0
			for _, err := range w.All(t.Context()) {
				require.NoError(t, err)
				if n++; n%500 == 0 || n == 1999 {
					time.Sleep(time.Second)
				}
			}
			require.Equal(t, 1999, n)
			require.Len(t, s.asked, 6, "none is wasted: four full pages, the rest, and a look behind it")
			require.Equal(t, want, time.Since(started))
		})
	}
}

// A loop that ends does not leave a request behind, and waits for none.
func TestALoopThatEndsCancelsThePageReadInAdvance(t *testing.T) {
	for name, after := range map[string]func(){
		"by break": func() {},
		"by panic": func() { panic("the body's") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, canceled := newServer(1200, 5000), 0
				w := s.window(500)
				w.ReadAhead = true
				w.Fetch = func(ctx context.Context, ask paging.Ask) (paging.Page[*row], error) {
					if ask.Offset == 0 {
						return s.fetch(ctx, ask)
					}
					<-ctx.Done()
					canceled++
					return paging.Page[*row]{}, ctx.Err()
				}
				func() {
					defer func() { _ = recover() }()
					for _, err := range w.All(t.Context()) {
						require.NoError(t, err)
						synctest.Wait() // the next page is being read
						after()
						break
					}
				}()
				require.Equal(t, 1, canceled)
			})
		})
	}
}

// A row that moves before the page read in advance makes it useless, not wrong.
func TestAPageReadInAdvanceThatNoLongerFits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(1200, 5000)
		w := s.window(500)
		w.ReadAhead = true
		n := 0
		for r, err := range w.All(t.Context()) {
			require.NoError(t, err)
			if n++; n%500 == 0 {
				synctest.Wait() // the next page has come
				s.remove(r.id)
			}
		}
		require.Equal(t, 1200, n)
	})
}
