package fake

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var perMinute = RateLimit{Calls: 60, Per: time.Minute, Block: time.Minute}

func TestTheRateLimitOnTheFakeClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := []string{}
		tooMany := func(w http.ResponseWriter) {
			waits = append(waits, w.Header().Get("Retry-After"))
			w.WriteHeader(http.StatusTooManyRequests)
		}
		server := New(&ledger{}, Config{InMemory: true, RateLimit: &perMinute, TooMany: tooMany})
		defer server.Close()
		call := func() int { return statuses(t, server, "x")[0] }

		for range 60 {
			require.Equal(t, 201, call())
		}
		<-time.After(10 * time.Second)
		require.Equal(t, 429, call(), "the 61st starts the block")
		<-time.After(100 * time.Millisecond)
		require.Equal(t, 429, call())
		<-time.After(59*time.Second + 899*time.Millisecond)
		require.Equal(t, 429, call(), "1 ms before the end")
		<-time.After(time.Millisecond)
		require.Equal(t, 201, call(), "calls in the block do not prolong it")

		require.Equal(t, []string{"60", "60", "1"}, waits)
		require.Equal(t, 3, server.Rejected())
		require.Equal(t, 3, server.Journal().Count(func(r Request) bool { return r.Status == 429 && !r.Executed }))
	})
}

func TestTheWindowSlides(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	limiter := newLimiter(&perMinute)
	at := func(d time.Duration) time.Duration { return limiter.wait(start.Add(d)) }
	require.Zero(t, at(0))
	for range 59 {
		require.Zero(t, at(59*time.Second))
	}
	require.Zero(t, at(time.Minute), "the first pass left the window (t-Per, t] just now")
	require.Equal(t, time.Minute, at(time.Minute+time.Nanosecond), "60 passes are less than a minute old")
	require.Equal(t, time.Second, at(2*time.Minute))
	require.Zero(t, at(2*time.Minute+time.Nanosecond))
}

func TestNoWindowHasTooManyPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := RateLimit{Calls: rapid.IntRange(1, 5).Draw(t, "calls"), Per: 10, Block: time.Duration(rapid.IntRange(1, 20).Draw(t, "block"))}
		limiter, model := newLimiter(&limit), []time.Time{}
		now, blocked := time.Unix(0, 0), time.Time{}
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 12), 1, 60).Draw(t, "gaps") {
			now = now.Add(time.Duration(gap))
			inWindow := 0
			for _, pass := range model {
				if pass.After(now.Add(-limit.Per)) {
					inWindow++
				}
			}
			want := !now.Before(blocked) && inWindow < limit.Calls
			if !want && !now.Before(blocked) {
				blocked = now.Add(limit.Block)
			}
			require.Equal(t, want, limiter.wait(now) == 0)
			if want {
				model = append(model, now)
			}
		}
	})
}

func TestBlockNowWorksWithoutALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := New(&ledger{}, Config{InMemory: true})
		defer server.Close()
		server.BlockFor(90*time.Second + 1)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL(), nil)
		require.NoError(t, err)
		resp, err := server.HTTPClient().Do(req)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		require.Equal(t, 429, resp.StatusCode)
		require.Equal(t, "91", resp.Header.Get("Retry-After"))
		<-time.After(90*time.Second + 1)
		require.Equal(t, []int{201}, statuses(t, server, "x"))
	})
}
