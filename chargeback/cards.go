package chargeback

import (
	"unicode"
	"unicode/utf8"
)

// Lengths of card numbers by ISO/IEC 7812, and how many characters may stand
// between two groups of their digits.
const (
	shortestCard  = 13
	longestCard   = 19
	mostSeparated = 3
)

// hasCardNumber finds 13 to 19 digits with a card's check digit that stand alone
// or in groups with spaces, dashes or dots between them. Part of a longer run of
// digits, such as an acquirer reference number's 23, is no card number.
func hasCardNumber(text string) bool {
	if len(text) < shortestCard {
		return false
	}
	var groups []string // neighbours, with nothing but separators between them
	for text != "" {
		digits := leading(text, isDigit)
		if digits > 0 {
			groups = append(groups, text[:digits])
			text = text[digits:]
			if endsInCard(groups) {
				return true
			}
		}
		gap := leading(text, func(r rune) bool { return !isDigit(r) })
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
		if len(digits) >= shortestCard && passesLuhn(digits) {
			return true
		}
	}
	return false
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
	return utf8.RuneCountInString(gap) <= mostSeparated && leading(gap, isSeparator) == len(gap)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isSeparator(r rune) bool { return r == '.' || unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }

// leading is how many bytes of text belong to runes that match.
func leading(text string, match func(rune) bool) int {
	for i, r := range text {
		if !match(r) {
			return i
		}
	}
	return len(text)
}
