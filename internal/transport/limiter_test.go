package transport

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// arrival is a caller of a Window: when he comes, how much time he has, and
// when he gives up. Zero means that he has all the time and never does.
type arrival struct{ at, deadline, givesUp time.Duration }

// departure is what came of him.
type departure struct {
	at  time.Duration
	err error
}

// depart sends callers through a new Window on the fake clock. Their times of
// arrival are in order and differ.
func depart(t *testing.T, n int, span time.Duration, arrivals []arrival) []departure {
	t.Helper()
	departures := make([]departure, len(arrivals))
	synctest.Test(t, func(t *testing.T) {
		window, start := NewWindow(n, span), time.Now()
		var all sync.WaitGroup
		for i, a := range arrivals {
			all.Go(func() {
				<-time.After(a.at)
				departures[i].err = window.Wait(a.context(t))
				departures[i].at = time.Since(start)
			})
		}
		all.Wait()
	})
	return departures
}

func (a arrival) context(t *testing.T) context.Context {
	ctx := t.Context()
	if a.deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.deadline)
		t.Cleanup(cancel)
	}
	if a.givesUp > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		time.AfterFunc(a.givesUp, cancel)
	}
	return ctx
}

// crowd is a number of callers who come one nanosecond after the other.
func crowd(size int, like arrival) []arrival {
	arrivals := make([]arrival, size)
	for i := range arrivals {
		arrivals[i] = like
		arrivals[i].at += time.Duration(i)
	}
	return arrivals
}

const minuteWindow = time.Minute + windowMargin

func TestAWindowOf640CallersLets60ThroughAMinute(t *testing.T) {
	for i, d := range depart(t, 60, time.Minute, crowd(640, arrival{})) {
		require.NoError(t, d.err)
		require.Equal(t, time.Duration(i/60)*minuteWindow+time.Duration(i%60), d.at, "caller %d, first come first served", i)
	}
}

func TestBelowTheLimitNobodyWaits(t *testing.T) {
	var arrivals []arrival
	for i := range 600 { // 60 at once, then one just after each slot comes free
		arrivals = append(arrivals, arrival{at: time.Duration(i/60)*minuteWindow + time.Duration(i%60)})
	}
	for i, d := range depart(t, 60, time.Minute, arrivals) {
		require.Equal(t, departure{at: arrivals[i].at}, d, "caller %d", i)
	}
}

func TestADeadlineThatCannotBeMetFailsAtOnce(t *testing.T) {
	arrivals := append(crowd(3, arrival{}),
		arrival{at: time.Second, deadline: time.Minute},                            // the first slot is 59.2 s away
		arrival{at: 2 * time.Second, deadline: time.Minute},                        // behind him, for the second
		arrival{at: 3 * time.Second, deadline: 50 * time.Second},                   // behind both, for the third, in vain
		arrival{at: 4 * time.Second, deadline: minuteWindow - 4*time.Second + 2},   // for the third, ends as it comes free
		arrival{at: 5 * time.Second, deadline: minuteWindow - 5*time.Second + 3},   // for the third, a nanosecond to spare
		arrival{at: 6 * time.Second, deadline: 2*minuteWindow - 6*time.Second},     // for the next window's first, ends as it comes
		arrival{at: 7 * time.Second, deadline: 2*minuteWindow - 7*time.Second + 1}, // just in time for that
		arrival{at: 8 * time.Second, deadline: 2*minuteWindow - 8*time.Second + 1}, // and he for the one after it
	)
	want := []struct {
		at time.Duration
		ok bool
	}{
		{0, true}, {1, true}, {2, true},
		{minuteWindow, true}, {minuteWindow + 1, true}, {3 * time.Second, false}, {4 * time.Second, false}, {minuteWindow + 2, true},
		{6 * time.Second, false}, {2 * minuteWindow, true}, {8 * time.Second, false},
	}
	for i, d := range depart(t, 3, time.Minute, arrivals) {
		require.Equal(t, want[i].at, d.at, "caller %d", i)
		if want[i].ok {
			require.NoError(t, d.err, "caller %d", i)
			continue
		}
		require.ErrorIs(t, d.err, context.DeadlineExceeded)
		require.ErrorContains(t, d.err, "the rate limit allows no request for")
	}
}

// An hour after the latest request all slots are free, also for reckoning.
func TestAnOldWindowDoesNotMisleadTheReckoning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		window := NewWindow(2, time.Minute)
		for range 2 {
			require.NoError(t, window.Wait(t.Context()))
		}
		<-time.After(time.Hour)
		require.LessOrEqual(t, time.Until(window.slotAfter(0)), time.Duration(0))
		require.LessOrEqual(t, time.Until(window.slotAfter(1)), time.Duration(0))
		require.Equal(t, minuteWindow, time.Until(window.slotAfter(2)))
		require.Equal(t, 2*minuteWindow, time.Until(window.slotAfter(4)))
	})
}

// The reckoning may have been wrong, as when two callers join and queue in
// opposite order. He whose turn it is then fails at once too.
func TestWhoGuessedWrongFailsWhenItIsHisTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		window, start := NewWindow(1, time.Minute), time.Now()
		require.NoError(t, window.Wait(t.Context()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.ErrorIs(t, window.untilFree(ctx), context.DeadlineExceeded)
		require.Zero(t, time.Since(start))
	})
}

func TestACancelledWaiterWastesNoSlot(t *testing.T) {
	arrivals := append(crowd(2, arrival{}),
		arrival{at: 1 * time.Second, givesUp: 10 * time.Second}, // at the head of the queue
		arrival{at: 2 * time.Second, givesUp: 5 * time.Second},  // behind him
		arrival{at: 3 * time.Second, givesUp: time.Nanosecond},
		arrival{at: 4 * time.Second}, arrival{at: 5 * time.Second},
	)
	got := depart(t, 2, time.Minute, arrivals)
	for i, at := range []time.Duration{11 * time.Second, 7 * time.Second, 3*time.Second + 1} {
		require.ErrorIs(t, got[2+i].err, context.Canceled)
		require.Equal(t, at, got[2+i].at)
	}
	require.Equal(t, []departure{{at: minuteWindow}, {at: minuteWindow + 1}}, got[5:])
}

func TestAContextThatHasEndedIsNotLetThrough(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	window := NewWindow(1, time.Minute)
	require.ErrorIs(t, window.Wait(ctx), context.Canceled)
	require.NoError(t, window.Wait(t.Context()), "it took no slot")
}

// What is wrong with a limiter is not an end of time.
func TestALimitersErrorStaysWhatItIs(t *testing.T) {
	down := errors.New("redis: connection refused")
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	client := newStubClient(t, stubScript(new(int), says(200)), func(cfg *Config) { cfg.Limiter = brokenLimiter{down} })
	answer, failed := client.Do(ctx, stubCall(Once))
	require.ErrorIs(t, failed.Err, down)
	require.NotErrorIs(t, failed.Err, context.DeadlineExceeded)
	require.Zero(t, answer.Attempts)
}

type brokenLimiter struct{ err error }

func (l brokenLimiter) Wait(context.Context) error { return l.err }
