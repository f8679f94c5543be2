package transport

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/internal/lenient"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// randomAttempt is any attempt that a call could report.
func randomAttempt(random *rand.Rand) attempt {
	a := attempt{cancelled: random.IntN(10) == 0}
	if seeds.Bool(random) {
		a.err = errors.New("lost")
		a.sent, a.permanent, a.timeout = seeds.Bool(random), seeds.Bool(random), seeds.Bool(random)
		return a
	}
	a.status = seeds.OneOf(random, seeds.Between(random, 100, 999), seeds.OneOf(random, 200, 201, 204, 302, 307, 404, 408, 429, 429, 429, 500, 503, 503))
	if a.broken = seeds.Bool(random); a.broken {
		a.err = seeds.OneOf(random, errors.New("cut"), error(&lenient.LimitError{}))
		a.permanent = isUnreadable(a.err)
	}
	if asks := a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable; asks && seeds.Bool(random) {
		a.retryAfter = after(randomDuration(random))
	}
	return a
}

// randomDuration prefers the lengths at which something changes.
func randomDuration(random *rand.Rand) time.Duration {
	return seeds.OneOf(random,
		time.Duration(random.Int64N(int64(4*time.Minute))),
		seeds.OneOf(random, 0, 1, time.Second-1, time.Second, 2*time.Minute, 2*time.Minute+1, time.Hour, forever-1, forever))
}

func randomAllowance(random *rand.Rand) allowance {
	return allowance{
		retries:       seeds.Between(random, -1, 3),
		waits:         seeds.Between(random, -1, 3),
		maxRetryAfter: randomDuration(random),
		deadline:      randomDuration(random) - time.Second,
		backoff:       backoff(random.IntN(7), random.Float64(), randomDuration(random)),
		jitter:        random.Float64(),
	}
}

func randomClass(random *rand.Rand) Safety { return seeds.OneOf(random, Read, Repeatable, Once) }

// maybeApplied is written from the promise, not from the code: the vendor may
// have acted on this attempt.
func maybeApplied(a attempt) bool {
	if a.status == 0 {
		return a.sent
	}
	rejected := a.status >= 400 && a.status <= 499 && a.status != http.StatusRequestTimeout
	elsewhere := a.status == 301 || a.status == 307 || a.status == 308
	return !rejected && !elsewhere
}

func TestAnyVerdict(t *testing.T) {
	seeds.Check(t, 100, func(t *testing.T, random *rand.Rand) {
		for range 50 {
			requireGoodVerdict(t, randomClass(random), randomAttempt(random), randomAllowance(random))
		}
	})
}

func requireGoodVerdict(t *testing.T, class Safety, a attempt, left allowance) {
	v := decide(class, a, left)
	whole := a.status >= 200 && a.status <= 299 && !a.broken
	for fact, broken := range map[string]bool{
		"a Once call is not retried after it may have been sent": class == Once && v.retry && maybeApplied(a),
		"a whole 2xx response is not retried":                    v.retry && whole,
		"what would be unreadable again is not retried":          v.retry && a.status/100 == 2 && isUnreadable(a.err),
		"only NotSent was not sent":                              (v.outcome == NotSent) != (a.status == 0 && !a.sent),
		"a write with a 2xx response is not retried":             v.retry && class != Read && a.status/100 == 2,
		"only a whole 2xx response is delivered":                 (v.outcome == Delivered) != whole,
		"what may be applied is not called not applied":          v.outcome.noEffect() && maybeApplied(a),
		"what is not applied is called so":                       !v.outcome.noEffect() && !maybeApplied(a),
		"only Once is unknown":                                   v.outcome == Unknown && class != Once,
		"a lost Once is never merely failed":                     v.outcome == Failed && class == Once,
		"no wait is negative":                                    v.wait < 0,
		"no wait is under Retry-After":                           a.retryAfter.given && v.wait < a.retryAfter.wait,
		"no retry without a wait":                                v.retry && v.wait < shortestWait,
		"no retry at or past the deadline":                       v.retry && v.wait >= left.deadline,
		"no retry above the longest Retry-After":                 v.retry && a.retryAfter.wait > left.maxRetryAfter,
		"no retry for a caller who has gone":                     v.retry && a.cancelled,
		"every retry is counted":                                 v.retry && left.retries <= 0 && left.waits <= 0,
		"only the vendor's wait costs nothing":                   v.cost == 0 && (a.status != 429 || a.retryAfter.wait < time.Second),
	} {
		if broken {
			t.Errorf("%s: %v %+v %+v gave %+v", fact, class, a, left, v)
		}
	}
}

// A whole call with any responses: the run itself counts, as it does in Do.
func TestAnyCallEndsWithinItsPolicy(t *testing.T) {
	seeds.Check(t, 100, func(t *testing.T, random *rand.Rand) {
		policy := RetryPolicy{MaxRetries: random.IntN(4), MaxRateLimitWaits: random.IntN(4), MaxRetryAfter: 2 * time.Minute}
		client := &Client{shared: &shared{}, retry: policy}
		client.budget.give(seeds.Between(random, 0, 60))
		run := newRun(client, &Call{Safety: randomClass(random)})
		mayHaveActed, retries, waits := 0, 0, 0
		for retry := true; retry; {
			run.attempts++
			run.last = randomAttempt(random)
			if maybeApplied(run.last) {
				mayHaveActed++
			}
			run.decide(t.Context())
			run.learn()
			retry = run.next.retry
			if retry && run.last.status == http.StatusTooManyRequests && run.last.retryAfter.wait >= time.Second {
				waits++
			} else if retry {
				retries++
			}
		}
		if retries > policy.MaxRetries || waits > policy.MaxRateLimitWaits {
			t.Errorf("%d retries and %d waits under %+v", retries, waits, policy)
		}
		if run.call.Safety == Once && mayHaveActed > 1 {
			t.Errorf("a Once call may have acted %d times", mayHaveActed)
		}
	})
}
