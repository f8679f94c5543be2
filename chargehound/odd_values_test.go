package chargehound_test

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

// kinds are what a field may hold instead of what is documented.
var kinds = []string{`null`, `true`, `false`, `0`, `7`, `1.5`, `9999999999999999999999`, `""`, `"x"`, `[]`, `[1]`, `{}`, `{"a":1}`, "\"\xff\"", `"\ud800"`, `"2026-01-09T07:14:02+0000"`}

// variants returns a JSON value with each of its parts replaced by each kind, by
// the path of the part. The value itself is not replaced.
func variants(value any, path string, yield func(path, kind, text string)) {
	replaced := func(inside func(text string) string) func(string, string, string) {
		return func(path, kind, text string) { yield(path, kind, inside(text)) }
	}
	each := func(part any, path string, inside func(string) string) {
		for _, kind := range kinds {
			yield(path, kind, inside(kind))
		}
		variants(part, path, replaced(inside))
	}
	switch value := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			each(value[name], path+"/"+name, func(text string) string {
				var object []string
				for _, other := range slices.Sorted(maps.Keys(value)) {
					part := text
					if other != name {
						part = written(value[other])
					}
					object = append(object, written(other)+":"+part)
				}
				return "{" + strings.Join(object, ",") + "}"
			})
		}
	case []any:
		for i := range value {
			each(value[i], path+"/"+strconv.Itoa(i), func(text string) string {
				list := make([]string, len(value))
				for j := range value {
					list[j] = written(value[j])
				}
				list[i] = text
				return "[" + strings.Join(list, ",") + "]"
			})
		}
	}
}

func written(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}

// money are the fields whose value must not be guessed.
var money = []string{"amount", "fee", "reversal_amount", "reversal_total"}

func TestAnOddValueHidesNoPageAndMakesNoDoneCallUnknown(t *testing.T) {
	t.Parallel()
	const response = `{"object": "response", "livemode": true, "url": "/v1/x", "dispute": "dp_7Q", "charge": "ch_7Q", "account_id": "acct_9K", "evidence": {"n": 1, "s": "x"}, "response_url": "https://x"}`
	for name, c := range map[string]struct {
		body string
		call func(*chargehound.Client) error
		may  []string // paths that decide what the response is about
	}{
		"submit":   {disputeJSON, func(c *chargehound.Client) error { _, err := c.Disputes.Submit(t.Context(), "dp_7Q", nil); return err }, []string{"/id"}},
		"list":     {`{"object": "list", "livemode": true, "has_more": false, "data": [` + disputeJSON + `, {"id": "dp_8R"}]}`, func(c *chargehound.Client) error { _, err := c.Disputes.List(t.Context(), nil); return err }, []string{"/data"}},
		"response": {response, func(c *chargehound.Client) error { _, err := c.Disputes.Response(t.Context(), "dp_7Q"); return err }, []string{"/dispute"}},
		"remove": {`{"success": {"message": "Data removal request submitted."}, "url": "/v1/x", "livemode": true}`, func(c *chargehound.Client) error {
			_, err := c.PersonalData.Remove(t.Context(), &chargehound.PersonalDataRemoveParams{Email: "ada@example.com", Name: "Ada"})
			return err
		}, []string{"/success", "/success/message"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var whole any
			require.NoError(t, json.Unmarshal([]byte(c.body), &whole))
			read, unreadable := 0, map[string]int{}
			variants(whole, "", func(path, kind, text string) {
				client, err := chargehound.New("test_fake", chargehound.WithHTTPClient(&http.Client{Transport: wireResponse{200, text}}), noRetry)
				require.NoError(t, err)
				err = c.call(client)
				if err == nil {
					read++
					return
				}
				require.ErrorAs(t, err, new(*chargehound.DecodeError))
				last := path[strings.LastIndex(path, "/")+1:]
				require.True(t, slices.Contains(money, last) || slices.Contains(c.may, path), "%s = %s: %v", path, kind, err)
				require.False(t, errors.Is(err, chargehound.ErrRejected))
				unreadable[path]++
			})
			t.Logf("%d read, unreadable: %v", read, unreadable)
		})
	}
}
