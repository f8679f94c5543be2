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

// Mask takes out of a vendor's message what the call itself has said: its ids and
// the values of its parameters, which may be a person's. Words of the API that
// the caller did not choose stay.
func Mask(message string, ids []string, call *Call, words ...string) string {
	if message == "" || call == nil {
		return message
	}
	if call.hide != nil {
		message = call.hide(message)
	}
	said := slices.Concat(ids, formValues(call.Query))
	if strings.HasPrefix(call.ContentType, "application/json") {
		said = append(said, jsonValues(call.Body)...)
	} else {
		said = append(said, formValues(string(call.Body))...)
	}
	said = slices.DeleteFunc(said, func(text string) bool { return len(text) < shortestMasked || slices.Contains(words, text) })
	slices.SortFunc(said, func(a, b string) int { return len(b) - len(a) })
	for _, text := range said {
		message = strings.ReplaceAll(message, text, "…")
	}
	return message
}

// Shown makes a word of an answer fit for a log, its request id for example: as
// [Mask], on one bounded line and without personal data.
func Shown(word string, ids []string, call *Call, words ...string) string {
	return oneLine(Mask(word, ids, call, words...))
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
