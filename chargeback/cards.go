package chargeback

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Lengths of card numbers by ISO/IEC 7812, and how many characters may stand
// between two groups of their digits.
const (
	shortestCard  = 13
	longestCard   = 19
	mostSeparated = 3
)

// rejectCards looks for card numbers in every string and number of a JSON body.
// The error names the field and does not repeat the number.
func rejectCards(body []byte) error {
	if bytes.IndexByte(body, '\\') < 0 && !hasCardNumber(string(body)) {
		return nil // without escapes, what is in no part of the text is in none of its values
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return nil // the end of a body that this package has written
		}
		if kind := token.Kind(); kind != jsontext.KindString && kind != jsontext.KindNumber {
			continue
		}
		if hasCardNumber(token.String()) {
			return &ValidationError{Param: fieldPath(string(decoder.StackPointer())), Reason: "has a card number in it that is not masked"}
		}
	}
}

// hasCardNumber reports whether text has 13 to 19 digits that begin like a
// card's, have a card's check digit, and stand alone or in groups with spaces,
// dashes, dots, slashes or underscores between them. Part of a longer run of
// digits, such as an acquirer reference number's 23, is no card number.
func hasCardNumber(text string) bool {
	if len(text) < shortestCard {
		return false
	}
	var groups []string // neighbours, with nothing but separators between them
	for text != "" {
		digits := prefixLen(text, isDigit)
		if digits > 0 {
			groups = append(groups, text[:digits])
			text = text[digits:]
			if endsInCard(groups) {
				return true
			}
		}
		gap := prefixLen(text, func(r rune) bool { return !isDigit(r) })
		if !joins(text[:gap]) {
			groups = groups[:0]
		}
		text = text[gap:]
	}
	return false
}

// endsInCard tries the last group, the last two, and so on.
func endsInCard(groups []string) bool {
	digits := ""
	for i := len(groups) - 1; i >= 0; i-- {
		if digits = groups[i] + digits; len(digits) > longestCard {
			return false
		}
		if len(digits) >= shortestCard && beginsLikeCard(digits) && passesLuhn(digits) {
			return true
		}
	}
	return false
}

// beginsLikeCard keeps most numbers of orders apart from those of cards, by the
// beginnings that schemes of that length have.
func beginsLikeCard(digits string) bool {
	beginnings := []string{"2", "3", "4", "5", "6", "8", "9"}
	switch len(digits) {
	case 13:
		beginnings = []string{"4"}
	case 14:
		beginnings = []string{"30", "36", "38", "39"}
	case 15:
		beginnings = []string{"1", "34", "37", "2014", "2131", "2149"}
	}
	return slices.ContainsFunc(beginnings, func(own string) bool { return strings.HasPrefix(digits, own) })
}

func passesLuhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}

func joins(gap string) bool {
	return utf8.RuneCountInString(gap) <= mostSeparated && prefixLen(gap, isSeparator) == len(gap)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isSeparator(r rune) bool {
	return strings.ContainsRune("./_", r) || unicode.IsSpace(r) || unicode.Is(unicode.Pd, r)
}

// prefixLen returns how many bytes at the beginning of text are runes that match.
func prefixLen(text string, match func(rune) bool) int {
	for i, r := range text {
		if !match(r) {
			return i
		}
	}
	return len(text)
}
