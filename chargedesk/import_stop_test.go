package chargedesk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// requireStoppedWithin is for an import of four at once, of which those that wait for
// the limiter may be ahead of those that don't.
func requireStoppedWithin(t *testing.T, err error, sent, results int) {
	t.Helper()
	requireImportStopped(t, err, results)
	require.LessOrEqual(t, results, sent)
	require.Greater(t, results, sent-4)
}

func requireImportStopped(t *testing.T, err error, results int) {
	t.Helper()
	stopped, ok := errors.AsType[*chargedesk.ImportError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, results, stopped.Results)
}

func TestAnImportStopsWhereEveryLaterRowWouldFailToo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault chargedesktest.Fault
		want  error
	}{
		"wrong key":  {chargedesktest.Respond(http.StatusUnauthorized, ""), chargedesk.ErrUnauthorized},
		"access off": {chargedesktest.Respond(http.StatusForbidden, ""), chargedesk.ErrForbidden},
		"blocked":    {chargedesktest.TooManyRequests("3600"), chargedesk.ErrRateLimited},
	} {
		for _, concurrency := range []int{2, 4} {
			fake, desk := unlimited(t)
			broken := func(r chargedesktest.Request) bool { return sentID(r) >= chequeID(25) }
			fake.FailMatching(broken, tt.fault.Times(-1))
			var at chargedesk.Checkpoint
			options := &chargedesk.ImportOptions{Concurrency: concurrency}
			results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(100), options, chargedesk.WithCheckpoint(&at)))
			requireImportStopped(t, err, len(results))
			require.ErrorIs(t, err, tt.want, name)
			if errors.Is(tt.want, chargedesk.ErrRateLimited) { // the pause may hold back rows in flight before it
				require.LessOrEqual(t, len(results), 25, name)
				require.Greater(t, len(results), 25-concurrency, name)
			} else {
				require.Len(t, results, 25, name)
			}
			require.LessOrEqual(t, fake.CountRequests(broken), 2*concurrency, name)

			fake.ClearFaults()
			rested := fake.Client(chargedesk.WithLimiter(nil))
			more, err := collectImport(t, rested.Charges.Import(t.Context(), cheques(100), options, chargedesk.WithCheckpoint(&at)))
			require.NoError(t, err)
			require.Len(t, more, 100-len(results))
			requireCheques(t, fake, 100)
		}
	}
}

func TestAnImportStopsWhereNothingCanBeSent(t *testing.T) {
	t.Parallel()
	fake, _ := unlimited(t)
	open := errors.New("the circuit is open")
	var broken atomic.Bool
	broken.Store(true)
	breaker := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if broken.Load() && fake.Counts()["charges"] >= 20 {
				return nil, fmt.Errorf("%w: %w", chargedesk.ErrNotSent, open)
			}
			return next.RoundTrip(req)
		})
	}
	desk := fake.Client(chargedesk.WithLimiter(nil), chargedesk.WithMiddleware(breaker), chargedesk.WithRetry(chargedesk.RetryPolicy{}))
	var at chargedesk.Checkpoint
	results, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(50), nil, chargedesk.WithCheckpoint(&at)))
	requireImportStopped(t, err, len(results))
	require.ErrorIs(t, err, open)
	for _, result := range results {
		require.NoError(t, result.Err, "no row is called failed")
	}

	broken.Store(false)
	more, err := collectImport(t, desk.Charges.Import(t.Context(), cheques(50), nil, chargedesk.WithCheckpoint(&at)))
	require.NoError(t, err)
	require.Len(t, more, 50-len(results))
	requireCheques(t, fake, 50)
}

func TestOneForbiddenRowIsItsOwnResult(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	for _, i := range []int{3, 8, 19} { // one has a row behind it that is not sent, and one is the last
		fake.FailMatching(sending(i), chargedesktest.Respond(http.StatusForbidden, ""))
	}
	rows := slices.Collect(cheques(20))
	rows[9] = nil
	results, err := collectImport(t, desk.Charges.Import(t.Context(), slices.Values(rows), nil))
	require.NoError(t, err)
	require.Len(t, results, 20)
	for i, result := range results {
		require.Equal(t, i == 3 || i == 8 || i == 19, errors.Is(result.Err, chargedesk.ErrForbidden), i)
	}

	fake.FailMatching(nil, chargedesktest.Respond(http.StatusForbidden, "").Times(-1))
	results, err = collectImport(t, desk.Charges.Import(t.Context(), cheques(5), &chargedesk.ImportOptions{Concurrency: 1}))
	require.NoError(t, err, "one at a time they are told one by one")
	require.Len(t, results, 5)
}

func TestAnImportStopsWhenItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		deploy := errors.New("deploy")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(90*time.Second, func() { cancel(deploy) })
		var at chargedesk.Checkpoint
		began := time.Now()
		results, err := collectImport(t, fake.Client().Charges.Import(ctx, cheques(1000), nil, chargedesk.WithCheckpoint(&at)))
		require.Equal(t, 90*time.Second, time.Since(began), "rows that wait for the limiter end at once")
		requireStoppedWithin(t, err, 120, len(results))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, deploy)
		require.ErrorContains(t, err, " rows: context canceled: deploy")
		for _, result := range results {
			require.NoError(t, result.Err)
		}

		_, err = collectImport(t, fake.Client().Charges.Import(ctx, cheques(1000), nil, chargedesk.WithCheckpoint(&at)))
		requireImportStopped(t, err, len(results))

		more, err := collectImport(t, fake.Client().Charges.Import(t.Context(), cheques(130), nil, chargedesk.WithCheckpoint(&at)))
		require.NoError(t, err)
		require.Len(t, more, 130-len(results))
		require.Equal(t, 130, fake.Counts()["charges"])
	})
}

func TestAnImportWhoseRowsEndWithItsContextHasStopped(t *testing.T) {
	t.Parallel()
	_, desk := unlimited(t)
	ctx, cancel := context.WithCancel(t.Context())
	rows := func(yield func(*chargedesk.ChargeCreateParams) bool) {
		for i := 0; ctx.Err() == nil && yield(cheque(i)); i++ {
			if i == 9 {
				cancel()
			}
		}
	}
	results, err := collectImport(t, desk.Charges.Import(ctx, rows, &chargedesk.ImportOptions{Concurrency: 1}))
	requireImportStopped(t, err, 10)
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, results, 10)

	done, finish := context.WithCancel(t.Context())
	results, err = collectImport(t, desk.Charges.Import(done, func(yield func(*chargedesk.ChargeCreateParams) bool) { yield(cheque(0)) }, nil))
	require.NoError(t, err)
	require.Len(t, results, 1)
	finish()
}

func TestADeadlineThatTheLimitCannotMeetStopsAnImport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		began := time.Now()
		results, err := collectImport(t, fake.Client().Charges.Import(t.Context(), cheques(1000), nil, chargedesk.WithCallTimeout(5*time.Second)))
		requireStoppedWithin(t, err, 60, len(results))
		require.ErrorIs(t, err, chargedesk.ErrRateLimited)
		require.Less(t, time.Since(began), 5*time.Second)
	})
}

func TestABrokenLoopEndsWhatIsInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := chargedesktest.NewServer(chargedesktest.InMemory())
		defer fake.Close()
		fake.FailMatching(sending(1), chargedesktest.DelayResponse(time.Hour))
		began := time.Now()
		for range fake.Client().Charges.Import(t.Context(), cheques(10), nil) {
			break
		}
		require.Zero(t, time.Since(began))
	})
}

func TestAnImportResumesAfterItsKeyWasReplaced(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	rotating, err := desk.With(chargedesk.WithKeyFunc(func(context.Context) (string, error) { return chargedesktest.Key, nil }))
	require.NoError(t, err)
	var at chargedesk.Checkpoint
	resume := func(client *chargedesk.Client, n int) int {
		results, err := collectImport(t, client.Charges.Import(t.Context(), cheques(n), nil, chargedesk.WithCheckpoint(&at)))
		require.NoError(t, err)
		return len(results)
	}
	require.Equal(t, 5, resume(desk, 5))
	require.Equal(t, 4, resume(rotating, 9))
	require.Equal(t, 3, resume(desk, 12))
	requireCheques(t, fake, 12)
}

// ChargeDesk may take such an id for none, and record the charge once for each request.
func TestATransactionIDOfSpacesIsNone(t *testing.T) {
	t.Parallel()
	fake, desk := unlimited(t)
	blank := cheque(0)
	blank.TransactionID, blank.UpdateIfExists = new(" \t"), true
	results, err := collectImport(t, desk.Charges.Import(t.Context(), slices.Values([]*chargedesk.ChargeCreateParams{blank}), nil))
	require.NoError(t, err)
	require.ErrorContains(t, results[0].Err, "charges[0].transaction_id is missing")
	require.Empty(t, fake.Requests())

	fake.FailNext(chargedesktest.DropResponse)
	_, err = desk.Charges.Create(t.Context(), blank)
	require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown)
	require.Equal(t, 1, fake.CountRequests(nil))
}
