package transport

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestBaseURLs(t *testing.T) {
	for text, reason := range map[string]string{
		"https://api.vendor.example/v1":     "",
		"https://api.vendor.example/v1/":    "",
		"https://api.vendor.example:8443":   "",
		"HTTPS://api.vendor.example":        "",
		"http://127.0.0.1:8080":             "",
		"http://127.9.8.7/v1":               "",
		"http://[::1]:8080/v1":              "",
		"http://[::ffff:127.0.0.1]":         "",
		"http://localhost:8080":             "",
		"http://api.vendor.example":         "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://10.0.0.1":                   "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://0.0.0.0":                    "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://[::]":                       "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://[::ffff:10.0.0.1]":          "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://127.0.0.1.evil.example":     "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://localhost.evil.example":     "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://127.1":                      "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://2130706433":                 "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"http://[::1%25eth0]":               "must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others",
		"https://sk_live@vendor.example":    "must not carry credentials",
		"https://sk_live:@vendor.example":   "must not carry credentials",
		"https://:sk_live@vendor.example":   "must not carry credentials",
		"https://@vendor.example":           "must not carry credentials",
		"http://sk_live@localhost":          "must not carry credentials",
		"https://vendor.example/?key=x":     "must not have a query or a fragment",
		"https://vendor.example/?":          "must not have a query or a fragment",
		"https://vendor.example/#x":         "must not have a query or a fragment",
		"ftp://vendor.example":              "must be https",
		"file://vendor.example/etc":         "must be https",
		"unix://run/sock":                   "must be https",
		"file:///etc/passwd":                "is not an absolute URL",
		"":                                  "is not an absolute URL",
		"/v1":                               "is not an absolute URL",
		"vendor.example":                    "is not an absolute URL",
		"vendor.example:443":                "is not an absolute URL",
		"//vendor.example":                  "must be https",
		"https:vendor.example":              "is not an absolute URL",
		"https://":                          "is not an absolute URL",
		"https://:443":                      "is not an absolute URL",
		"https://vendor.example\r\nHost: x": "is not an absolute URL",
		"https://vendor.example:port":       "is not an absolute URL",
		"https://%zz":                       "is not an absolute URL",
	} {
		_, err := parseBaseURL(text, false)
		if reason == "" {
			require.NoError(t, err, text)
			continue
		}
		require.EqualError(t, err, "base URL "+reason, "%q", text)
		require.NotContains(t, err.Error(), "sk_live")
	}
}

func TestConfigsThatAreRejected(t *testing.T) {
	good := Config{BaseURL: "https://vendor.example", User: "sk_test", Password: "with:colon"}
	_, err := New(good)
	require.NoError(t, err)
	for reason, change := range map[string]func(*Config){
		"base URL must be https":                                 func(c *Config) { c.BaseURL = "ftp://vendor.example" },
		"key is empty":                                           func(c *Config) { c.User = "" },
		"timeout is negative":                                    func(c *Config) { c.Timeout = -time.Second },
		"attempt timeout is negative":                            func(c *Config) { c.AttemptTimeout = -time.Second },
		"max response bytes is negative":                         func(c *Config) { c.MaxResponseBytes = -1 },
		"limiter is nil inside of its interface":                 func(c *Config) { c.Limiter = limiterFunc(nil) },
		"HTTP client's transport is nil inside of its interface": func(c *Config) { c.HTTPClient = &http.Client{Transport: (*http.Transport)(nil)} },
		"middleware is nil":                                      func(c *Config) { c.Middleware = []func(http.RoundTripper) http.RoundTripper{nil} },
		"retry policy has a negative bound":                      func(c *Config) { c.Retry.MaxRateLimitWaits = -1 },
		"user agent has a control character in it":               func(c *Config) { c.UserAgent = "shop\r\nHost: evil" },
	} {
		cfg := good
		change(&cfg)
		_, err := New(cfg)
		require.EqualError(t, err, reason)
	}
}

func TestAKeyThatIsRejectedIsNotShown(t *testing.T) {
	for _, key := range []string{"sk_live_canary\n", "sk_live_canary\r\n", "sk_live\x00canary", "sk_live:canary", "sk_live_canary\xff", "\tsk_live_canary"} {
		for _, cfg := range []Config{{User: key}, {User: "ok", Password: key}} {
			cfg.BaseURL = "https://vendor.example"
			_, err := New(cfg)
			if cfg.Password != "" && strings.Contains(key, ":") {
				require.NoError(t, err)
				continue
			}
			require.Error(t, err, "%q", key)
			require.NotContains(t, err.Error(), "canary")
		}
	}
}
