package transport

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// shortestRedacted keeps codes and flags readable, such as currencies: shorter
// values identify nobody.
const shortestRedacted = 4

// Redactor returns a function that replaces in a text what the call sent, its ids
// and the values of its parameters except call.Fixed, and the client's key by
// "…". A vendor's message may quote them, and they may be personal data. The
// function is safe for concurrent use; it reads the call on its first use.
func (c *Client) Redactor(call *Call) func(text string) string {
	r := &redactor{client: c, call: call}
	return r.redact
}

type redactor struct {
	client *Client
	call   *Call
	once   sync.Once
	words  []string
}

func (r *redactor) redact(text string) string {
	if text == "" {
		return text
	}
	r.once.Do(func() { r.words = r.call.words() })
	text = r.client.redactKey(text)
	for _, word := range r.words {
		text = strings.ReplaceAll(text, word, "…")
	}
	return text
}

func (run *callRun) redact(text string) string {
	if run.redactor == nil {
		run.redactor = run.client.Redactor(run.call)
	}
	return run.redactor(text)
}

// words returns what the call sent and an error must not show, the longest first.
func (c *Call) words() []string {
	ids := slices.Concat(c.IDs, c.rawIDs())
	words := slices.Concat(ids, formValues(c.Query))
	for _, id := range ids {
		words = append(words, escapeID(id))
	}
	if strings.HasPrefix(c.ContentType, "application/json") {
		words = append(words, jsonValues(c.Body)...)
	} else {
		words = append(words, formValues(string(c.Body))...)
	}
	words = slices.DeleteFunc(words, func(word string) bool {
		return len(word) < shortestRedacted || slices.Contains(c.Fixed, word) || isSum(word) && !slices.Contains(ids, word)
	})
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// isSum reports whether a value is an amount or a count. "The amount 21.00 is above
// the limit" has to stay readable, and a number so short identifies nobody.
func isSum(value string) bool {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(value, "-"), ".")
	digits := whole + fraction
	return len(whole) <= 6 && len(fraction) <= 4 && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// rawIDs returns the segments of a path that a caller has put together, from the
// second on: any of them may be an id.
func (c *Call) rawIDs() (ids []string) {
	if !strings.HasSuffix(c.Route, "/…") {
		return nil
	}
	for _, segment := range strings.Split(c.Path, "/")[2:] {
		id, _ := url.PathUnescape(segment)
		ids = append(ids, id)
	}
	return ids
}

// redactedError is an error whose text quoted the call.
type redactedError struct {
	error
	text string
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.error }

// redactError redacts the text of an error, which middleware or a caller's
// transport may have written.
func (run *callRun) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if redacted := run.redact(text); redacted != text {
		return &redactedError{err, redacted}
	}
	return err
}

func formValues(encoded string) (words []string) {
	values, _ := url.ParseQuery(encoded)
	for _, all := range values {
		words = append(words, all...)
	}
	return words
}

// jsonValues returns the numbers and the strings of a document, without the names
// of its fields.
func jsonValues(body []byte) (words []string) {
	for _, value := range lenient.Values(body) {
		if kind := value.Kind(); kind == jsontext.KindNumber || kind == jsontext.KindString {
			text, _, _ := lenient.Text(value)
			words = append(words, text)
		}
	}
	return words
}
