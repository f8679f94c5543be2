package transport

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// times notes when a vendor was asked.
type times struct {
	mu    sync.Mutex
	start time.Time
	seen  []time.Duration
}

func (n *times) note() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seen = append(n.seen, time.Since(n.start))
	return len(n.seen)
}

// rejectsFirst responds to the first request with 429 and the others with 200.
func (n *times) rejectsFirst(retryAfter string) stubVendor {
	n.start = time.Now()
	return func(*http.Request) (*http.Response, error) {
		if n.note() == 1 {
			return stubAnswer(429, "Retry-After", retryAfter), nil
		}
		return stubAnswer(200), nil
	}
}

func TestAfterA429NoCallLeavesBeforeThePauseIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vendor times
		client := newStubClient(t, vendor.rejectsFirst("60"))
		var all sync.WaitGroup
		call := func(class Safety) {
			answer, failure := client.Do(t.Context(), stubCall(class))
			require.Nil(t, failure)
			require.Equal(t, 200, answer.StatusCode)
		}
		all.Go(func() { call(Once) })
		synctest.Wait()
		for i := range 100 { // newcomers, from the first moment of the pause to its last
			all.Go(func() {
				<-time.After(time.Duration(i) * 600 * time.Millisecond)
				call(Safety(i % 3))
			})
		}
		all.Wait()
		require.Len(t, vendor.seen, 102, "requests: one refused, and each call once")
		require.Zero(t, vendor.seen[0])
		require.GreaterOrEqual(t, vendor.seen[1], time.Minute)
		require.LessOrEqual(t, vendor.seen[101], time.Minute*8/7)
		for i, gap := range []time.Duration{10: 150 * time.Millisecond, 40: 60 * time.Millisecond, 90: 10 * time.Millisecond} {
			if gap > 0 {
				tenth := vendor.seen[i+10] - vendor.seen[i]
				require.Greater(t, tenth, 10*gap, "they do not come together")
				require.Less(t, tenth, 20*gap+100*time.Millisecond, "and come faster and faster")
			}
		}
	})
}

func TestOneClientsPauseIsNotAnothers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vendor times
		stub := vendor.rejectsFirst("60")
		first, second := newStubClient(t, stub), newStubClient(t, stub)
		ctx, cancel := context.WithCancel(t.Context())
		go first.Do(ctx, stubCall(Read))
		synctest.Wait()
		_, failure := second.Do(t.Context(), stubCall(Read))
		require.Nil(t, failure)
		require.Equal(t, []time.Duration{0, 0}, vendor.seen)
		cancel()
		synctest.Wait()
	})
}

func TestAPauseOnlyMovesForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pause
		require.LessOrEqual(t, p.left(), time.Duration(0), "a new client has none")
		p.extendTo(time.Now().Add(time.Minute))
		p.extendTo(time.Now().Add(time.Second))
		require.Equal(t, time.Minute, p.left())
		p.extendTo(time.Now().Add(2 * time.Minute))
		require.Equal(t, 2*time.Minute, p.left())
	})
}

// A pause that is prolonged while callers wait holds them back again.
func TestAPauseThatIsProlongedHoldsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pause
		start := time.Now()
		p.extendTo(start.Add(time.Minute))
		time.AfterFunc(30*time.Second, func() { p.extendTo(start.Add(3 * time.Minute)) })
		require.NoError(t, p.wait(t.Context(), time.Hour))
		require.GreaterOrEqual(t, time.Since(start), 3*time.Minute)
	})
}

func TestAPauseTooLongForACallFailsItAtOnce(t *testing.T) {
	tight := func(d time.Duration) func(context.Context) (context.Context, context.CancelFunc) {
		return func(ctx context.Context) (context.Context, context.CancelFunc) { return context.WithTimeout(ctx, d) }
	}
	for name, c := range map[string]struct {
		paused  time.Duration
		within  func(context.Context) (context.Context, context.CancelFunc)
		expired bool
	}{
		"longer than the policy waits": {121 * time.Second, context.WithCancel, false},
		"an hour":                      {time.Hour, context.WithCancel, false},
		"longer than the deadline":     {time.Minute, tight(59 * time.Second), true},
		"as long as the deadline":      {time.Minute, tight(time.Minute), true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var vendor times
				client, start := newStubClient(t, vendor.rejectsFirst("0")), time.Now()
				client.pause.extendTo(start.Add(c.paused))
				ctx, cancel := c.within(t.Context())
				defer cancel()
				answer, failure := client.Do(ctx, stubCall(Once))
				require.Zero(t, time.Since(start), "virtual time spent")
				require.Empty(t, vendor.seen)
				require.NotNil(t, failure)
				require.Zero(t, answer.Attempts)
				require.Equal(t, NotSent, failure.Outcome)
				require.True(t, failure.Throttled)
				require.GreaterOrEqual(t, failure.RetryAfter, c.paused)
				require.LessOrEqual(t, failure.RetryAfter, c.paused*8/7, "its turn")
				if c.expired {
					require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
				} else {
					require.NotErrorIs(t, failure.Err, context.DeadlineExceeded)
				}
			})
		})
	}
}

func TestCancellingEndsTheWaitForThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vendor times
		client, start := newStubClient(t, vendor.rejectsFirst("0")), time.Now()
		client.pause.extendTo(start.Add(time.Minute))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(7*time.Second, cancel)
		_, failure := client.Do(ctx, stubCall(Once))
		require.Equal(t, 7*time.Second, time.Since(start))
		require.ErrorIs(t, failure.Err, context.Canceled)
		require.Equal(t, NotSent, failure.Outcome)
		require.Empty(t, vendor.seen)
	})
}

// What each response means for the client as a whole.
func TestWhoPausesAClient(t *testing.T) {
	for name, c := range map[string]struct {
		answer *http.Response
		pause  time.Duration
	}{
		"429 with Retry-After":                {stubAnswer(429, "Retry-After", "60"), time.Minute},
		"429 with all the time of the world":  {stubAnswer(429, "Retry-After", "99999999999999999999"), 2 * time.Minute},
		"429 with a date":                     {stubAnswer(429, "Retry-After", "Sat, 01 Jan 2000 00:00:45 GMT"), 45 * time.Second},
		"429 with garbage":                    {stubAnswer(429, "Retry-After", "tomorrow"), 20 * time.Second},
		"429 alone, as documented":            {stubAnswer(429), 20 * time.Second},
		"503 with Retry-After":                {stubAnswer(503, "Retry-After", "60"), 0},
		"503 with garbage":                    {stubAnswer(503, "Retry-After", "tomorrow"), 0},
		"503 alone":                           {stubAnswer(503), 0},
		"500 with Retry-After":                {stubAnswer(500, "Retry-After", "60"), 0},
		"200 with Retry-After":                {stubAnswer(200, "Retry-After", "60"), 0},
		"a redirect with Retry-After":         {stubAnswer(301, "Retry-After", "60"), 0},
		"429 that may be tried again at once": {stubAnswer(429, "Retry-After", "0"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				vendor := stubVendor(func(*http.Request) (*http.Response, error) { return c.answer, nil })
				client := newStubClient(t, vendor, func(cfg *Config) { cfg.Retry, cfg.ThrottlePause = RetryPolicy{}, 20*time.Second })
				start := time.Now()
				client.Do(t.Context(), stubCall(Once))
				require.Equal(t, c.pause, max(0, client.pause.left()))
				require.Zero(t, time.Since(start), "the call itself returns at once")
			})
		})
	}
}

// slowLimiter lets everybody through after ten seconds.
type slowLimiter struct{}

func (slowLimiter) Wait(ctx context.Context) error { return Sleep(ctx, 10*time.Second) }

func TestAPauseThatBeginsDuringTheWaitForTheLimiterHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vendor times
		client := newStubClient(t, vendor.rejectsFirst("60"), func(c *Config) { c.Limiter = slowLimiter{} })
		var all sync.WaitGroup
		for i := range 2 { // the first is rejected at 10 s, while the second waits for the limiter
			all.Go(func() {
				<-time.After(time.Duration(i) * 5 * time.Second)
				_, failure := client.Do(t.Context(), stubCall(Once))
				require.Nil(t, failure)
			})
		}
		all.Wait()
		require.Equal(t, 10*time.Second, vendor.seen[0])
		require.GreaterOrEqual(t, vendor.seen[1], 80*time.Second, "the pause and the limiter once more")
	})
}

// Calls that are rejected during a pause take no turn after it: they would put off
// those that can wait.
func TestRejectedCallsTakeNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vendor times
		client, start := newStubClient(t, vendor.rejectsFirst("3600")), time.Now()
		client.pause.extendTo(start.Add(time.Hour))
		for range 290 {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			_, failure := client.Do(ctx, stubCall(Once))
			cancel()
			require.True(t, failure.Throttled)
			<-time.After(12 * time.Second)
		}
		<-time.After(time.Until(start.Add(time.Hour)))
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		_, failure := client.Do(ctx, stubCall(Once))
		require.Equal(t, 429, failure.StatusCode, "it left")
		require.Less(t, vendor.seen[0], time.Hour+16*time.Second, "the first turn of the ramp, 3 % of a seventh of an hour")
	})
}

// Who comes for a turn after the pause, and has no time to wait for it, hears how
// long that would be.
func TestAWaitForATurnIsToldToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pause
		p.extendTo(time.Now().Add(time.Hour))
		for range 100 {
			_, _, err := p.nextTurn(t.Context(), 2*time.Hour)
			require.NoError(t, err)
		}
		<-time.After(time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _, err := p.nextTurn(ctx, 2*time.Hour)
		early := new(waitError)
		require.ErrorAs(t, err, &early)
		require.InDelta(t, time.Hour/rampShare, early.left, float64(time.Minute))
		require.Regexp(t, `^the vendor asked for a pause for 8m.*s more: context deadline exceeded$`, err.Error())
	})
}
