package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCancellingDuringABackOffKeepsTheLastResponse(t *testing.T) {
	for name, c := range map[string]struct {
		class      Safety
		answer     func() *http.Response
		outcome    Outcome
		retryAfter time.Duration
	}{
		"500 of a read":              {Read, says(500), Failed, 0},
		"503 of a repeatable":        {Repeatable, says(503, "Retry-After", "9"), Failed, 9 * time.Second},
		"429 of what is done once":   {Once, says(429, "Retry-After", "60"), Rejected, time.Minute},
		"429 of once without a time": {Once, says(429), Rejected, 0},
	} {
		for cause, end := range map[error]func(context.Context) (context.Context, context.CancelFunc){
			context.Canceled: func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(40*time.Millisecond, cancel)
				return ctx, cancel
			},
			context.DeadlineExceeded: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 40*time.Millisecond)
			},
		} {
			t.Run(name+" "+cause.Error(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					seen, start := 0, time.Now()
					client := newStubClient(t, stubScript(&seen, c.answer))
					ctx, cancel := end(t.Context())
					defer cancel()
					answer, failure := client.Do(ctx, stubCall(c.class))
					want := 40 * time.Millisecond
					if cause == context.DeadlineExceeded {
						want = 0 // no back-off is that short, and so it is not begun
					} else {
						require.ErrorIs(t, failure.Err, cause)
					}
					require.Equal(t, want, time.Since(start))
					require.Equal(t, c.answer().StatusCode, failure.StatusCode)
					require.Equal(t, "{}", string(failure.Body))
					require.Equal(t, c.outcome, failure.Outcome)
					require.Equal(t, c.retryAfter, failure.RetryAfter)
					require.Equal(t, 1, answer.Attempts)
					require.Equal(t, 1, seen)
				})
			})
		}
	}
}

func TestA429ThatCannotBeWaitedForReturnsNow(t *testing.T) {
	for name, c := range map[string]struct {
		header     string
		deadline   time.Duration
		retryAfter time.Duration
	}{
		"past the deadline":          {"60", 59 * time.Second, time.Minute},
		"at the deadline":            {"60", time.Minute, time.Minute},
		"above the longest wait":     {"121", time.Hour, 121 * time.Second},
		"for ever":                   {"9223372037", time.Hour, forever},
		"no wait named, no time":     {"soon", 40 * time.Millisecond, 0},
		"a date past the deadline":   {"Sat, 01 Jan 2000 00:01:00 GMT", 59 * time.Second, time.Minute},
		"a date years from now":      {"Thu, 01 Jan 2099 00:00:00 GMT", time.Hour, time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC).Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))},
		"a date beyond any duration": {"Thu, 01 Jan 9999 00:00:00 GMT", time.Hour, forever},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen, start := 0, time.Now()
				client := newStubClient(t, stubScript(&seen, says(429, "Retry-After", c.header)))
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				defer cancel()
				answer, failure := client.Do(ctx, stubCall(Once))
				require.Zero(t, time.Since(start), "virtual time spent")
				require.Equal(t, 429, failure.StatusCode)
				require.Equal(t, c.retryAfter, failure.RetryAfter)
				require.Equal(t, Rejected, failure.Outcome)
				require.NoError(t, failure.Err)
				require.Equal(t, 1, answer.Attempts)
			})
		})
	}
}

// Row 2 of the retry table, its first half.
func TestACallThatHasNoTimeToWaitIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen, start := 0, time.Now()
		client := newStubClient(t, stubScript(&seen, says(200)), func(c *Config) { c.Limiter = NewWindow(1, time.Minute) })
		_, failure := client.Do(t.Context(), stubCall(Once))
		require.Nil(t, failure)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		answer, failure := client.Do(ctx, stubCall(Once))
		require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
		require.Equal(t, NotSent, failure.Outcome)
		require.True(t, failure.Throttled)
		require.Equal(t, time.Minute+windowMargin, failure.RetryAfter)
		require.Zero(t, answer.Attempts)

		over, end := context.WithCancel(t.Context())
		end()
		_, failure = client.Do(over, stubCall(Once))
		require.ErrorIs(t, failure.Err, context.Canceled)
		require.Equal(t, NotSent, failure.Outcome)
		require.Equal(t, 1, seen)
		require.Zero(t, time.Since(start))
	})
}

// Row 1.
func TestBadInputIsNotSent(t *testing.T) {
	seen := 0
	client := newStubClient(t, stubScript(&seen, says(200)))
	badMethod := stubCall(Once)
	badMethod.Method = "PO ST"
	var noContext context.Context
	for param, do := range map[string]func() (Response, *Failure){
		"ctx":    func() (Response, *Failure) { return client.Do(noContext, stubCall(Once)) },
		"method": func() (Response, *Failure) { return client.Do(t.Context(), badMethod) },
	} {
		_, failure := do()
		var invalid *InvalidError
		require.ErrorAs(t, failure.Err, &invalid)
		require.Equal(t, param, invalid.Param)
		require.Equal(t, NotSent, failure.Outcome)
	}
	require.Zero(t, seen)
}

// When the limiter stops a repeat, what is known is what the attempt before it showed.
func TestARetryThatTheLimiterStopsKeepsTheLastResponse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := 0
		client := newStubClient(t, stubScript(&seen, says(500)), func(c *Config) { c.Limiter = NewWindow(1, time.Minute) })
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		answer, failure := client.Do(ctx, stubCall(Repeatable))
		require.Equal(t, 500, failure.StatusCode)
		require.Equal(t, Failed, failure.Outcome)
		require.ErrorIs(t, failure.Err, context.DeadlineExceeded)
		require.Equal(t, 1, answer.Attempts)
	})
}

// What the last attempt proves is not proved of those before it.
func TestALostAttemptIsNotForgotten(t *testing.T) {
	for name, c := range map[string]struct {
		first, second func() (*http.Response, error)
		outcome       Outcome
	}{
		"lost, then refused":     {failing("reset"), answering(409), Failed},
		"500, then refused":      {answering(500), answering(429), Failed},
		"refused, then refused":  {answering(429), answering(409), Rejected},
		"refused, then lost":     {answering(429), answering(500), Failed},
		"lost, then it succeeds": {failing("reset"), answering(200), Delivered},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen := 0
				client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
					if seen++; seen == 1 {
						return c.first()
					}
					return c.second()
				}), func(cfg *Config) { cfg.Retry.MaxRetries = 1 })
				answer, failure := client.Do(t.Context(), stubCall(Repeatable))
				require.Equal(t, 2, answer.Attempts)
				if c.outcome == Delivered {
					require.Nil(t, failure)
					return
				}
				require.Equal(t, c.outcome, failure.Outcome)
			})
		})
	}
}

func failing(text string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return nil, errors.New(text) }
}

func answering(status int) func() (*http.Response, error) {
	return func() (*http.Response, error) { return stubAnswer(status), nil }
}

// The first attempt of a read reached the vendor, so the call was sent, whatever becomes
// of its retries.
func TestAReadWhoseFirstResponseWasCutOffWasSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := 0
		client := newStubClient(t, roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			if seen++; seen > 1 {
				return unreachable{&net.OpError{Op: "dial", Net: "tcp", Err: errRefused}}.RoundTrip(req)
			}
			resp := stubAnswer(200)
			resp.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
			return resp, nil
		}))
		_, failed := client.Do(t.Context(), stubCall(Read))
		require.Equal(t, 3, failed.Attempts)
		require.Equal(t, Failed, failed.Outcome)
		require.Zero(t, failed.StatusCode)
	})
}
