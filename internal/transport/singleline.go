package transport

import (
	"regexp"
	"strings"
	"unicode"
)

// cardNumber matches what may be a card number, also in the printed groups.
var cardNumber = regexp.MustCompile(`\d{13,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5}`)

// maxLine limits a line in bytes.
const maxLine = 500

// SingleLine makes text fit for a log: one bounded line in UTF-8, with "…" for
// e-mail addresses and for what may be a card number.
func SingleLine(text string) string {
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
