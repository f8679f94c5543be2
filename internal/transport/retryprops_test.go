package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// drawAttempt makes any attempt that attempter could report.
func drawAttempt(t *rapid.T) attempt {
	a := attempt{cancelled: rapid.IntRange(0, 9).Draw(t, "cancelled") == 0}
	if rapid.Bool().Draw(t, "answered") {
		a.status = rapid.OneOf(rapid.IntRange(100, 999), rapid.SampledFrom([]int{200, 201, 204, 302, 307, 404, 408, 429, 429, 429, 500, 503, 503})).Draw(t, "status")
		a.broken = rapid.Bool().Draw(t, "broken")
		if a.broken {
			a.err = rapid.SampledFrom([]error{errors.New("cut"), &lenient.BoundError{}}).Draw(t, "err")
		}
		if a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable {
			a.asked = drawAsked(t)
		}
		return a
	}
	a.err = errors.New("lost")
	a.sent, a.permanent, a.timeout = rapid.Bool().Draw(t, "sent"), rapid.Bool().Draw(t, "permanent"), rapid.Bool().Draw(t, "timeout")
	return a
}

func drawAsked(t *rapid.T) asked {
	if !rapid.Bool().Draw(t, "given") {
		return asked{}
	}
	return after(drawDuration(t, "asked"))
}

// drawDuration prefers the lengths at which something changes.
func drawDuration(t *rapid.T, label string) time.Duration {
	return rapid.OneOf(
		rapid.Map(rapid.Int64Range(0, int64(4*time.Minute)), func(n int64) time.Duration { return time.Duration(n) }),
		rapid.SampledFrom([]time.Duration{0, 1, time.Second - 1, time.Second, 2 * time.Minute, 2*time.Minute + 1, time.Hour, forever - 1, forever}),
	).Draw(t, label)
}

func drawAllowance(t *rapid.T) allowance {
	return allowance{
		retries:  rapid.IntRange(-1, 3).Draw(t, "retries"),
		waits:    rapid.IntRange(-1, 3).Draw(t, "waits"),
		longest:  drawDuration(t, "longest"),
		deadline: drawDuration(t, "deadline") - time.Second,
		backoff:  backoff(rapid.IntRange(0, 6).Draw(t, "retried"), rapid.Float64Range(0, 1).Draw(t, "random")),
		jitter:   rapid.Float64Range(0, 1).Draw(t, "jitter"),
	}
}

func drawClass(t *rapid.T) Safety {
	return rapid.SampledFrom([]Safety{Read, Repeatable, Once}).Draw(t, "class")
}

// maybeApplied is written from the promise, not from the code: the vendor may
// have acted on this attempt.
func maybeApplied(a attempt) bool {
	if a.status == 0 {
		return a.sent
	}
	refused := a.status >= 400 && a.status <= 499 && a.status != http.StatusRequestTimeout
	elsewhere := a.status == 301 || a.status == 307 || a.status == 308
	return !refused && !elsewhere
}

func TestAnyVerdict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 50 {
			requireGoodVerdict(t, drawClass(t), drawAttempt(t), drawAllowance(t))
		}
	})
}

func requireGoodVerdict(t *rapid.T, class Safety, a attempt, left allowance) {
	v := decide(class, a, left)
	whole := a.status >= 200 && a.status <= 299 && !a.broken
	for fact, broken := range map[string]bool{
		"a Once call is repeated after it may have been sent": class == Once && v.again && maybeApplied(a),
		"a whole 2xx answer is not repeated":                  v.again && whole,
		"a write with a 2xx answer is not repeated":           v.again && class != Read && a.status/100 == 2,
		"only a whole 2xx answer is delivered":                (v.outcome == Delivered) != whole,
		"what may be applied is not called not applied":       v.outcome == NotApplied && maybeApplied(a),
		"what is not applied is called so":                    v.outcome != NotApplied && !maybeApplied(a),
		"only Once is unknown":                                v.outcome == Unknown && class != Once,
		"a lost Once is never merely failed":                  v.outcome == Failed && class == Once,
		"no wait is negative":                                 v.wait < 0 || v.pause < 0,
		"no wait is under Retry-After":                        a.asked.given && v.wait < a.asked.wait,
		"no repeat without a wait":                            v.again && v.wait < shortestWait,
		"no repeat at or past the deadline":                   v.again && v.wait >= left.deadline,
		"no repeat above the longest Retry-After":             v.again && a.asked.wait > left.longest,
		"no repeat for one who has gone":                      v.again && a.cancelled,
		"no pause of more than an hour":                       v.pause > time.Hour,
		"every repeat is counted":                             v.again && left.retries <= 0 && left.waits <= 0,
		"only the vendor's wait costs nothing":                v.cost == 0 && (a.status != 429 || a.asked.wait < time.Second),
	} {
		if broken {
			t.Fatalf("%s: %v %+v %+v gave %+v", fact, class, a, left, v)
		}
	}
}

// A whole call with any answers: the exchange itself counts, as it does in Do.
func TestAnyCallEndsWithinItsPolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := RetryPolicy{rapid.IntRange(0, 3).Draw(t, "retries"), rapid.IntRange(0, 3).Draw(t, "waits"), 2 * time.Minute}
		client := &Client{retry: policy}
		client.budget.give(rapid.IntRange(0, 60).Draw(t, "budget"))
		x := &exchange{client: client, call: &Call{Safety: drawClass(t)}, policy: policy}
		mayHaveActed, retries, waits := 0, 0, 0
		for again := true; again; {
			x.attempts++
			x.last = drawAttempt(t)
			if maybeApplied(x.last) {
				mayHaveActed++
			}
			again, _ = x.again(context.Background(), nil, nil)
			if again && x.last.status == http.StatusTooManyRequests && x.last.asked.wait >= time.Second {
				waits++
			} else if again {
				retries++
			}
		}
		if retries > policy.MaxRetries || waits > policy.MaxRateLimitWaits {
			t.Fatalf("%d retries and %d waits under %+v", retries, waits, policy)
		}
		if x.call.Safety == Once && mayHaveActed > 1 {
			t.Fatalf("a Once call may have acted %d times", mayHaveActed)
		}
	})
}
