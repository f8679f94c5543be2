package transport

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// stop and repeat are the verdicts where the vendor asked for no wait: the
// back-off of the test's allowance is one second.
func stop(outcome Outcome) verdict {
	return verdict{outcome: outcome, wait: time.Second, cost: retryCost}
}

func repeat(outcome Outcome) verdict {
	v := stop(outcome)
	v.retry = true
	return v
}

func dear(v verdict) verdict { // after a timeout
	v.cost = timeoutCost
	return v
}

// asWanted is a wait the vendor asked for, with half of the jitter on top.
func asWanted(outcome Outcome, retry bool, wait time.Duration, cost int) verdict {
	return verdict{outcome: outcome, retry: retry, wait: wait, asked: true, cost: cost}
}

func after(wait time.Duration) retryAfter { return retryAfter{given: true, wait: wait} }

type tableRow struct {
	name                   string
	seen                   attempt
	read, repeatable, once verdict
}

// retryTable is the table of what follows each way to end, by number. Row 1 (bad input)
// and the first half of row 2 (no time left to wait) never get as far as decide:
// see TestBadInputIsNotSent and TestACallThatHasNoTimeToWaitIsNotSent.
var retryTable = []tableRow{
	{"2 context ended while connecting", attempt{err: io.EOF, cancelled: true}, stop(NotSent), stop(NotSent), stop(NotSent)},
	{"3 dial refused", attempt{err: io.EOF}, repeat(NotSent), repeat(NotSent), repeat(NotSent)},
	{"3 dial timed out", attempt{err: io.EOF, timeout: true}, dear(repeat(NotSent)), dear(repeat(NotSent)), dear(repeat(NotSent))},
	{"4 no such host, bad certificate", attempt{err: io.EOF, permanent: true}, stop(NotSent), stop(NotSent), stop(NotSent)},
	{"11 an answer with the status 000", attempt{header: http.Header{}}, repeat(Failed), repeat(Failed), stop(Unknown)},
	{"5, 6 lost on a connection", attempt{err: io.EOF, sent: true}, repeat(Failed), repeat(Failed), stop(Unknown)},
	{"6 lost, and it says permanent", attempt{err: io.EOF, sent: true, permanent: true}, repeat(Failed), repeat(Failed), stop(Unknown)},
	{"7 timed out on a connection", attempt{err: io.EOF, sent: true, timeout: true}, dear(repeat(Failed)), dear(repeat(Failed)), dear(stop(Unknown))},
	{"8 context ended on a connection", attempt{err: io.EOF, sent: true, cancelled: true}, stop(Failed), stop(Failed), stop(Unknown)},
	{"9 429", attempt{status: 429}, repeat(Rejected), repeat(Rejected), repeat(Rejected)},
	sameRow("9 429, Retry-After: 30", attempt{status: 429, retryAfter: after(30 * time.Second)}, asWanted(Rejected, true, 31*time.Second, 0)),
	sameRow("9 429, Retry-After: 5", attempt{status: 429, retryAfter: after(5 * time.Second)}, asWanted(Rejected, true, 5250*time.Millisecond, 0)),
	sameRow("9 429, Retry-After: 1", attempt{status: 429, retryAfter: after(time.Second)}, asWanted(Rejected, true, 1050*time.Millisecond, 0)),
	sameRow("9 429, under a second", attempt{status: 429, retryAfter: after(999 * time.Millisecond)}, asWanted(Rejected, true, 1048950*time.Microsecond, retryCost)),
	sameRow("9 429, Retry-After: 0", attempt{status: 429, retryAfter: after(0)}, asWanted(Rejected, true, 52500*time.Microsecond, retryCost)),
	sameRow("9 429, Retry-After: 120", attempt{status: 429, retryAfter: after(2 * time.Minute)}, asWanted(Rejected, true, 121*time.Second, 0)),
	sameRow("9 429, Retry-After: 121", attempt{status: 429, retryAfter: after(121 * time.Second)}, asWanted(Rejected, false, 122*time.Second, 0)),
	sameRow("9 429, Retry-After: 7200", attempt{status: 429, retryAfter: after(2 * time.Hour)}, asWanted(Rejected, false, 2*time.Hour+time.Second, 0)),
	sameRow("9 429, Retry-After beyond all time", attempt{status: 429, retryAfter: after(forever)}, asWanted(Rejected, false, forever, 0)),
	{"10 503", attempt{status: 503}, repeat(Failed), repeat(Failed), stop(Unknown)},
	{"10 503, Retry-After: 30", attempt{status: 503, retryAfter: after(30 * time.Second)},
		asWanted(Failed, true, 31*time.Second, retryCost), asWanted(Failed, true, 31*time.Second, retryCost),
		asWanted(Unknown, false, 31*time.Second, retryCost)},
	lostRow("11 500", 500), lostRow("11 501", 501), lostRow("11 502", 502), lostRow("11 504", 504), lostRow("11 520", 520), lostRow("11 599", 599),
	lostRow("11 600 is not a status", 600), lostRow("11 999 is not a status", 999), lostRow("11 101 is not an end", 101), lostRow("11 199 neither", 199),
	lostRow("12 408", 408),
	finalRow("13 400", 400, Rejected), finalRow("13 402", 402, Rejected), finalRow("13 407", 407, Rejected), finalRow("13 409", 409, Rejected),
	finalRow("13 428", 428, Rejected), finalRow("13 430", 430, Rejected), finalRow("13 499", 499, Rejected),
	finalRow("14 301", 301, Rejected), finalRow("14 307", 307, Rejected), finalRow("14 308", 308, Rejected),
	doubtRow("15 300", 300), doubtRow("15 302", 302), doubtRow("15 303", 303), doubtRow("15 304", 304), doubtRow("15 306", 306), doubtRow("15 309", 309), doubtRow("15 399", 399),
	{"16 2xx, body cut", attempt{status: 200, broken: true, err: io.ErrUnexpectedEOF}, repeat(Unreadable), stop(Unreadable), stop(Unreadable)},
	sameRow("17 2xx, body over the limit", attempt{status: 201, broken: true, permanent: true, err: errors.Join(&lenient.LimitError{})}, stop(Unreadable)),
	finalRow("18 200, an error member is read by the vendor package", 200, Delivered),
	finalRow("18 299", 299, Delivered),
	{"19 no trace events", attempt{err: io.EOF, sent: true}, repeat(Failed), repeat(Failed), stop(Unknown)},
}

func sameRow(name string, seen attempt, v verdict) tableRow { return tableRow{name, seen, v, v, v} }

func finalRow(name string, status int, outcome Outcome) tableRow {
	return sameRow(name, attempt{status: status}, stop(outcome))
}

func lostRow(name string, status int) tableRow {
	return tableRow{name, attempt{status: status}, repeat(Failed), repeat(Failed), stop(Unknown)}
}

func doubtRow(name string, status int) tableRow {
	return tableRow{name, attempt{status: status}, stop(Failed), stop(Failed), stop(Unknown)}
}

// plenty is an allowance in which nothing is short.
func plenty() allowance {
	return allowance{retries: 2, waits: 10, maxRetryAfter: 2 * time.Minute, deadline: forever, backoff: time.Second, jitter: 0.5}
}

func TestEveryRowOfTheRetryTable(t *testing.T) {
	for _, row := range retryTable {
		for class, want := range map[Safety]verdict{Read: row.read, Repeatable: row.repeatable, Once: row.once} {
			t.Run(row.name+" "+class.String(), func(t *testing.T) {
				require.Equal(t, want, decide(class, row.seen, plenty()))
			})
		}
	}
}

func TestWhatIsShortEndsACall(t *testing.T) {
	lost := attempt{err: io.EOF, sent: true}
	waits := attempt{status: http.StatusTooManyRequests, retryAfter: after(10 * time.Second)} // 10.5 s with jitter
	atOnce := attempt{status: http.StatusTooManyRequests, retryAfter: after(0)}
	for name, c := range map[string]struct {
		seen  attempt
		left  allowance
		again bool
	}{
		"last retry":                      {lost, allowance{retries: 1, deadline: forever}, true},
		"no retry left":                   {lost, allowance{waits: 9, deadline: forever}, false},
		"retries overdrawn":               {lost, allowance{retries: -1, waits: 9, deadline: forever}, false},
		"last wait":                       {waits, allowance{waits: 1, maxRetryAfter: time.Hour, deadline: forever}, true},
		"no wait left":                    {waits, allowance{retries: 9, maxRetryAfter: time.Hour, deadline: forever}, false},
		"a 429 at once is a retry":        {atOnce, allowance{waits: 9, deadline: forever}, false},
		"a 429 at once with a retry left": {atOnce, allowance{retries: 1, deadline: forever}, true},
		"as long as allowed":              {waits, allowance{waits: 1, maxRetryAfter: 10 * time.Second, deadline: forever}, true},
		"longer than allowed":             {waits, allowance{waits: 1, maxRetryAfter: 10*time.Second - 1, deadline: forever}, false},
		"ends before the deadline":        {waits, allowance{waits: 1, maxRetryAfter: time.Hour, deadline: 10500*time.Millisecond + 1, jitter: 0.5}, true},
		"ends at the deadline":            {waits, allowance{waits: 1, maxRetryAfter: time.Hour, deadline: 10500 * time.Millisecond, jitter: 0.5}, false},
		"back-off up to the deadline":     {lost, allowance{retries: 1, backoff: time.Second, deadline: time.Second}, false},
		"deadline over":                   {lost, allowance{retries: 1, backoff: time.Second, deadline: -1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.again, decide(Read, c.seen, c.left).retry)
		})
	}
}

func TestAResponseOfHTTPIsNotLost(t *testing.T) {
	for status, lost := range map[int]bool{0: true, 199: true, 200: false, 407: false, 408: true, 409: false, 429: false, 499: false, 500: true} {
		require.Equal(t, lost, attempt{status: status}.lost(), status)
	}
}

func TestBackoffDoublesToEightSecondsWithFullJitter(t *testing.T) {
	for retries, most := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second} {
		require.Equal(t, most, backoff(retries, 1, 0))
		require.Equal(t, most/2, backoff(retries, 0.5, 0))
		require.Equal(t, 50*time.Millisecond, backoff(retries, 0, 0))
	}
	require.Equal(t, 8*time.Second, backoff(1_000_000, 1, 0))
	require.Equal(t, 3*time.Second, backoff(5, 1, 3*time.Second))
	require.Equal(t, time.Minute, backoff(1_000, 1, time.Minute))
	require.Equal(t, 50*time.Millisecond, backoff(5, 1, time.Millisecond), "no wait is shorter")
}

func TestStretchAddsATenthAndAtMostTwoSeconds(t *testing.T) {
	require.Equal(t, time.Second, addJitter(time.Second, 0))
	require.Equal(t, 1100*time.Millisecond, addJitter(time.Second, 1))
	require.Equal(t, 62*time.Second, addJitter(time.Minute, 1))
	require.Equal(t, 61*time.Second, addJitter(time.Minute, 0.5))
	require.Equal(t, forever, addJitter(forever-time.Second, 1))
	require.Equal(t, forever, addJitter(forever, 0))
}

func TestThePolicyByDefaultAndItsCheck(t *testing.T) {
	require.Equal(t, RetryPolicy{MaxRetries: 2, MaxRateLimitWaits: 10, MaxRetryAfter: 2 * time.Minute, MaxBackoff: 8 * time.Second, MaxElapsed: 5 * time.Minute}, DefaultRetryPolicy)
	require.NoError(t, DefaultRetryPolicy.Check())
	require.NoError(t, RetryPolicy{}.Check())
	for _, bad := range []RetryPolicy{{MaxRetries: -1}, {MaxRateLimitWaits: -1}, {MaxRetryAfter: -1}, {MaxBackoff: -1}, {MaxElapsed: -1}} {
		var invalid *InvalidError
		require.ErrorAs(t, bad.Check(), &invalid)
		require.Equal(t, "retry policy", invalid.Param)
	}
}
