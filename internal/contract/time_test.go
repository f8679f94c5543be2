package contract

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// hang returns no response until the request's context ends.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func dead(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
}

// full is a limiter that lets nobody through.
type full struct{}

func (full) Wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// patient retries as long as it is allowed to.
var patient = policy{MaxRetries: 1000, MaxRateLimitWaits: 1000, MaxRetryAfter: time.Hour}

// P27: no call lasts longer than its limit, whatever happens on the way.
func TestTheTimeOfACallIsLimited(t *testing.T) {
	const limit, tolerance = 30 * time.Second, 10 * time.Millisecond
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			transport roundTripper
			limiter   any
		}{
			"hanging server": {transport: hang},
			"429 for ever":   {transport: respond(429, "", "Retry-After", "7")},
			"503 for ever":   {transport: respond(503, "")},
			"full limiter":   {transport: respond(200, p.success), limiter: full{}},
			"dead network":   {transport: dead},
		} {
			for verb, call := range map[string]func(context.Context, any, ...any) error{"once": p.once, "read": p.read} {
				for way, opts := range map[string]struct{ client, call []any }{
					"WithTimeout":                  {client: []any{p.option("WithTimeout", limit)}},
					"WithCallTimeout":              {call: []any{p.option("WithCallTimeout", limit)}},
					"WithCallTimeout replaces":     {client: []any{p.option("WithTimeout", time.Hour)}, call: []any{p.option("WithCallTimeout", limit)}},
					"attempts that last longer":    {client: []any{p.option("WithTimeout", limit), p.option("WithAttemptTimeout", time.Hour)}},
					"context that ends before":     {client: []any{p.option("WithTimeout", time.Hour)}},
					"context that ends afterwards": {client: []any{p.option("WithTimeout", limit)}},
				} {
					t.Run(name+"/"+verb+"/"+way, func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							client := p.client(t, c.transport, append(opts.client, p.option("WithLimiter", c.limiter), p.option("WithRetry", patient))...)
							ctx := t.Context()
							if patience := map[string]time.Duration{"context that ends before": limit, "context that ends afterwards": time.Hour}[way]; patience != 0 {
								var cancel context.CancelFunc
								ctx, cancel = context.WithTimeout(ctx, patience)
								defer cancel()
							}
							started := time.Now()
							err := call(ctx, client, opts.call...)
							took := time.Since(started)
							require.Error(t, err)
							require.LessOrEqual(t, took, limit+tolerance)
							if name == "hanging server" || name == "full limiter" {
								require.Equal(t, limit, took)
								require.ErrorIs(t, err, context.DeadlineExceeded)
							}
						})
					})
				}
			}
		}
	})
}

func TestTheTimeOfAnAttemptIsLimited(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			client, call []any
			want         time.Duration
		}{
			"default":                           {want: 80 * time.Second},
			"WithAttemptTimeout":                {client: []any{p.option("WithAttemptTimeout", 3*time.Second)}, want: 3 * time.Second},
			"WithCallAttemptTimeout is shorter": {client: []any{p.option("WithAttemptTimeout", 3*time.Second)}, call: []any{p.option("WithCallAttemptTimeout", time.Second)}, want: time.Second},
			"WithCallAttemptTimeout is longer":  {client: []any{p.option("WithAttemptTimeout", 3*time.Second)}, call: []any{p.option("WithCallAttemptTimeout", 2*time.Minute)}, want: 2 * time.Minute},
		} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var began []time.Duration
					start := time.Now()
					client := p.client(t, func(req *http.Request) (*http.Response, error) {
						began = append(began, time.Since(start))
						return hang(req)
					}, append(c.client, p.option("WithRetry", policy{MaxRetries: 1, MaxBackoff: time.Millisecond}))...)
					require.ErrorIs(t, p.read(t.Context(), client, c.call...), context.DeadlineExceeded)
					// The shortest wait before a retry is 50 ms, whatever MaxBackoff is.
					require.Equal(t, []time.Duration{0, c.want + 50*time.Millisecond}, began)
					require.Equal(t, 2*c.want+50*time.Millisecond, time.Since(start))
				})
			})
		}
	})
}

func TestLimitsThatAreNotPositiveAreRejected(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for _, name := range []string{"WithTimeout", "WithAttemptTimeout"} {
			for _, d := range []time.Duration{0, -1} {
				_, err := p.make(frameKey, []any{p.option(name, d)})
				require.ErrorContains(t, err, name+" is not positive")
			}
		}
		for _, name := range []string{"WithCallTimeout", "WithCallAttemptTimeout"} {
			client := p.client(t, func(*http.Request) (*http.Response, error) { panic("sent") })
			err := p.once(t.Context(), client, p.option(name, time.Duration(0)))
			require.ErrorContains(t, err, name+" is not positive")
			require.ErrorIs(t, err, p.sentinels["ErrNotSent"])
		}
	})
}

func TestBackoffAndElapsedAreLimited(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			policy          policy
			gap, end, least time.Duration // the longest gap, the latest attempt, and at least that late
		}{
			"MaxBackoff":             {policy{MaxRetries: 40, MaxBackoff: time.Second}, time.Second, time.Minute, 5 * time.Second},
			"MaxBackoff by default":  {policy{MaxRetries: 40}, 8 * time.Second, 6 * time.Minute, time.Minute},
			"MaxElapsed":             {policy{MaxRetries: 400, MaxElapsed: 20 * time.Second}, 8 * time.Second, 20 * time.Second, 4 * time.Second},
			"MaxBackoff, MaxElapsed": {policy{MaxRetries: 400, MaxElapsed: 20 * time.Second, MaxBackoff: time.Second}, time.Second, 20 * time.Second, 18 * time.Second},
		} {
			for _, way := range []string{"WithRetry", "WithCallRetry"} {
				t.Run(name+"/"+way, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						var began []time.Time
						transport := func(req *http.Request) (*http.Response, error) {
							began = append(began, time.Now())
							return respond(503, "")(req)
						}
						client, opts := p.client(t, transport, p.option("WithRetry", policy{})), []any{p.option("WithCallRetry", c.policy)}
						if way == "WithRetry" {
							client, opts = p.client(t, transport, p.option("WithRetry", c.policy)), nil
						}
						require.Error(t, p.read(t.Context(), client, opts...))
						for i := 1; i < len(began); i++ {
							require.LessOrEqual(t, began[i].Sub(began[i-1]), c.gap)
						}
						require.Equal(t, began[len(began)-1], time.Now(), "no wait that no retry follows")
						last := began[len(began)-1].Sub(began[0])
						require.LessOrEqual(t, last, c.end)
						require.GreaterOrEqual(t, last, c.least)
					})
				})
			}
		}
	})
}

// What is waited for sums up in the error and in the response, with or without one.
func TestWaitsAreSummedUp(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		synctest.Test(t, func(t *testing.T) {
			client := p.client(t, respond(429, "", "Retry-After", "10"), p.option("WithRetry", policy{MaxRateLimitWaits: 2, MaxRetryAfter: time.Minute}))
			started := time.Now()
			err := p.once(t.Context(), client)
			told := p.told(err)
			require.NotNil(t, told, "%v", err)
			require.Equal(t, 3, told.Attempts)
			require.Equal(t, time.Since(started), told.Waited)
			require.GreaterOrEqual(t, told.Waited, 20*time.Second)
			require.Equal(t, 10*time.Second, told.RetryAfter)
			require.ErrorContains(t, err, "retry after 10s")
		})
	})
}

// A wait that the call has no time for fails at once, names the wait, and is both
// a rate limit and not sent.
func TestAWaitThatCannotBeMetIsARateLimit(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for _, seconds := range []int{60, 600} {
			t.Run(strconv.Itoa(seconds), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client := p.client(t, respond(429, "", "Retry-After", strconv.Itoa(seconds)), p.onlyOnce())
					require.ErrorIs(t, p.read(t.Context(), client), p.sentinels["ErrRateLimited"])
					started := time.Now()
					err := p.once(t.Context(), client, p.option("WithCallRetry", patient), p.option("WithCallTimeout", 5*time.Second))
					require.Zero(t, time.Since(started))
					require.ErrorIs(t, err, context.DeadlineExceeded)
					require.ErrorIs(t, err, p.sentinels["ErrRateLimited"])
					require.ErrorIs(t, err, p.sentinels["ErrNotSent"])
					require.NotErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
					const jitter = float64(time.Second) // of the turns after a pause
					// The pause of a client that waits for no Retry-After is that of the default policy.
					left := float64(time.Duration(min(seconds, 120)) * time.Second)
					told := p.told(err).RetryAfter
					require.InDelta(t, left+jitter/2, float64(told), jitter/2)
					require.ErrorContains(t, err, fmt.Sprintf("retry after %v", told.Round(time.Millisecond)))
				})
			})
		}
	})
}
