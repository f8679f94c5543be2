package transport

import (
	"strings"
	"unicode"
)

const (
	byteOrderMark = "\ufeff"
	// invisible characters look like nothing at the end of a line, as a space does.
	invisible = "\u200b\u200c\u200d\u2060"
	quotes    = "\"'`“”„‘’‚«»‹›"
)

// checkPasted rejects a text that was copied with what stood around it: it would
// give a 401, or an address that does not exist.
func checkPasted(param, text string) error {
	reason := ""
	switch {
	case strings.Contains(text, byteOrderMark):
		reason = "has a byte order mark in it"
	case strings.TrimFunc(text, isBlank) != text:
		reason = "has a space or a line end before or after it"
	case strings.Trim(text, quotes) != text:
		reason = "has quotes around it"
	default:
		return nil
	}
	return &InvalidError{Param: param, Reason: reason}
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(invisible, r) }
