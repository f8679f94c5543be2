package transport

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestEachAttemptHasARequestOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type sent struct{ url, accept, own, userAgent, body string }
		var seen []sent
		vendor := stubVendor(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			seen = append(seen, sent{req.URL.String(), req.Header.Get("Accept"), req.Header.Get("X-Own"), req.UserAgent(), string(body)})
			again, err := req.GetBody()
			require.NoError(t, err)
			twice, err := io.ReadAll(again)
			require.NoError(t, err)
			require.Equal(t, body, twice)
			require.EqualValues(t, len(body), req.ContentLength)
			return stubAnswer([]int{503, 200}[len(seen)-1]), nil
		})
		writes := func(next http.RoundTripper) http.RoundTripper {
			return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
				resp, err := next.RoundTrip(req)
				req.URL.RawQuery = "changed"
				for name := range req.Header {
					req.Header[name][0] = "changed"
				}
				return resp, err
			})
		}
		client := newStubClient(t, vendor, func(cfg *Config) {
			cfg.UserAgent = "shop/1"
			cfg.Middleware = []func(http.RoundTripper) http.RoundTripper{writes}
		})
		call := stubCall(Repeatable)
		call.Body, call.Header = []byte("a=1"), http.Header{"X-Own": {"mine"}}
		mustDeliver(t, client, call)
		same := sent{"https://vendor.example/v1/charges/ch_1", "application/json", "mine", "shop/1", "a=1"}
		require.Equal(t, []sent{same, same}, seen)
	})
}

func TestTheCallersCookieJarIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		var cookies []string
		client := newStubClient(t, nil, func(cfg *Config) {
			cfg.HTTPClient = &http.Client{Jar: jar, Transport: stubVendor(func(req *http.Request) (*http.Response, error) {
				cookies = append(cookies, req.Header.Get("Cookie"))
				return stubAnswer([]int{503, 503, 200}[len(cookies)-1], "Set-Cookie", "node=7; Path=/v1"), nil
			})}
		})
		mustDeliver(t, client, stubCall(Read))
		require.Equal(t, []string{"", "node=7", "node=7"}, cookies)
		require.Len(t, jar.Cookies(&url.URL{Scheme: "https", Host: "vendor.example", Path: "/v1/charges"}), 1)
	})
}
