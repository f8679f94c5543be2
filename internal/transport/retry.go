package transport

import (
	"math"
	"net/http"
	"time"
)

// RetryPolicy limits the retries of a call. The zero value disables retries. To
// change one field, start from [DefaultRetryPolicy].
type RetryPolicy struct {
	MaxRetries        int           // after failures that are safe to retry
	MaxRateLimitWaits int           // retries after a 429 that named a time to wait
	MaxRetryAfter     time.Duration // the longest Retry-After that is waited for
	MaxBackoff        time.Duration // the longest wait after a failure; 0 means 8 s, and no wait is below 50 ms
	MaxElapsed        time.Duration // no retry begins later than that after the first attempt began; 0 means no limit
}

// DefaultRetryPolicy is what the vendor packages use by default.
var DefaultRetryPolicy = RetryPolicy{
	MaxRetries:        2,
	MaxRateLimitWaits: 10,
	MaxRetryAfter:     120 * time.Second,
	MaxBackoff:        8 * time.Second,
	MaxElapsed:        5 * time.Minute,
}

// Check returns an [*InvalidError] if a limit is negative.
func (p RetryPolicy) Check() error {
	if min(p.MaxRetries, p.MaxRateLimitWaits) < 0 || min(p.MaxRetryAfter, p.MaxBackoff, p.MaxElapsed) < 0 {
		return &InvalidError{Param: "retry policy", Reason: "has a negative bound"}
	}
	return nil
}

// allowance is what a call may still use.
type allowance struct {
	retries, waits int
	maxRetryAfter  time.Duration
	deadline       time.Duration // time left to the caller, and until the policy's MaxElapsed
	backoff        time.Duration // the wait if the vendor asked for none
	jitter         float64       // 0…1, on top of a wait that the vendor asked for
}

// verdict is what follows an attempt.
type verdict struct {
	outcome Outcome
	retry   bool
	wait    time.Duration // before the next attempt
	asked   bool          // the vendor asked for the wait
	cost    int           // what the retry takes from the budget; 0 for a wait of a second or more after a 429
}

const (
	forever      = time.Duration(math.MaxInt64)
	shortestWait = 50 * time.Millisecond
	maxBackoff   = 8 * time.Second
)

// decide returns what follows one attempt. It is pure: every row of the retry
// table is one test of it, and nothing else in the package retries.
func decide(class Safety, a attempt, left allowance) verdict {
	v := verdict{outcome: classify(class, a), wait: left.backoff, cost: retryCost}
	if a.timeout {
		v.cost = timeoutCost
	}
	if a.retryAfter.given && (a.throttled() || a.status == http.StatusServiceUnavailable) {
		v.wait, v.asked = addJitter(max(a.retryAfter.wait, shortestWait), left.jitter), true
	}
	if a.throttled() && a.retryAfter.wait >= time.Second {
		v.cost = 0
	}
	v.retry = mayRetry(class, a) && !a.cancelled && left.allows(v, a.retryAfter)
	return v
}

func (left allowance) allows(v verdict, wanted retryAfter) bool {
	if wanted.given && wanted.wait > left.maxRetryAfter || v.wait >= left.deadline {
		return false
	}
	if v.cost == 0 {
		return left.waits > 0
	}
	return left.retries > 0
}

// classify returns what an attempt means for the effect of a call.
func classify(class Safety, a attempt) Outcome {
	switch {
	case a.neverSent():
		return NotSent
	case a.rejected():
		return Rejected
	case a.success():
		if a.broken {
			return Unreadable
		}
		return Delivered
	}
	if class == Once {
		return Unknown
	}
	return Failed
}

// mayRetry reports whether a call of this class may be sent again after a.
func mayRetry(class Safety, a attempt) bool {
	switch {
	case a.neverSent():
		return !a.permanent
	case a.throttled():
		return true
	case a.success():
		return class == Read && a.broken && !a.permanent
	case a.lost():
		return class != Once
	}
	return false
}

func (a attempt) success() bool   { return a.status >= 200 && a.status <= 299 }
func (a attempt) throttled() bool { return a.status == http.StatusTooManyRequests }

// neverSent also checks for headers: net/http accepts 000 as a status, and a
// server that sends it has responded.
func (a attempt) neverSent() bool { return a.status == 0 && !a.sent && a.header == nil }

// rejected reports whether the vendor has responded without acting. These three
// redirects ask for the same request elsewhere; the others may come after it acted.
func (a attempt) rejected() bool {
	moved := a.status == 301 || a.status == 307 || a.status == 308
	return moved || a.status >= 400 && a.status <= 499 && a.status != http.StatusRequestTimeout
}

// lost reports whether no response tells what became of the request: there is
// none, its status is not one of HTTP, or the server does not know either.
func (a attempt) lost() bool {
	return a.status < 200 || a.status == http.StatusRequestTimeout || a.status >= 500
}

// backoff is half a second, doubling up to longest (0 means maxBackoff), with full
// jitter: a random share of it, and at least shortestWait.
func backoff(retries int, random float64, longest time.Duration) time.Duration {
	if longest == 0 {
		longest = maxBackoff
	}
	most := min(500*time.Millisecond<<min(retries, 16), longest)
	return max(shortestWait, time.Duration(random*float64(most)))
}

// addJitter makes a wait up to a tenth longer, so that nobody comes too early and
// not all come at once.
func addJitter(wait time.Duration, random float64) time.Duration {
	extra := time.Duration(random * float64(min(wait/10, 2*time.Second)))
	return wait + min(extra, forever-wait)
}
