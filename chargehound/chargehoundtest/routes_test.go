package chargehoundtest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	for path, status := range map[string]int{
		"GET /disputes/": 404, "GET /disputes//submit": 404, "GET /dispute": 404, "POST /disputes/dp_1/reopen": 404,
		"POST /personal-data": 404, "DELETE /disputes/dp_1": 405, "GET /disputes/dp_1/submit": 405, "PUT /disputes": 405,
		"GET /": 404, "GET /disputes/dp_1/submit/": 404,
	} {
		t.Run(path, func(t *testing.T) {
			c := c.with(t)
			method, path, _ := strings.Cut(path, " ")
			a := c.send(method, path, "", "")
			require.Equal(t, status, a.status, path)
			require.Equal(t, "invalid_request", a.errorType(), path)
		})
	}
	outside := c.do(c.request("GET", strings.TrimSuffix(c.server.URL, "/v1")+"/disputes", ""))
	require.Equal(t, 404, outside.status)
	require.Equal(t, "/disputes", outside.text("url"))
}
