package transport

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// shortestMasked keeps codes and flags readable: what is shorter names nobody.
const shortestMasked = 3

// Redact takes out of a vendor's message what the call itself has said: its ids and
// the values of its parameters, which may be a person's. Words of the API that
// the caller did not choose stay.
func Redact(message string, ids []string, call *Call, words ...string) string {
	if message == "" || call == nil {
		return message
	}
	if call.hide != nil {
		message = call.hide(message)
	}
	said := slices.DeleteFunc(slices.Concat(ids, call.values()), func(text string) bool {
		return len(text) < shortestMasked || !strings.Contains(message, text) || slices.Contains(words, text)
	})
	slices.SortFunc(said, func(a, b string) int { return len(b) - len(a) })
	for _, text := range said {
		message = strings.ReplaceAll(message, text, "…")
	}
	return message
}

// RedactLine makes a word of an answer fit for a log, its request id for example: as
// [Redact], on one bounded line and without personal data.
func RedactLine(word string, ids []string, call *Call, words ...string) string {
	return oneLine(Redact(word, ids, call, words...))
}

// values are those of the call's parameters.
func (c *Call) values() []string {
	if c.said == nil {
		c.said = formValues(c.Query)
		if strings.HasPrefix(c.ContentType, "application/json") {
			c.said = append(c.said, jsonValues(c.Body)...)
		} else {
			c.said = append(c.said, formValues(string(c.Body))...)
		}
	}
	return c.said
}

// ids are those in the call's path, where its route has a name in braces.
func (c *Call) ids() (ids []string) {
	segments := strings.Split(c.Path, "/")
	for i, name := range strings.Split(c.Route, "/") {
		if i < len(segments) && strings.HasPrefix(name, "{") {
			plain, _ := url.PathUnescape(segments[i])
			ids = append(ids, segments[i], plain)
		}
	}
	return ids
}

// discreetError is an error whose text had something in it that the call said.
type discreetError struct {
	error
	text string
}

func (e *discreetError) Error() string { return e.text }
func (e *discreetError) Unwrap() error { return e.error }

// discreet keeps what the call said out of the text of an error, which middleware
// or a caller's transport may have written.
func (c *Call) discreet(err error) error {
	text := err.Error()
	if masked := Redact(text, c.ids(), c); masked != text {
		return &discreetError{err, masked}
	}
	return err
}

func formValues(encoded string) (texts []string) {
	values, _ := url.ParseQuery(encoded)
	for _, all := range values {
		texts = append(texts, all...)
	}
	return texts
}

func jsonValues(body []byte) (texts []string) {
	for decoder := jsontext.NewDecoder(bytes.NewReader(body)); ; {
		token, err := decoder.ReadToken()
		if err != nil {
			return texts
		}
		kind, length := decoder.StackIndex(decoder.StackDepth())
		isName := kind == jsontext.KindBeginObject && length%2 == 1
		if token.Kind() == jsontext.KindNumber || token.Kind() == jsontext.KindString && !isName {
			texts = append(texts, token.String())
		}
	}
}

// keyHider makes a function that takes a key, and what the header makes of it,
// out of a text: some servers say which key they did not know.
func keyHider(user, password string) func(string) string {
	forms := []string{base64.StdEncoding.EncodeToString([]byte(user + ":" + password)), user, password}
	forms = slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortestMasked })
	return func(text string) string {
		for _, form := range forms {
			text = strings.ReplaceAll(text, form, "…")
		}
		return text
	}
}
