package chargeback

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// rejectCards looks for card numbers in every string and number of a JSON body. In
// a field that holds an identifier, only a value that is a card number as a whole
// counts. The error names the field and does not quote the number.
func rejectCards(body []byte) error {
	if bytes.IndexByte(body, '\\') < 0 && !hasCardNumber(string(body)) {
		return nil // without escapes, a card number in a value is one in the body too
	}
	for at, value := range lenient.Values(body) {
		field := fieldOf(at)
		text, _, _ := lenient.Text(value) // "" for an object or a list
		if isCardIn(field, at.LastToken()) || isCardIn(field, text) {
			return &ValidationError{
				Param: fieldPath(string(at)), Reason: "has a card number in it that is not masked; if it is none, WithoutCardCheck sends it",
			}
		}
	}
	return nil
}

// fieldOf returns the name of the field that a JSON pointer leads to.
func fieldOf(at jsontext.Pointer) string {
	for {
		name := at.LastToken()
		if _, err := strconv.Atoi(name); err != nil || at.Parent() == "" {
			return name
		}
		at = at.Parent()
	}
}

// identifiers are the fields, beside id and those that end in _id, that hold what others
// have chosen: numbers, and addresses with numbers in them.
var identifiers = []string{"arn", "authorization_code", "merchant_name", "source_url"}

// isCardIn reports whether the value of a field has a card number in it.
func isCardIn(field, value string) bool {
	switch {
	case strings.HasPrefix(field, "tracking_number"):
		return slices.ContainsFunc(strings.Split(value, ","), func(number string) bool {
			number = strings.TrimSpace(number)
			return isCard(number) && !hasCarrierDigit(number)
		})
	case field == "id" || strings.HasSuffix(field, "_id") || slices.Contains(identifiers, field):
		value = strings.TrimSpace(value)
		return isCard(value) || isPrintedCard(value)
	}
	return hasCardNumber(value)
}

// isPrintedCard reports whether all of a string is a card number in groups.
func isPrintedCard(value string) bool {
	words := splitWords(value)
	return len(words) > 1 && words[0].start == 0 && words[len(words)-1].end == len(value) &&
		groupsAt(words, 0) == len(words)
}

// hasCardNumber reports whether text has the number of a card in it: 14 to 19 digits
// of an issued range with a card's check digit, undivided or in the groups in which
// cards are printed, with the same single separator between them. Digits that
// letters, underscores or more groups make part of something longer are none.
func hasCardNumber(text string) bool {
	for start, end := range digitRuns(text) {
		if hasCardIn(splitWords(around(text, start, end))) {
			return true
		}
	}
	return false
}

// digitRuns yields where at least 14 digits are, with nothing but spaces, dashes and
// points between them, so that the rest of a text needs no closer look.
func digitRuns(text string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		start, digits := 0, 0
		for i := range len(text) + 1 {
			switch {
			case i < len(text) && isDigit(text[i]):
				if digits++; digits == 1 {
					start = i
				}
			case digits == 0:
			case i < len(text) && (text[i] >= utf8.RuneSelf || isSeparator(rune(text[i]))):
			default:
				if digits >= shortestCard && !yield(start, i) {
					return
				}
				digits = 0
			}
		}
	}
}

// around returns text[start:end] with up to 32 bytes before and after it, which show
// whether it is part of something longer.
func around(text string, start, end int) string {
	const context = 32
	return text[max(0, start-context):min(len(text), end+context)]
}

func hasCardIn(words []word) bool {
	for i, word := range words {
		if isCard(word.text) && !joinedByPoint(words, i) {
			return true
		}
		if n := groupsAt(words, i); n > 0 && !isPartOfMore(words, i, i+n) {
			return true
		}
	}
	return false
}

// word is a run of letters, digits and underscores.
type word struct {
	text       string
	start, end int
	separator  rune // after it, if that is a single space, dash or point; else 0
}

func splitWords(text string) (words []word) {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isWordRune(r) {
			at += size
			continue
		}
		start := at
		for at < len(text) && isWordRune(r) {
			at += size
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		next := word{text: text[start:at], start: start, end: at}
		if after, _ := utf8.DecodeRuneInString(text[min(at+size, len(text)):]); isSeparator(r) && isWordRune(after) {
			next.separator = r
		}
		words = append(words, next)
	}
	return words
}

// groupsAt returns how many words from index i on are the groups of a card number,
// or 0.
func groupsAt(words []word, i int) int {
	for _, lengths := range printedGroups {
		if i+len(lengths) > len(words) || words[i].separator == 0 {
			continue
		}
		if digits, ok := joinGroups(words[i:i+len(lengths)], lengths); ok && isCard(digits) {
			return len(lengths)
		}
	}
	return 0
}

// joinGroups returns the digits of words that have these lengths and the same
// separator between them.
func joinGroups(words []word, lengths []int) (digits string, ok bool) {
	for i, length := range lengths {
		isLast := i == len(lengths)-1
		if len(words[i].text) != length || !isLast && words[i].separator != words[0].separator {
			return "", false
		}
		digits += words[i].text
	}
	return digits, true
}

// isPartOfMore reports whether words from first to last are only a part of a number
// in groups: a bank account's, a parcel's, or an identifier with dashes in it.
func isPartOfMore(words []word, first, last int) bool {
	separator := words[first].separator
	before := first > 0 && words[first-1].separator == separator
	after := words[last-1].separator == separator
	if !unicode.IsSpace(separator) {
		return before && strings.ContainsAny(words[first-1].text, "0123456789") || after
	}
	isGroup := func(i int) bool { return i < len(words) && len(words[i].text) >= 4 && isNumber(words[i].text) }
	switch {
	case before && (isGroup(first-1) || isIBANHead(words[first-1].text)):
		return true
	case after && isGroup(last):
		return words[last].separator == separator && isGroup(last+1)
	}
	return false
}

// isIBANHead reports whether a word is the first group of an IBAN: a country, two
// check digits, and nothing else.
func isIBANHead(text string) bool {
	return len(text) == 4 && isNumber(text[2:]) && strings.Trim(text[:2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// joinedByPoint reports whether a dash or a point joins a word to another number.
func joinedByPoint(words []word, i int) bool {
	joins := func(a, b word) bool {
		return a.separator != 0 && !unicode.IsSpace(a.separator) && isNumber(b.text)
	}
	return i > 0 && joins(words[i-1], words[i-1]) || i+1 < len(words) && joins(words[i], words[i+1])
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func isSeparator(r rune) bool {
	return r == '.' || r == '-' || unicode.IsSpace(r) || r > unicode.MaxASCII && unicode.Is(unicode.Pd, r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
