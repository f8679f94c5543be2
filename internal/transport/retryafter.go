package transport

import (
	"net/http"
	"strings"
	"time"
)

// retryAfter is what a Retry-After header asked for.
type retryAfter struct {
	given bool
	wait  time.Duration
}

// retryAfter returns what the vendor's rate limiter asked for. Only a 429 and a
// 503 can ask.
func (c *Client) retryAfter(resp *http.Response) retryAfter {
	throttled := resp.StatusCode == http.StatusTooManyRequests
	if !throttled && resp.StatusCode != http.StatusServiceUnavailable {
		return retryAfter{}
	}
	wanted := parseRetryAfter(resp.Header.Get("Retry-After"), serverTime(resp))
	if !wanted.given && throttled && c.throttlePause > 0 {
		return retryAfter{given: true, wait: c.throttlePause}
	}
	return wanted
}

// serverTime returns the time of the response by the server's own clock, from
// which a date in Retry-After counts; ours may differ.
func serverTime(resp *http.Response) time.Time {
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		return date
	}
	return time.Now()
}

// parseRetryAfter reads a Retry-After header: whole seconds, or one of HTTP's
// three forms of a date. Anything else counts as no header. A number too large
// for a duration becomes the longest duration; a date in the past becomes zero.
func parseRetryAfter(value string, now time.Time) retryAfter {
	value = strings.TrimSpace(value)
	if isDigits(value) {
		return retryAfter{given: true, wait: seconds(value)}
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return retryAfter{}
	}
	return retryAfter{given: true, wait: max(0, date.Sub(now))}
}

func isDigits(value string) bool {
	return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return r < '0' || r > '9' })
}

func seconds(digits string) time.Duration {
	const most = int64(forever / time.Second)
	var n int64
	for _, digit := range digits {
		n = n*10 + int64(digit-'0')
		if n > most {
			return forever
		}
	}
	return time.Duration(n) * time.Second
}
