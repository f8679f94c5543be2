package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A 503 says something of its endpoint, not of the others.
func TestA503PausesItsRouteOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newStubClient(t, stubScript(new(int), says(503, "Retry-After", "100"), says(200)), func(cfg *Config) { cfg.Retry.MaxRetries = 0 })
		list := stubCall(Read)
		_, failed := client.Do(t.Context(), list)
		require.Equal(t, 503, failed.StatusCode)
		require.Equal(t, 100*time.Second, failed.RetryAfter)
		started := time.Now()
		other := stubCall(Read)
		other.Route = "/products"
		mustDeliver(t, client, other)
		mustDeliver(t, client, stubCall(Once)) // another method
		require.Zero(t, time.Since(started))
		mustDeliver(t, client, list)
		require.GreaterOrEqual(t, time.Since(started), 100*time.Second)
		<-time.After(time.Minute)
		client.routePauses.begin(route{"GET", "/elsewhere"}, 1)
		require.Len(t, client.routePauses.pauses, 1, "pauses that are over are forgotten")
	})
}

// The turn after a pause without an end must not come before it.
func TestAPauseForEverHolds(t *testing.T) {
	forEver := RetryPolicy{MaxRetryAfter: forever}
	for _, status := range []int{429, 503} {
		synctest.Test(t, func(t *testing.T) {
			seen := 0
			client := newStubClient(t, stubScript(&seen, says(status, "Retry-After", "99999999999")), func(cfg *Config) { cfg.Retry = forEver })
			for range 2 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				_, failed := client.Do(ctx, stubCall(Once))
				require.NotNil(t, failed)
			}
			require.Equal(t, 1, seen, "requests that left")
		})
	}
}

// No response stops a client for longer than it may wait itself.
func TestAPauseIsNotLongerThanTheClientWaits(t *testing.T) {
	for name, c := range map[string]struct {
		policy RetryPolicy
		asked  string
		pause  time.Duration
	}{
		"within":            {RetryPolicy{MaxRetryAfter: 50 * time.Second}, "40", 40 * time.Second},
		"above":             {RetryPolicy{MaxRetryAfter: 50 * time.Second}, "3600", 50 * time.Second},
		"for ever":          {RetryPolicy{MaxRetryAfter: 50 * time.Second}, "99999999999999999999", 50 * time.Second},
		"it waits for none": {RetryPolicy{}, "3600", 2 * time.Minute},
	} {
		for _, status := range []int{429, 503} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client := newStubClient(t, stubScript(new(int), says(status, "Retry-After", c.asked)), func(cfg *Config) { cfg.Retry = c.policy })
					call := stubCall(Read)
					call.Retry = &RetryPolicy{}
					client.Do(t.Context(), call)
					paused := max(0, client.pause.left(), client.routePauses.of(route{"GET", "/charges/{charge_id}"}).left())
					require.Equal(t, c.pause, paused)
				})
			})
		}
	}
}

// pausingLimiter is told of pauses.
type pausingLimiter struct{ told []time.Duration }

func (*pausingLimiter) Wait(context.Context) error { return nil }
func (l *pausingLimiter) Pause(d time.Duration)    { l.told = append(l.told, d) }

func TestALimiterIsToldOfPauses(t *testing.T) {
	for name, c := range map[string]struct {
		response *http.Response
		told     []time.Duration
	}{
		"429":          {stubAnswer(429, "Retry-After", "30"), []time.Duration{30 * time.Second}},
		"429, an hour": {stubAnswer(429, "Retry-After", "3600"), []time.Duration{2 * time.Minute}},
		"429, no time": {stubAnswer(429), []time.Duration{20 * time.Second}},
		"503":          {stubAnswer(503, "Retry-After", "30"), nil},
		"200":          {stubAnswer(200, "Retry-After", "30"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			limiter := &pausingLimiter{}
			client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) { return c.response, nil }), func(cfg *Config) {
				cfg.Limiter, cfg.ThrottlePause = limiter, 20*time.Second
			})
			call := stubCall(Read)
			call.Retry = &RetryPolicy{}
			client.Do(t.Context(), call)
			require.Equal(t, c.told, limiter.told)
		})
	}
}

// x/time/rate names the deadline in its text only.
func TestADeadlineOfXTimeRate(t *testing.T) {
	client := newStubClient(t, stubScript(new(int), says(200)), func(cfg *Config) {
		cfg.Limiter = brokenLimiter{errors.New("rate: Wait(n=1) would exceed context deadline")}
	})
	_, failed := client.Do(t.Context(), stubCall(Once))
	require.ErrorIs(t, failed.Err, context.DeadlineExceeded)
	require.EqualError(t, failed.Err, "rate: Wait(n=1) would exceed context deadline")
	require.Equal(t, NotSent, failed.Outcome)
	require.True(t, failed.Throttled)
}
