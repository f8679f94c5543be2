package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Kinds of trouble.
const (
	unreadable = "unreadable" // a line that is no order
	rejected   = "rejected"   // by the vendor, or before it was sent
	unknown    = "unknown"    // it may be there or not
)

// trouble is a line that somebody has to look at.
type trouble struct {
	Kind    string `json:"kind"`
	Line    int    `json:"line"`
	OrderID string `json:"order_id,omitempty"`
	Reason  string `json:"reason"`
}

func (t trouble) String() string {
	if t.OrderID == "" {
		return fmt.Sprintf("%s: line %d: %s", t.Kind, t.Line, printable(t.Reason))
	}
	return fmt.Sprintf("%s: line %d, order %s: %s", t.Kind, t.Line, printable(t.OrderID), printable(t.Reason))
}

// printable quotes a string that has control characters, which a terminal would obey.
func printable(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}
