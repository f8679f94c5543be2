package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// outage sends calls one after another to a vendor that fails a share of all
// requests, and returns requests and successes per call.
func outage(t *testing.T, calls int, share float64, budget bool) (load, success float64) {
	t.Helper()
	requests, delivered := 0, 0
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
			requests++
			if random.Float64() < share {
				return stubAnswer(500), nil
			}
			return stubAnswer(200), nil
		}))
		for range calls {
			if !budget {
				client.budget.give(budgetSize)
			}
			if _, failure := client.Do(t.Context(), stubCall(Read)); failure == nil {
				delivered++
			}
		}
	})
	return float64(requests) / float64(calls), float64(delivered) / float64(calls)
}

func TestRetriesDoNotMultiplyAnOutage(t *testing.T) {
	const calls = 10_000
	t.Log("failures | load without, with budget | success without, with")
	for _, share := range []float64{0.01, 0.1, 0.3, 0.5, 1} {
		load, success := outage(t, calls, share, true)
		loadWithout, successWithout := outage(t, calls, share, false)
		t.Logf("%6.0f %% | %.3f  %.3f | %6.2f %%  %6.2f %%", share*100, loadWithout, load, successWithout*100, success*100)
		if share <= 0.1 {
			require.Equal(t, [2]float64{loadWithout, successWithout}, [2]float64{load, success}, "the budget takes nothing from few failures")
		}
		if share == 1 {
			require.Equal(t, 1.01, load, "500 tokens are 100 repeats of 5")
			require.Equal(t, 3.0, loadWithout)
		}
	}
}

func TestWhatRepeatsCostAndSuccessesPay(t *testing.T) {
	timeout := func() (*http.Response, error) { return nil, context.DeadlineExceeded }
	lost := func() (*http.Response, error) { return nil, errors.New("reset") }
	is := func(status int, header ...string) func() (*http.Response, error) {
		return func() (*http.Response, error) { return stubAnswer(status, header...), nil }
	}
	type answers = []func() (*http.Response, error)
	for name, c := range map[string]struct {
		answers answers
		before  int
		after   int
		seen    int
	}{
		"a success pays one":                     {answers{is(200)}, 100, 101, 1},
		"the budget has a bound":                 {answers{is(200)}, budgetSize, budgetSize, 1},
		"a failure that is final":                {answers{is(404)}, 100, 100, 1},
		"two repeats in vain":                    {answers{is(500)}, 100, 90, 3},
		"a repeat that worked costs nothing":     {answers{is(500), is(200)}, 100, 100, 2},
		"of two repeats the one that worked":     {answers{is(500), lost, is(200)}, 100, 95, 3},
		"a timeout costs twice":                  {answers{timeout}, 100, 80, 3},
		"a timeout that worked after all":        {answers{timeout, is(200)}, 100, 100, 2},
		"the vendor's wait is free":              {answers{is(429, "Retry-After", "1"), is(200)}, 100, 101, 2},
		"but not a 429 that names no time":       {answers{is(429), is(404)}, 100, 95, 2},
		"after a wait a success pays one":        {answers{is(500), is(429, "Retry-After", "1"), is(200)}, 100, 96, 3},
		"nothing left":                           {answers{is(500)}, 4, 4, 1},
		"just enough":                            {answers{is(500)}, 5, 0, 2},
		"not enough for a timeout":               {answers{timeout}, 9, 9, 1},
		"nothing left does not stop the waiting": {answers{is(429, "Retry-After", "1"), is(200)}, 0, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				seen := 0
				client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
					answer := c.answers[min(seen, len(c.answers)-1)]
					seen++
					return answer()
				}))
				client.budget.tokens = c.before
				client.Do(t.Context(), stubCall(Read))
				require.Equal(t, c.seen, seen, "requests")
				require.Equal(t, c.after, client.budget.tokens)
			})
		})
	}
}

func TestAnEmptyBudgetKeepsTheFailure(t *testing.T) {
	client := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) { return stubAnswer(502), nil }))
	client.budget.tokens = 0
	answer, failure := client.Do(t.Context(), stubCall(Repeatable))
	require.Equal(t, 502, failure.StatusCode)
	require.Equal(t, Failed, failure.Outcome)
	require.Equal(t, 1, answer.Attempts)
}
