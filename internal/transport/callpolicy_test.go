package transport

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestACallMayHaveItsOwnPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		own      *RetryPolicy
		answer   func() *http.Response
		attempts int
	}{
		"the client's":            {nil, says(500), 3},
		"none":                    {&RetryPolicy{}, says(500), 1},
		"more":                    {&RetryPolicy{MaxRetries: 4}, says(500), 5},
		"the client's, waits":     {nil, says(429, "Retry-After", "60"), 5}, // the next one would be after MaxElapsed
		"waits without a limit":   {&RetryPolicy{MaxRateLimitWaits: 10, MaxRetryAfter: time.Minute}, says(429, "Retry-After", "60"), 11},
		"none, waits":             {&RetryPolicy{}, says(429, "Retry-After", "60"), 1},
		"waits of its own":        {&RetryPolicy{MaxRateLimitWaits: 2, MaxRetryAfter: time.Hour}, says(429, "Retry-After", "3600"), 3},
		"it waits for less":       {&RetryPolicy{MaxRateLimitWaits: 2, MaxRetryAfter: time.Minute}, says(429, "Retry-After", "61"), 1},
		"retries are not waits":   {&RetryPolicy{MaxRetries: 4, MaxRetryAfter: time.Hour}, says(429, "Retry-After", "60"), 1},
		"waits are not retries":   {&RetryPolicy{MaxRateLimitWaits: 4, MaxRetryAfter: time.Hour}, says(500), 1},
		"a wait of 0 is a retry":  {nil, says(429, "Retry-After", "0"), 3},
		"nothing on success":      {nil, says(200), 1},
		"nothing on a definite 4": {nil, says(404), 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen := 0
				client := newStubClient(t, stubScript(&seen, c.answer))
				call := stubCall(Read)
				call.Retry = c.own
				answer, _ := client.Do(t.Context(), call)
				require.Equal(t, c.attempts, seen)
				require.Equal(t, c.attempts, answer.Attempts)
			})
		})
	}
}

func TestASuccessIsKeptThoughItsContextEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
		cancel()
		return stubAnswer(201, "Request-Id", "req_1"), nil
	}))
	answer, failure := client.Do(ctx, stubCall(Once))
	require.Nil(t, failure)
	require.Equal(t, 201, answer.StatusCode)
	require.Equal(t, "req_1", answer.RequestID)
}

// net/http takes "HTTP/1.1 000" for a response.
func TestAResponseWithoutAStatusIsAResponse(t *testing.T) {
	seen := 0
	answer, failure := newStubClient(t, stubScript(&seen, says(0))).Do(t.Context(), stubCall(Once))
	require.Equal(t, Unknown, failure.Outcome)
	require.Equal(t, 1, seen)
	require.Equal(t, 1, answer.Attempts)
}

func TestWhatTheCallerIsToldOfALostCall(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("refused")}
	lost := stubVendor(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
	for name, c := range map[string]struct {
		class    Safety
		vendor   http.RoundTripper
		cause    error
		outcome  Outcome
		attempts int
	}{
		"once, no connection":       {Once, unreachable{dial}, dial, NotSent, 3},
		"once, lost":                {Once, lost, io.ErrUnexpectedEOF, Unknown, 1},
		"repeatable, no connection": {Repeatable, unreachable{dial}, dial, NotSent, 3},
		"repeatable, lost":          {Repeatable, lost, io.ErrUnexpectedEOF, Failed, 3},
		"read, lost":                {Read, lost, io.ErrUnexpectedEOF, Failed, 3},
		"once, unknown host":        {Once, unreachable{&net.DNSError{IsNotFound: true}}, nil, NotSent, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newStubClient(t, c.vendor)
				answer, failure := client.Do(t.Context(), stubCall(c.class))
				require.Equal(t, c.outcome, failure.Outcome)
				require.Equal(t, c.attempts, answer.Attempts)
				require.Zero(t, failure.StatusCode)
				require.NotNil(t, failure.Err)
				if c.cause != nil {
					require.ErrorIs(t, failure.Err, c.cause)
				}
				require.Equal(t, "/charges/{charge_id}", failure.Route)
				require.False(t, failure.Started.IsZero())
				require.False(t, failure.Finished.Before(failure.Started))
			})
		})
	}
}

func TestMiddlewareFindsTheRoute(t *testing.T) {
	var routes []string
	seen := 0
	client := newStubClient(t, stubScript(&seen, says(503), says(200)), func(c *Config) {
		c.Middleware = append(c.Middleware, func(next http.RoundTripper) http.RoundTripper {
			return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
				routes = append(routes, RouteFrom(req.Context()))
				require.Empty(t, req.Header.Get("Authorization"), "the key is below the middleware")
				return next.RoundTrip(req)
			})
		})
	})
	synctest.Test(t, func(t *testing.T) {
		_, failure := client.Do(t.Context(), stubCall(Read))
		require.Nil(t, failure)
	})
	require.Equal(t, []string{"/charges/{charge_id}", "/charges/{charge_id}"}, routes)
	require.Empty(t, RouteFrom(t.Context()))
}
