package chargehoundtest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPersonalData(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	ada := `{"name":"Ada","email":"ada@example.com","notification_email":"privacy@example.com"}`
	for _, verb := range []string{"retrieve", "remove"} {
		t.Run(verb, func(t *testing.T) {
			c := c.with(t)
			a := c.post("/personal-data/"+verb, ada)
			require.Equal(t, 200, a.status, a.raw)
			require.Equal(t, "/v1/personal-data/"+verb, a.text("url"))
			require.Equal(t, false, a.body["livemode"])
			require.NotContains(t, a.body, "object")
			require.NotEmpty(t, a.body["success"].(map[string]any)["message"])
			require.Equal(t, 200, c.form("/personal-data/"+verb, "name=Ada&email=ada%40example.com&notification_email=p%40example.com").status)
			for _, bad := range []string{
				``, `{"name":"Ada"}`, `{"email":"ada@example.com"}`, `{"name":"Ada","email":"ada"}`, `{"name":1,"email":"ada@example.com"}`,
				`{"name":"Ada","email":"ada@example.com","notification_email":"ada"}`, strings.Replace(ada, "{", `{"colour":1,`, 1),
			} {
				require.Equal(t, "invalid_request", c.post("/personal-data/"+verb, bad).errorType(), bad)
			}
		})
	}
	withoutNotice := `{"name":"Ada","email":"ada@example.com"}`
	require.Equal(t, 400, c.post("/personal-data/retrieve", withoutNotice).status)
	require.Equal(t, 200, c.post("/personal-data/remove", withoutNotice).status)
}
