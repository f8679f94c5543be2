package transport

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatWasPastedWithAKeyOrAURLIsNamed(t *testing.T) {
	const space, quoted, marked = "has a space or a line end before or after it", "has quotes around it", "has a byte order mark in it"
	for name, c := range map[string]struct{ before, after, reason string }{
		"space before":       {" ", "", space},
		"space after":        {"", " ", space},
		"no-break space":     {"", "\u00a0", space},
		"ideographic space":  {"\u3000", "", space},
		"tab":                {"\t", "", space},
		"line end":           {"", "\r\n", space},
		"zero-width space":   {"", "\u200b", space},
		"word joiner":        {"\u2060", "", space},
		"quotes":             {`"`, `"`, quoted},
		"one quote":          {"", `"`, quoted},
		"single quotes":      {"'", "'", quoted},
		"typographic quotes": {"“", "”", quoted},
		"backquotes":         {"`", "`", quoted},
		"quotes and space":   {` "`, `" `, space},
		"byte order mark":    {"\ufeff", "", marked},
		"mark in quotes":     {"\"\ufeff", `"`, marked},
	} {
		t.Run(name, func(t *testing.T) {
			wrap := func(text string) string { return c.before + text + c.after }
			for _, cfg := range []Config{
				{BaseURL: "https://vendor.example", User: wrap("sk_canary")},
				{BaseURL: "https://vendor.example", User: "pk", Password: wrap("sk_canary")},
			} {
				_, err := New(cfg)
				require.EqualError(t, err, "key "+c.reason)
			}
			_, err := New(Config{BaseURL: wrap("https://canary.example/v1"), User: "pk"})
			require.EqualError(t, err, "base URL "+c.reason)
		})
	}
}

func TestAKeyMayHaveAnythingInsideThatAHeaderCarries(t *testing.T) {
	for _, cfg := range []Config{{User: "sk live"}, {User: "pk", Password: "sk live"}, {User: "pk", Password: `it's:"fine"-`}} {
		cfg.BaseURL = "https://vendor.example"
		_, err := New(cfg)
		require.NoError(t, err)
	}
}
