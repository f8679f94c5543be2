package transport

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// Failure is a call that was not delivered, and what is known about it.
type Failure struct {
	Response
	Method, Route string
	Outcome       Outcome
	Throttled     bool          // held back by the pause after a 429
	RetryAfter    time.Duration // what the vendor's rate limiter asked for, or the wait that did not fit
	Err           error         // the cause, if it is not the answer's status
}

// RejectedOutcome is the outcome of a call that the vendor refused in a 2xx answer. Only
// of a call that goes out again after a lost answer an earlier attempt may have
// had an effect all the same.
func RejectedOutcome(class Safety, answer Response) Outcome {
	if class == Repeatable && answer.Attempts > 1 {
		return Failed
	}
	return NotApplied
}

// FormatError says it in one line, without query, key or personal data.
// message is what the vendor said, which is trusted to be fit for a log.
func FormatError(vendor, method, route string, status, attempts int, outcome Outcome, message string, err error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s: ", vendor, method, route)
	switch {
	case outcome == Unknown:
		b.WriteString("outcome unknown, look it up before you repeat it: ")
	case status == 0 && attempts == 0:
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
	return oneLine(b.String())
}

// cardNumber is what may be one, also in the groups in which they are printed.
var cardNumber = regexp.MustCompile(`\d{13,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5}`)

const maxLine = 500

// oneLine makes text fit for a log: one bounded line, with e-mail addresses and
// what may be a card number taken out.
func oneLine(text string) string {
	words := strings.FieldsFunc(strings.ToValidUTF8(text, "�"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	for i, word := range words {
		if strings.Contains(word, "@") || strings.Contains(word, "%40") {
			words[i] = "…"
		}
	}
	text = cardNumber.ReplaceAllString(strings.Join(words, " "), "…")
	if len(text) > maxLine {
		return strings.ToValidUTF8(text[:maxLine], "") + "…"
	}
	return text
}
