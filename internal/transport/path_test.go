package transport

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestIDsThatAServerMayResolveAreRejected(t *testing.T) {
	for id, reason := range map[string]string{
		"":                        "charge_id is empty",
		".":                       "charge_id must not be . or ..",
		"..":                      "charge_id must not be . or ..",
		"a\nb":                    "charge_id has a control character in it",
		"a\r\nHost: evil":         "charge_id has a control character in it",
		"a\x00":                   "charge_id has a control character in it",
		"\x7f":                    "charge_id has a control character in it",
		"\t":                      "charge_id has a control character in it",
		"a\xff":                   "charge_id is not UTF-8",
		strings.Repeat("x", 256):  "charge_id is longer than 255 bytes",
		strings.Repeat("é", 128):  "charge_id is longer than 255 bytes",
		strings.Repeat(".", 1000): "charge_id is longer than 255 bytes",
	} {
		_, err := Path("/charges/{charge_id}/refund", id)
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid, "%.20q", id)
		require.Equal(t, reason, err.Error())
	}
}

func TestIDsStayInTheirSegment(t *testing.T) {
	for id, segment := range map[string]string{
		"ch_7Q-a.b~c":            "ch_7Q-a.b~c",
		"a/b":                    "a%2Fb",
		"../customers/x":         "..%2Fcustomers%2Fx",
		"...":                    "...",
		"a?x=1":                  "a%3Fx%3D1",
		"a#f":                    "a%23f",
		"%2e%2e":                 "%252e%252e",
		"%2F":                    "%252F",
		"a;b=c":                  "a%3Bb%3Dc",
		`a\b`:                    "a%5Cb",
		"jane+x@example.com":     "jane%2Bx%40example.com",
		"Zoë 1":                  "Zo%C3%AB%201",
		"{id}":                   "%7Bid%7D",
		":":                      "%3A",
		strings.Repeat("x", 255): strings.Repeat("x", 255),
	} {
		path, err := Path("/charges/{charge_id}/refund", id)
		require.NoError(t, err)
		require.Equal(t, "/charges/"+segment+"/refund", path)
		requireSegment(t, path, id)
	}
}

func TestRoutes(t *testing.T) {
	path, err := Path("/gateway/subscriptions/{id}/plans/{plan_id}", "s/1", "p 2")
	require.NoError(t, err)
	require.Equal(t, "/gateway/subscriptions/s%2F1/plans/p%202", path)
	path, err = Path("/charges")
	require.NoError(t, err)
	require.Equal(t, "/charges", path)
	_, err = Path("/a/{first}/{second}", "x", "..")
	require.EqualError(t, err, "second must not be . or ..")
	for route, reason := range map[string]string{ // what a caller of Do may write
		"":                   "path must start with a slash",
		"charges":            "path must start with a slash",
		"https://evil.test/": "path must start with a slash",
		"/charges?x=1":       "path must not have a query, a fragment or a control character in it",
		"/charges#x":         "path must not have a query, a fragment or a control character in it",
		"/a\r\nHost: evil":   "path must not have a query, a fragment or a control character in it",
		"/100%":              "path is not escaped as a path must be",
		"/charges/{id}":      "path has a part in braces that nothing fills",
	} {
		_, err := Path(route)
		require.EqualError(t, err, reason, "%q", route)
	}
}

func TestTheBasePathIsKept(t *testing.T) {
	for base, want := range map[string]string{
		"https://vendor.example":         "https://vendor.example/charges/a%2Fb?q=1",
		"https://vendor.example/v1/":     "https://vendor.example/v1/charges/a%2Fb?q=1",
		"https://vendor.example/a%2Fb/c": "https://vendor.example/a%2Fb/c/charges/a%2Fb?q=1",
		"https://vendor.example:8443/v1": "https://vendor.example:8443/v1/charges/a%2Fb?q=1",
	} {
		parsed, err := parseBaseURL(base, false)
		require.NoError(t, err)
		target := resolve(parsed, "/charges/a%2Fb", "q=1")
		require.Equal(t, want, target.String())
		require.Equal(t, strings.TrimRight(base, "/"), parsed.String(), "the base URL is not changed")
	}
}

// requireSegment sends the path through the URL parser, a request line and a
// ServeMux: the id must come out as it went in, and nowhere else.
func requireSegment(t *testing.T, path, id string) {
	t.Helper()
	base := &url.URL{Scheme: "https", Host: "vendor.example", Path: "/v1"}
	target := resolve(base, path, "")
	parsed, err := url.Parse(target.String())
	require.NoError(t, err)
	require.Empty(t, parsed.RawQuery+parsed.Fragment)
	parts := strings.Split(parsed.EscapedPath(), "/")
	require.Len(t, parts, 5, "/v1/charges/{id}/refund")
	got, err := url.PathUnescape(parts[3])
	require.NoError(t, err)
	require.Equal(t, id, got)
	if id == "/" {
		return // net/http's mux takes %2F alone for the end of a path, and finds nothing
	}
	var seen string
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/charges/{id}/refund", func(_ http.ResponseWriter, r *http.Request) { seen = r.PathValue("id") })
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, target.RequestURI(), nil))
	require.Equal(t, http.StatusOK, answer.Code, "the mux neither redirects nor misses")
	require.Equal(t, id, seen)
}

func FuzzPath(f *testing.F) {
	for _, id := range []string{"ch_1", "", "/", ".", "..", "...", "../x", "a/b", "a?b", "a#b", "%2e%2e", "%", "jane+x@example.com", "\x00", "\xff", "é", "a;b", `\`, "{id}", "}", strings.Repeat("x", 256)} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		path, err := Path("/charges/{charge_id}/refund", id)
		control := strings.IndexFunc(id, func(r rune) bool { return r < 0x20 || r == 0x7f }) >= 0
		refuse := id == "" || id == "." || id == ".." || len(id) > 255 || !utf8.ValidString(id) || control
		if refuse != (err != nil) {
			t.Fatalf("%q gave %q, %v", id, path, err)
		}
		if err == nil {
			requireSegment(t, path, id)
		}
	})
}
