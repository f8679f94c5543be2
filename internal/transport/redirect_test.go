package transport

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNoRedirectIsFollowed(t *testing.T) {
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	for _, kind := range kinds {
		for _, status := range []int{301, 302, 303, 307, 308} {
			for class := Read; class <= Once; class++ {
				t.Run(fmt.Sprintf("%d/%s/%s", status, kind, class), func(t *testing.T) {
					s := newTarget(t, kind, targetOptions{serve: answer(status, false, "Location", other.URL+"/v2?email="+canaryMail+"#top").serve})
					client := newClientOf(t, s.URL)
					adjust(client, Config{}, trust)
					_, failed := client.Do(t.Context(), callOf(class))
					require.EqualError(t, failed.Err, "a redirect to "+other.URL+" was not followed")
					require.Equal(t, status, failed.StatusCode)
					require.EqualValues(t, 1, s.reached.Load())
				})
			}
		}
	}
	require.Zero(t, elsewhere.Load(), "requests the second server saw")
}

func TestACallersRedirectPolicyIsNotAsked(t *testing.T) {
	s := newTarget(t, plain, targetOptions{serve: answer(307, false, "Location", "/again").serve})
	own := callersClient(plain)
	defer own.CloseIdleConnections()
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
	client := newClientOf(t, s.URL, func(cfg *Config) { cfg.HTTPClient = own })
	_, failed := client.Do(t.Context(), callOf(Once))
	require.EqualError(t, failed.Err, "a redirect to "+s.URL+" was not followed")
	require.EqualValues(t, 1, s.reached.Load())
}

// A caller's transport may say nothing of the request, or name another one.
func TestARedirectIsRelativeToTheBaseURL(t *testing.T) {
	pass := middleware(func(req *http.Request, next http.RoundTripper) (*http.Response, error) { return next.RoundTrip(req) })
	for name, named := range map[string]*http.Request{"none": nil, "another": httptest.NewRequest(http.MethodGet, "https://elsewhere.test", nil)} {
		for _, change := range []func(*Config){func(*Config) {}, pass} {
			_, failed := newStubClient(t, stubVendor(func(*http.Request) (*http.Response, error) {
				resp := stubAnswer(302, "Location", "/v2")
				resp.Request = named
				return resp, nil
			}), change).Do(t.Context(), stubCall(Once))
			require.EqualError(t, failed.Err, "a redirect to https://vendor.example was not followed", name)
		}
	}
}

func TestWhereARedirectLeads(t *testing.T) {
	for location, want := range map[string]string{
		"":                              "nowhere",
		"http://[::1":                   "nowhere",
		"/v2":                           "https://vendor.test",
		"//elsewhere.test/a?b=c#d":      "https://elsewhere.test",
		"https://u:p@elsewhere.test/?k": "https://elsewhere.test",
		"https://elsewhere.test/a?":     "https://elsewhere.test",
		"https://elsewhere.test/a\tb":   "nowhere",
		"mailto:a?b":                    "nowhere",
	} {
		resp := stubAnswer(302, "Location", location)
		resp.Request = httptest.NewRequest(http.MethodGet, "https://vendor.test/v1", nil)
		require.Equal(t, want, redirectTarget(resp), location)
	}
}
