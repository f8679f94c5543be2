package transport

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

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
