package shared_test

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/examples/shared"
)

var (
	_ chargedesk.Limiter  = (*shared.Limiter)(nil)
	_ chargehound.Limiter = (*shared.Limiter)(nil)
	_ chargeback.Limiter  = (*shared.Limiter)(nil)
)

// hourly lets three requests of all processes leave an hour.
func hourly(t *testing.T, client *redis.Client, name string) *shared.Limiter {
	limiter, err := shared.NewLimiter(client, name, shared.LimiterConfig{Limit: 3, Span: time.Hour, Margin: time.Minute})
	require.NoError(t, err)
	return limiter
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// requireTooLate requires that the limiter fails before ctx ends.
func requireTooLate(t *testing.T, limiter *shared.Limiter, ctx context.Context) {
	t.Helper()
	err := limiter.Wait(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "the rate limit allows no request for")
	require.NoError(t, ctx.Err())
}

func TestADeadlineThatCanNotBeMetFailsAtOnce(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	client := server.client(t)
	knownState(t, client, "deadline")
	one, other := hourly(t, client, "deadline"), hourly(t, server.client(t), "deadline")
	for _, limiter := range []*shared.Limiter{one, other, one} {
		require.NoError(t, limiter.Wait(t.Context()))
	}
	requireTooLate(t, one, within(t, 59*time.Minute))
	requireTooLate(t, other, within(t, 59*time.Minute))
	require.EqualValues(t, 3, client.ZCard(t.Context(), "chargekit:{deadline}:slots").Val())

	// One that waits for an hour takes the first slot; who comes behind it guesses.
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error)
	go func() { waited <- one.Wait(ctx) }()
	require.Eventually(t, func() bool {
		return client.ZCard(t.Context(), "chargekit:{deadline}:slots").Val() == 4
	}, time.Minute, time.Millisecond)
	requireTooLate(t, one, within(t, 59*time.Minute))

	cancel()
	require.ErrorIs(t, <-waited, context.Canceled)
	require.EqualValues(t, 3, client.ZCard(t.Context(), "chargekit:{deadline}:slots").Val(), "the slot is given back")
}

func TestAPauseIsShared(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "pause")
	one, other := hourly(t, server.client(t), "pause"), hourly(t, server.client(t), "pause")
	require.NoError(t, other.Wait(t.Context()))
	one.Pause(time.Hour)
	one.Pause(time.Second)
	requireTooLate(t, other, within(t, 50*time.Minute))
}

func TestAClients429PausesAllProcesses(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "429")
	desk := chargedesktest.NewTestServer(t)
	desk.FailNext(chargedesktest.TooManyRequests("40"))
	client := desk.Client(chargedesk.WithLimiter(hourly(t, server.client(t), "429")))
	_, err := client.Charges.List(within(t, 30*time.Second), nil)
	require.ErrorIs(t, err, chargedesk.ErrRateLimited)
	requireTooLate(t, hourly(t, server.client(t), "429"), within(t, 20*time.Second))
}

func TestAPauseThatRedisMissedIsToldLater(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "later")
	var away atomic.Bool
	one := hourly(t, unreliable(t, server, &away), "later")
	away.Store(true)
	one.Pause(time.Hour)
	away.Store(false)
	requireTooLate(t, one, within(t, 50*time.Minute))
	requireTooLate(t, hourly(t, server.client(t), "later"), within(t, 50*time.Minute))
}

var errDial = errors.New("connection refused")

// unreliable returns a client that can't connect while away is set. It keeps no
// connections.
func unreliable(t *testing.T, server *redisServer, away *atomic.Bool) *redis.Client {
	client, err := shared.Open(server.url())
	require.NoError(t, err)
	options := *client.Options()
	options.MaxRetries, options.ConnMaxLifetime = -1, time.Nanosecond
	options.Dialer = func(ctx context.Context, network, address string) (net.Conn, error) {
		if away.Load() {
			return nil, errDial
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	unreliable := redis.NewClient(&options)
	t.Cleanup(func() {
		_ = client.Close()
		_ = unreliable.Close()
	})
	return unreliable
}

func TestAYoungRedisHoldsRequests(t *testing.T) {
	t.Parallel()
	requireTooLate(t, hourly(t, startRedis(t).client(t), "young"), within(t, time.Hour))
}

func TestARestartHoldsRequests(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "restart")
	limiter := hourly(t, server.client(t), "restart")
	require.NoError(t, limiter.Wait(t.Context()))
	server.kill(t)
	server.start(t)
	requireTooLate(t, limiter, within(t, time.Hour))
}

func TestARestartThatKeptTheStateHoldsRequestsToo(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	knownState(t, client, "kept")
	require.NoError(t, client.HSet(t.Context(), "chargekit:{kept}:state", "run", "another").Err())
	requireTooLate(t, hourly(t, client, "kept"), within(t, time.Hour))
}

func TestAForgottenStateHoldsRequestsOfWhoSentSome(t *testing.T) {
	t.Parallel()
	client := startRedis(t).client(t)
	knownState(t, client, "flushed")
	limiter := hourly(t, client, "flushed")
	require.NoError(t, limiter.Wait(t.Context()))
	require.NoError(t, client.FlushAll(t.Context()).Err())
	client.AddHook(aged{})
	requireTooLate(t, limiter, within(t, time.Hour))
	require.NoError(t, client.FlushAll(t.Context()).Err())
	require.NoError(t, hourly(t, client, "flushed").Wait(t.Context()), "of a process that sent nothing")
}

func TestAProcessThatWentOnAloneHoldsRequestsWhenItReturns(t *testing.T) {
	t.Parallel()
	server := startRedis(t)
	knownState(t, server.client(t), "alone")
	var away atomic.Bool
	away.Store(true)
	limiter, err := shared.NewLimiter(unreliable(t, server, &away), "alone", shared.LimiterConfig{
		Limit: 2, Processes: 2, Span: time.Second, Margin: time.Second,
	})
	require.NoError(t, err)
	require.NoError(t, limiter.Wait(t.Context()))
	away.Store(false)
	require.NoError(t, limiter.Wait(t.Context()))
	require.NotEqual(t, "first", server.client(t).HGet(t.Context(), "chargekit:{alone}:state", "gen").Val())
}

// withoutRedis returns a limiter of one minute whose Redis is away, in a bubble.
func withoutRedis(t *testing.T, processes int) *shared.Limiter {
	client, err := shared.Open("redis://127.0.0.1:1")
	require.NoError(t, err)
	options := *client.Options()
	require.NoError(t, client.Close())
	options.MaxRetries = -1
	options.Dialer = func(context.Context, string, string) (net.Conn, error) { return nil, errDial }
	client = redis.NewClient(&options)
	t.Cleanup(func() {
		_ = client.Close()
		time.Sleep(time.Minute) // the pool's goroutine notices each second
	})
	limiter, err := shared.NewLimiter(client, "away", shared.LimiterConfig{Processes: processes})
	require.NoError(t, err)
	return limiter
}

func TestOpenWithoutRedisKeepsToItsShare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, began := withoutRedis(t, 8), time.Now()
		var left []time.Duration
		for range 21 {
			require.NoError(t, limiter.Wait(t.Context()))
			left = append(left, time.Since(began))
		}
		for i, at := range left {
			require.Equal(t, time.Duration(1+i/7)*61*time.Second, at, "request %d", i)
		}
		ctx := within(t, time.Minute)
		requireTooLate(t, limiter, ctx)
		limiter.Pause(5 * time.Minute)
		requireTooLate(t, limiter, within(t, 4*time.Minute))
	})
}

func TestClosedWithoutRedisSendsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, began := withoutRedis(t, 0), time.Now()
		err := limiter.Wait(t.Context())
		require.ErrorIs(t, err, shared.ErrAway)
		require.ErrorIs(t, err, errDial)
		require.Equal(t, 61*time.Second, time.Since(began))
		require.ErrorIs(t, limiter.Wait(t.Context()), shared.ErrAway)
		require.Equal(t, 61*time.Second, time.Since(began), "once Redis is known to be away")
	})
}

func TestACallerWaitsForRedisUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, began := withoutRedis(t, 8), time.Now()
		require.ErrorIs(t, limiter.Wait(within(t, 10*time.Second)), context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(began))
	})
}

func TestWrongConfigsAreRejected(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]shared.LimiterConfig{
		"limit":          {Limit: -1},
		"span":           {Span: -1},
		"margin":         {Margin: -1},
		"processes":      {Processes: -1},
		"many processes": {Processes: 61},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := shared.NewLimiter(nil, "wrong", cfg)
			require.Error(t, err)
		})
	}
}
