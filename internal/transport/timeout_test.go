package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// P27: no call lasts longer than its timeout, waits and retries included, whatever
// the vendor does, and without one none retries later than MaxElapsed.
func TestNoCallLastsLongerThanItsTimeout(t *testing.T) {
	const limit, tolerance = 30 * time.Second, 10 * time.Millisecond
	for name, c := range map[string]struct {
		vendor http.RoundTripper
		config func(*Config)
		before int // calls that use the limiter up
	}{
		"a server that hangs":       {vendor: hanging(), config: func(cfg *Config) { cfg.AttemptTimeout = 12 * time.Second }},
		"429 for ever":              {vendor: stubScript(new(int), says(429, "Retry-After", "7"))},
		"429 at once for ever":      {vendor: stubScript(new(int), says(429, "Retry-After", "0"))},
		"503 for ever":              {vendor: stubScript(new(int), says(503))},
		"a limiter that is full":    {vendor: stubScript(new(int), says(200)), config: oneAMinute, before: 1},
		"a limiter that is used":    {vendor: stubScript(new(int), says(500)), config: oneAMinute},
		"another limiter":           {vendor: stubScript(new(int), says(200)), config: func(cfg *Config) { cfg.Limiter = limiterFunc(untilTheEnd) }},
		"a network that is dead":    {vendor: unreachable{&net.OpError{Op: "dial", Err: errRefused}}},
		"a body that does not end":  {vendor: stubVendor(slowBody)},
		"middleware that is asleep": {vendor: stubScript(new(int), says(200)), config: middleware(asleep)},
	} {
		for class := Read; class <= Once; class++ {
			for way, timeout := range map[string]func(*Config, *Call){
				"client's": func(cfg *Config, _ *Call) { cfg.Timeout = limit },
				"call's":   func(cfg *Config, call *Call) { cfg.Timeout = time.Hour; call.Timeout = limit },
				"smaller":  func(cfg *Config, call *Call) { cfg.Timeout = limit; call.Timeout = limit / 3; call.Linger = time.Hour },
			} {
				t.Run(fmt.Sprintf("%s/%s/%s", name, class, way), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						call := stubCall(class)
						client := newStubClient(t, c.vendor, func(cfg *Config) {
							if c.config != nil {
								c.config(cfg)
							}
							cfg.Retry.MaxRetries, cfg.Retry.MaxRateLimitWaits = 1000, 1000
							timeout(cfg, call)
						})
						for range c.before {
							client.Do(t.Context(), stubCall(class))
						}
						started := time.Now()
						_, failed := client.Do(t.Context(), call)
						require.NotNil(t, failed)
						require.LessOrEqual(t, time.Since(started), limit+tolerance)
					})
				})
			}
		}
	}
}

func hanging() stubVendor {
	return func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
}

func asleep(req *http.Request, _ http.RoundTripper) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func untilTheEnd(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// contextBody ends with its context, as the bodies of net/http do.
type contextBody struct{ ctx context.Context }

func (b contextBody) Read([]byte) (int, error) {
	<-b.ctx.Done()
	return 0, context.Cause(b.ctx)
}

func (contextBody) Close() error { return nil }

func slowBody(req *http.Request) (*http.Response, error) {
	resp := stubAnswer(200)
	resp.Body = contextBody{req.Context()}
	return resp, nil
}

func TestNoRetryBeginsLaterThanMaxElapsed(t *testing.T) {
	for name, c := range map[string]struct {
		vendor http.RoundTripper
		config func(*Config)
	}{
		"a server that hangs":    {vendor: hanging()},
		"429 for ever":           {vendor: stubScript(new(int), says(429, "Retry-After", "60"))},
		"503 for ever":           {vendor: stubScript(new(int), says(503, "Retry-After", "100"))},
		"a limiter that is slow": {vendor: stubScript(new(int), says(500)), config: func(cfg *Config) { cfg.Limiter = NewWindow(1, 2*time.Minute) }},
		"500 and long backoffs":  {vendor: stubScript(new(int), says(500)), config: func(cfg *Config) { cfg.Retry.MaxBackoff = time.Hour }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var latest time.Time
				client := newStubClient(t, roundTripperFunc(func(req *http.Request) (*http.Response, error) {
					latest = time.Now()
					return c.vendor.RoundTrip(req)
				}), func(cfg *Config) {
					cfg.Retry.MaxRetries, cfg.Retry.MaxRateLimitWaits = 1000, 1000
					if c.config != nil {
						c.config(cfg)
					}
				})
				started := time.Now()
				answer, failed := client.Do(t.Context(), stubCall(Read))
				require.NotNil(t, failed)
				require.Greater(t, answer.Attempts, 1)
				require.Less(t, latest.Sub(started), DefaultRetryPolicy.MaxElapsed)
				require.LessOrEqual(t, time.Since(started), DefaultRetryPolicy.MaxElapsed+DefaultAttemptTimeout)
			})
		})
	}
}

// A first attempt may wait as long as the context allows: many callers queue at a
// limiter.
func TestTheQueueForTheLimiterIsNotCutShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newStubClient(t, stubScript(new(int), says(200)), oneAMinute)
		var all sync.WaitGroup
		for range 60 {
			all.Go(func() { mustDeliver(t, client, stubCall(Once)) })
		}
		all.Wait()
	})
}

// Linger lets an attempt end that was under way, and nothing else.
func TestAnAttemptMayLinger(t *testing.T) {
	const linger = 20 * time.Second
	slow := func(d time.Duration) stubVendor {
		return func(req *http.Request) (*http.Response, error) {
			if err := Sleep(req.Context(), d); err != nil {
				return nil, err
			}
			return stubAnswer(200), nil
		}
	}
	for name, c := range map[string]struct {
		vendor  http.RoundTripper
		config  func(*Config)
		took    time.Duration
		outcome Outcome
	}{
		"it ends in time":         {vendor: slow(15 * time.Second), took: 15 * time.Second, outcome: Delivered},
		"it does not end in time": {vendor: slow(time.Minute), took: 5*time.Second + linger, outcome: Unknown},
		"the call's time is over": {vendor: slow(time.Minute), config: func(cfg *Config) { cfg.Timeout = 10 * time.Second }, took: 10 * time.Second, outcome: Unknown},
		"the attempt's is over":   {vendor: slow(time.Minute), config: func(cfg *Config) { cfg.AttemptTimeout = 8 * time.Second }, took: 8 * time.Second, outcome: Unknown},
		"it waits for a limiter":  {vendor: slow(0), config: func(cfg *Config) { cfg.Limiter = limiterFunc(untilTheEnd) }, took: 5 * time.Second, outcome: NotSent},
		"it waits after a 429":    {vendor: stubScript(new(int), says(429, "Retry-After", "60")), took: 5 * time.Second, outcome: Rejected},
	} {
		for _, end := range []string{"cancelled", "deadline"} {
			t.Run(name+"/"+end, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					client := newStubClient(t, c.vendor, func(cfg *Config) {
						if c.config != nil {
							c.config(cfg)
						}
					})
					ctx, cancel := context.WithCancel(t.Context())
					want := context.Canceled
					if end == "deadline" {
						if c.outcome == Rejected {
							t.Skip("known before the wait begins")
						}
						ctx, cancel = context.WithTimeout(t.Context(), 5*time.Second)
						want = context.DeadlineExceeded
					}
					defer cancel()
					if end == "cancelled" {
						time.AfterFunc(5*time.Second, cancel)
					}
					call := stubCall(Once)
					call.Linger = linger
					started := time.Now()
					_, failed := client.Do(ctx, call)
					require.Equal(t, c.took, time.Since(started))
					if c.outcome == Delivered {
						require.Nil(t, failed)
						return
					}
					require.Equal(t, c.outcome, failed.Outcome)
					if c.config == nil {
						require.ErrorIs(t, failed.Err, want)
					}
				})
			})
		}
	}
}

// foreign is an error of another call, of a type that can't be compared.
type foreign struct{ kinds []error }

func (f foreign) Error() string   { return "refund of ch_1 failed" }
func (f foreign) Unwrap() []error { return f.kinds }

// P29: the errors of a call match only what happened to it. net/http returns the
// cause of a context, which under an errgroup is the error of another call.
func TestACauseIsNoErrorOfTheCall(t *testing.T) {
	errNotFound := errors.New("not found")
	causes := map[string]error{
		"plain":           errNotFound,
		"wrapped":         fmt.Errorf("group: %w", errNotFound),
		"not comparable":  foreign{[]error{errNotFound}},
		"a dial":          &net.OpError{Op: "dial", Net: "tcp", Err: errors.Join(errNotFound, errRefused)},
		"a marked one":    errors.Join(errNotFound, errMarked),
		"with the end in": fmt.Errorf("%w: %w", context.Canceled, errNotFound),
	}
	returnsCause := stubVendor(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, fmt.Errorf("transport: %w", context.Cause(req.Context()))
	})
	waitsForConn := roundTripperFunc(func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return unreachable{context.Cause(req.Context())}.RoundTrip(req)
	})
	for name, c := range map[string]struct {
		vendor  http.RoundTripper
		config  func(*Config)
		outcome Outcome
	}{
		"for a connection": {vendor: waitsForConn, outcome: Unknown}, // another's dial proves nothing of this call
		"under way":        {vendor: returnsCause, outcome: Unknown},
		"in the body":      {vendor: stubVendor(slowBody), outcome: Unreadable},
		"in the limiter": {vendor: returnsCause, outcome: NotSent, config: func(cfg *Config) {
			cfg.Limiter = limiterFunc(func(ctx context.Context) error { <-ctx.Done(); return context.Cause(ctx) })
		}},
		"for a key": {vendor: returnsCause, outcome: NotSent, config: func(cfg *Config) {
			cfg.Credentials = func(ctx context.Context) (string, string, error) { <-ctx.Done(); return "", "", context.Cause(ctx) }
		}},
		"in middleware": {vendor: returnsCause, outcome: Unknown, config: middleware(func(req *http.Request, _ http.RoundTripper) (*http.Response, error) {
			<-req.Context().Done()
			return nil, context.Cause(req.Context())
		})},
		"while connecting": {vendor: roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, context.Cause(req.Context())
		}), outcome: Unknown},
		"in a backoff": {vendor: stubScript(new(int), says(429, "Retry-After", "60")), outcome: Rejected},
	} {
		for kind, cause := range causes {
			for _, linger := range []time.Duration{0, time.Second} {
				t.Run(fmt.Sprintf("%s/%s/%v", name, kind, linger), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						client := newStubClient(t, c.vendor, func(cfg *Config) {
							cfg.NotSent = errMarked
							if c.config != nil {
								c.config(cfg)
							}
						})
						ctx, cancel := context.WithCancelCause(t.Context())
						time.AfterFunc(3*time.Second, func() { cancel(cause) })
						call := stubCall(Once)
						call.Linger = linger
						_, failed := client.Do(ctx, call)
						require.Equal(t, c.outcome, failed.Outcome)
						require.ErrorIs(t, failed.Err, context.Canceled)
						require.NotErrorIs(t, failed.Err, errNotFound)
						require.NotErrorIs(t, failed.Err, errRefused)
						require.NotErrorIs(t, failed.Err, errMarked)
						require.NotContains(t, failed.Err.Error(), "ch_1", "its text is redacted too")
					})
				})
			}
		}
	}
}

var errMarked = errors.New("not sent")
