package transport

import (
	"net/http"
	"strings"
	"time"
)

// parseRetryAfter reads a Retry-After header: whole seconds, or one of HTTP's
// three date forms. Anything else counts as no header. A number too large for a
// duration becomes the longest one; a date that has passed becomes zero.
func parseRetryAfter(value string, now time.Time) asked {
	value = strings.TrimSpace(value)
	if isDigits(value) {
		return asked{given: true, wait: seconds(value)}
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return asked{}
	}
	return asked{given: true, wait: max(0, date.Sub(now))}
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
