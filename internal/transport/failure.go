package transport

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Failure is a call that was not delivered, and what is known about it.
type Failure struct {
	Response
	Method, Route string
	Outcome       Outcome
	Throttled     bool          // held back by a pause or by the limiter for longer than it may wait
	RetryAfter    time.Duration // what the vendor's rate limiter asked for, or the wait that was too long
	Err           error         // the cause, unless the response's status is the cause
}

// FormatError returns the error's one-line text. It has no query, key or personal
// data. message is what the vendor said; it must be redacted already.
func FormatError(vendor, method, route string, status, attempts int, outcome Outcome, message string, err error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s: ", vendor, method, route)
	switch {
	case outcome == Unknown:
		b.WriteString("outcome unknown, look it up before you call again: ")
	case outcome == NotSent:
		b.WriteString("not sent: ")
	}
	var parts []string
	if status != 0 {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))))
	}
	if message != "" {
		parts = append(parts, message)
	}
	if err != nil {
		parts = append(parts, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	b.WriteString(strings.Join(parts, ": "))
	if attempts > 1 {
		fmt.Fprintf(&b, " (%d attempts)", attempts)
	}
	return SingleLine(b.String())
}
