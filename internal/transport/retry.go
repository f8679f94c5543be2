package transport

import (
	"math"
	"net/http"
	"time"
)

// RetryPolicy bounds the repeats of a call. The zero policy repeats nothing.
type RetryPolicy struct {
	MaxRetries        int           // repeats after a failure that is safe to repeat
	MaxRateLimitWaits int           // repeats after a 429 that named its waiting time
	MaxRetryAfter     time.Duration // longest Retry-After that is waited for
}

// DefaultRetryPolicy is what the vendor packages use unless told otherwise.
var DefaultRetryPolicy = RetryPolicy{MaxRetries: 2, MaxRateLimitWaits: 10, MaxRetryAfter: 120 * time.Second}

// Check refuses negative bounds with an [*InvalidError].
func (p RetryPolicy) Check() error {
	if p.MaxRetries < 0 || p.MaxRateLimitWaits < 0 || p.MaxRetryAfter < 0 {
		return &InvalidError{Param: "retry policy", Reason: "has a negative bound"}
	}
	return nil
}

// Outcome says what is known about the effect of a call.
type Outcome int

const (
	NotApplied Outcome = iota // it had no effect: refused by the vendor, or never sent
	Delivered                 // a 2xx answer arrived whole
	Unreadable                // a 2xx answer arrived, but not whole: what was asked for has happened
	Unknown                   // it may have happened or not
	Failed                    // of a call that may be repeated: it may have happened or not, which does not matter
)

// String is the outcome for a log.
func (o Outcome) String() string {
	return [...]string{"not applied", "delivered", "unreadable", "unknown", "failed"}[o]
}

// attempt is what one request on the wire came to.
type attempt struct {
	at        time.Time // when the answer or the error came
	took      time.Duration
	status    int // 0 when no answer came
	header    http.Header
	body      []byte
	broken    bool  // the body ended early or was too long
	sent      bool  // with no answer: the request may have reached the vendor
	permanent bool  // with no answer: the next try would fail alike
	timeout   bool  // with no answer: it ran into a timeout
	cancelled bool  // the caller's context has ended
	asked     asked // Retry-After
	err       error
}

// asked is what a Retry-After header asked for.
type asked struct {
	given bool
	wait  time.Duration
}

// allowance is what a call may still use.
type allowance struct {
	retries, waits int
	longest        time.Duration // Retry-After that is still waited for
	deadline       time.Duration // time left to the caller
	backoff        time.Duration // the wait where the vendor asked for none
	jitter         float64       // 0…1, on top of a wait that was asked for
}

// verdict is what follows an attempt.
type verdict struct {
	outcome Outcome
	again   bool
	wait    time.Duration // before the next attempt
	cost    int           // what the repeat takes from the budget; 0 for a wait the vendor asked for
	pause   time.Duration // how long the vendor wants no call at all
}

// Costs of a repeat in tokens of the budget, and its size: measured, this keeps
// the load of an outage at 1.01 times the calls and loses nothing at 10 % failures.
const (
	budgetSize   = 500
	retryCost    = 5
	timeoutCost  = 10
	forever      = time.Duration(math.MaxInt64)
	shortestWait = 50 * time.Millisecond
	longestPause = time.Hour
)

// decide says what follows one attempt. It is pure: every row of the retry
// table is one test of it, and nothing else in the package retries.
func decide(class Safety, a attempt, left allowance) verdict {
	v := verdict{outcome: classify(class, a), wait: left.backoff, cost: retryCost}
	if a.timeout {
		v.cost = timeoutCost
	}
	if a.asked.given && (a.throttled() || a.status == http.StatusServiceUnavailable) {
		v.wait = stretch(max(a.asked.wait, shortestWait), left.jitter)
	}
	if a.throttled() && a.asked.wait >= time.Second {
		v.cost = 0
	}
	if v.pause = v.wait; a.asked.given {
		v.pause = min(a.asked.wait, longestPause)
	}
	v.again = repeats(class, a) && !a.cancelled && left.allows(v, a.asked)
	return v
}

func (left allowance) allows(v verdict, asked asked) bool {
	if asked.given && asked.wait > left.longest || v.wait >= left.deadline {
		return false
	}
	if v.cost == 0 {
		return left.waits > 0
	}
	return left.retries > 0
}

// classify says what an attempt means for the effect of a call.
func classify(class Safety, a attempt) Outcome {
	switch {
	case a.neverSent(), a.refused():
		return NotApplied
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

// repeats says whether a call of this class may be sent again after a.
func repeats(class Safety, a attempt) bool {
	switch {
	case a.neverSent():
		return !a.permanent
	case a.throttled():
		return true
	case a.success():
		return class == Read && a.broken && !isBound(a.err)
	case a.lost():
		return class != Once
	}
	return false
}

func (a attempt) success() bool   { return a.status >= 200 && a.status <= 299 }
func (a attempt) throttled() bool { return a.status == http.StatusTooManyRequests }

// neverSent also looks for headers: net/http takes 000 for a status, and a
// server that says that has answered.
func (a attempt) neverSent() bool { return a.status == 0 && !a.sent && a.header == nil }

// refused says that the vendor has answered without acting. Of the redirects
// these three ask for the same request elsewhere; the others may follow the act.
func (a attempt) refused() bool {
	moved := a.status == 301 || a.status == 307 || a.status == 308
	return moved || a.status >= 400 && a.status <= 499 && a.status != http.StatusRequestTimeout
}

// lost says that no answer tells what has become of the request: there is none,
// it is not a status of HTTP, or the server does not know either.
func (a attempt) lost() bool {
	return a.status < 200 || a.status == http.StatusRequestTimeout || a.status >= 500
}

// backoff is half a second, doubling to eight, with full jitter: a random share
// of it, but not so short that it would be no wait at all.
func backoff(retries int, random float64) time.Duration {
	most := 500 * time.Millisecond << min(retries, 4)
	return max(shortestWait, time.Duration(random*float64(most)))
}

// stretch puts jitter on top of a wait, so that nobody comes too early and not
// all come at once.
func stretch(wait time.Duration, random float64) time.Duration {
	extra := time.Duration(random * float64(min(wait/10, 2*time.Second)))
	return wait + min(extra, forever-wait)
}
