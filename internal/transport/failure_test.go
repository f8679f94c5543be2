package transport

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	reset := errors.New("connection reset")
	for want, got := range map[string]string{
		"desk: GET /charges: 404 Not Found":                                          FormatError("desk", "GET", "/charges", 404, 1, Rejected, "", nil),
		"desk: GET /charges: 404 Not Found: no such charge":                          FormatError("desk", "GET", "/charges", 404, 1, Rejected, "no such charge", nil),
		"desk: GET /charges: 520: connection reset (3 attempts)":                     FormatError("desk", "GET", "/charges", 520, 3, Failed, "", reset),
		"desk: GET /charges: not sent: connection reset":                             FormatError("desk", "GET", "/charges", 0, 0, NotSent, "", reset),
		"desk: POST /x: outcome unknown, look it up before you call again: " + "EOF": FormatError("desk", "POST", "/x", 0, 1, Unknown, "", errors.New("EOF")),
	} {
		require.Equal(t, want, got)
	}
}

func TestALineIsFitForALog(t *testing.T) {
	for text, want := range map[string]string{
		"two\nlines\r\n\tand  gaps":                "two lines and gaps",
		"esc\x1b[31m red \x00 bell\x07 \u2028 end": "esc [31m red bell end",
		"mail jane@example.com now":                "mail … now",
		"email=jane%40example.com&x=1 failed":      "… failed",
		"card 4242424242424242 declined":           "card … declined",
		"card 4242 4242 4242 4242 declined":        "card … declined",
		"card 4242-4242-4242-4242 declined":        "card … declined",
		"card 3782 822463 10005 declined":          "card … declined",
		"at 2025-11-22 10:30:00, 3 of 5000":        "at 2025-11-22 10:30:00, 3 of 5000",
		"order 123456789012":                       "order 123456789012",
		"bad \xff byte":                            "bad � byte",
		"":                                         "",
	} {
		require.Equal(t, want, SingleLine(text), "%q", text)
	}
	long := SingleLine(strings.Repeat("é", 10_000))
	require.LessOrEqual(t, len(long), maxLine+len("…"))
	require.True(t, utf8.ValidString(long))
}
