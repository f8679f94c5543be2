package fake_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

var perMinute = fake.RateLimit{Calls: 60, Per: time.Minute, Block: time.Minute}

func TestTheRateLimitOnTheFakeClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := []string{}
		tooMany := func(w http.ResponseWriter) {
			waits = append(waits, w.Header().Get("Retry-After"))
			w.WriteHeader(http.StatusTooManyRequests)
		}
		server := fake.New(&ledger{}, fake.Config{InMemory: true, RateLimit: &perMinute, TooMany: tooMany})
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
		require.Equal(t, 3, server.Journal().Count(func(r fake.Request) bool { return r.Status == 429 && !r.Executed }))
	})
}

// limited returns the wait in seconds that a server with this limit sends to a
// request at a time, 0 if it serves the request.
func limited(t *testing.T, limit fake.RateLimit) func(time.Time) string {
	t.Helper()
	var now time.Time
	server := fake.New(&ledger{}, fake.Config{NoListener: true, RateLimit: &limit, Clock: func() time.Time { return now }})
	t.Cleanup(server.Close)
	return func(at time.Time) string {
		now = at
		response := httptest.NewRecorder()
		server.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/", nil))
		if response.Code != http.StatusTooManyRequests {
			return ""
		}
		return response.Header().Get("Retry-After")
	}
}

func TestTheWindowSlides(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	wait := limited(t, perMinute)
	at := func(d time.Duration) string { return wait(start.Add(d)) }
	require.Empty(t, at(0))
	for range 59 {
		require.Empty(t, at(59*time.Second))
	}
	require.Empty(t, at(time.Minute), "the first request left the window (t-Per, t] just now")
	require.Equal(t, "60", at(time.Minute+time.Nanosecond), "60 requests are less than a minute old")
	require.Equal(t, "1", at(2*time.Minute))
	require.Empty(t, at(2*time.Minute+time.Nanosecond))
}

func TestNoWindowHasTooManyRequests(t *testing.T) {
	seeds.Check(t, 200, func(t *testing.T, random *rand.Rand) {
		limit := fake.RateLimit{Calls: 1 + random.IntN(5), Per: 10, Block: time.Duration(1 + random.IntN(20))}
		wait, model := limited(t, limit), []time.Time{}
		now, blocked := time.Unix(0, 0), time.Time{}
		for range 1 + random.IntN(60) {
			now = now.Add(time.Duration(random.IntN(13)))
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
			require.Equal(t, want, wait(now) == "")
			if want {
				model = append(model, now)
			}
		}
	})
}

func TestBlockForWorksWithoutALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := fake.New(&ledger{}, fake.Config{InMemory: true})
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
