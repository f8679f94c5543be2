package chargedesk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// bucket is a token bucket as that of golang.org/x/time/rate: full at first, and
// filled at a rate up to its burst.
type bucket struct {
	rate   float64 // tokens a second
	burst  float64
	mu     sync.Mutex
	tokens float64
	at     time.Time
}

func newBucket(rate, burst float64) *bucket {
	return &bucket{rate: rate, burst: burst, tokens: burst, at: time.Now()}
}

func (b *bucket) Wait(ctx context.Context) error {
	b.mu.Lock()
	now := time.Now()
	b.tokens = min(b.burst, b.tokens+now.Sub(b.at).Seconds()*b.rate) - 1
	b.at = now
	wait := time.Duration(max(0, -b.tokens/b.rate*float64(time.Second)))
	b.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// The figures in the comment of Limiter: what a limiter lets through in its busiest
// minute, and how often ChargeDesk blocks a client that makes 300 calls in a row.
func TestWhatLimitersLetThroughInAMinute(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make   func() chargedesk.Limiter
		most   int
		blocks bool
		least  time.Duration // of 300 calls
	}{
		"NewLimiter":          {chargedesk.NewLimiter, 60, false, 4*60*time.Second + 4*200*time.Millisecond},
		"1 a second, 60":      {func() chargedesk.Limiter { return newBucket(1, 60) }, 119, true, 0},
		"50 a minute, 10":     {func() chargedesk.Limiter { return newBucket(50.0/60, 10) }, 59, false, 290 * time.Second * 60 / 50},
		"1 a second, burst 1": {func() chargedesk.Limiter { return newBucket(1, 1) }, 60, false, 299 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := chargedesktest.NewServer(chargedesktest.InMemory())
				defer fake.Close()
				charge := fake.SeedCharge("34.00", "USD")
				desk := fake.Client(chargedesk.WithLimiter(c.make()))
				started := time.Now()
				for range 300 {
					_, err := desk.Charges.Get(t.Context(), charge.ChargeID)
					require.NoError(t, err)
				}
				require.Equal(t, c.blocks, fake.RejectedRequests() > 0, "%d rejected", fake.RejectedRequests())
				if !c.blocks {
					require.InDelta(t, c.least, time.Since(started), float64(time.Millisecond))
				}

				limiter := c.make()
				var let []time.Time
				for range 300 {
					require.NoError(t, limiter.Wait(t.Context()))
					let = append(let, time.Now())
				}
				require.Equal(t, c.most, busiest(let, time.Minute))
			})
		})
	}
}

// busiest returns how many of the times are in the span that has most of them.
func busiest(times []time.Time, span time.Duration) (most int) {
	first := 0
	for last, at := range times {
		for at.Sub(times[first]) >= span {
			first++
		}
		most = max(most, last-first+1)
	}
	return most
}

func TestClientsWithOneLimiterShareIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		charge := fake.SeedCharge("34.00", "USD")
		limiter := chargedesk.NewLimiter()
		clients := []*chargedesk.Client{fake.Client(chargedesk.WithLimiter(limiter)), fake.Client(chargedesk.WithLimiter(limiter))}
		started := time.Now()
		for i := range 61 {
			_, err := clients[i%2].Charges.Get(t.Context(), charge.ChargeID)
			require.NoError(t, err)
		}
		require.Zero(t, fake.RejectedRequests())
		require.Equal(t, 60200*time.Millisecond, time.Since(started))
	})
}
