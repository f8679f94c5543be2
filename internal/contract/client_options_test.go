package contract

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDefaultHeadersAreOfEveryCall(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		var got []string
		client := p.client(t, func(req *http.Request) (*http.Response, error) {
			got = append(got, req.Header.Get("X-Team"))
			return respond(200, p.success)(req)
		}, p.option("WithDefaultHeader", "x-team", "billing"))
		require.NoError(t, p.once(t.Context(), client))
		require.NoError(t, p.read(t.Context(), client))
		require.NoError(t, p.read(t.Context(), client, p.option("WithHeader", "X-TEAM", "refunds")))
		require.NoError(t, p.read(t.Context(), client))
		require.Equal(t, []string{"billing", "billing", "refunds", "billing"}, got)
	})
}

func TestHeadersOfTheTransportAreRejected(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for _, header := range [][2]string{
			{"Authorization", "Basic x"}, {"authorization", "Basic x"}, {"Idempotency-Key", "k"}, {"X-Idempotency-Key", "k"}, {"Host", "elsewhere.test"},
			{"Content-Length", "0"}, {"Content-Type", "text/plain"}, {"User-Agent", "x"}, {"X-HTTP-Method-Override", "GET"}, {"", "x"}, {"a b", "x"}, {"X-Ok", "two\r\nlines"},
		} {
			_, err := p.make(frameKey, []any{p.option("WithDefaultHeader", header[0], header[1])})
			require.ErrorContains(t, err, "header", "%q", header)
			require.ErrorIs(t, err, p.sentinels["ErrNotSent"])
			client := p.client(t, func(*http.Request) (*http.Response, error) { panic("sent") })
			require.EqualError(t, p.read(t.Context(), client, p.option("WithHeader", header[0], header[1])), err.Error())
		}
	})
}

// A key rotates without a new client, so the limiter and a pause stay.
func TestAKeyMayRotate(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		synctest.Test(t, func(t *testing.T) {
			var used []string
			key, status := "sk_first_key", 200
			limiter := &counting{}
			client, err := p.make("", []any{
				p.option("WithKeyFunc", func(context.Context) (string, error) { return key, nil }), p.option("WithLimiter", limiter), p.onlyOnce(),
				p.option("WithHTTPClient", &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
					user, _, _ := req.BasicAuth()
					used = append(used, user)
					return respond(status, p.success, "Retry-After", "30")(req)
				})}),
			})
			require.NoError(t, err)
			require.NoError(t, p.once(t.Context(), client))
			key, status = "sk_second_key", 429
			require.ErrorIs(t, p.read(t.Context(), client), p.sentinels["ErrRateLimited"])
			key, status = "sk_third_key", 200
			started := time.Now()
			require.NoError(t, p.read(t.Context(), client, p.option("WithCallRetry", patient)))
			requirePaused(t, 30*time.Second, started)
			require.Equal(t, []string{"sk_first_key", "sk_second_key", "sk_third_key"}, used)
			require.Equal(t, 3, limiter.calls)
		})
	})
}

// requirePaused checks that a call waited for the end of a pause, and for its turn
// afterwards.
func requirePaused(t *testing.T, pause time.Duration, started time.Time) {
	t.Helper()
	require.GreaterOrEqual(t, time.Since(started), pause)
	require.Less(t, time.Since(started), pause+time.Second)
}

type counting struct{ calls int }

func (c *counting) Wait(context.Context) error { c.calls++; return nil }

func TestWithoutAKeyNothingIsSent(t *testing.T) {
	errVault := errors.New("vault is sealed")
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			key  string
			err  error
			want string
		}{
			"failing function": {"", errVault, "vault is sealed"},
			"empty key":        {"", nil, "key is empty"},
			"key with space":   {frameKey + " ", nil, "key"},
			"key in quotes":    {`"` + frameKey + `"`, nil, "key"},
		} {
			t.Run(name, func(t *testing.T) {
				asked := 0
				client, err := p.make("", []any{
					p.option("WithKeyFunc", func(context.Context) (string, error) { asked++; return c.key, c.err }),
					p.option("WithHTTPClient", &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) { panic("sent") })}),
				})
				require.NoError(t, err)
				err = p.once(t.Context(), client)
				require.Equal(t, "not sent", p.told(err).Outcome)
				require.ErrorIs(t, err, p.sentinels["ErrNotSent"])
				require.NotErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
				require.ErrorContains(t, err, c.want)
				require.NotContains(t, err.Error(), frameKey)
				if c.err != nil {
					require.ErrorIs(t, err, errVault)
				}
				require.Equal(t, 1, asked, "no retry")
			})
		}
		_, err := p.make("", []any{p.option("WithKeyFunc", nil)})
		require.ErrorContains(t, err, "WithKeyFunc is nil")

		// It replaces the key of New, also in a copy.
		var used string
		client := p.client(t, func(req *http.Request) (*http.Response, error) {
			used, _, _ = req.BasicAuth()
			return respond(200, p.success)(req)
		})
		rotating, err := p.with(client, []any{p.option("WithKeyFunc", func(context.Context) (string, error) { return "sk_of_function", nil })})
		require.NoError(t, err)
		require.NoError(t, p.read(t.Context(), rotating))
		require.Equal(t, "sk_of_function", used)
	})
}

func TestOurTransportsUseTheProxy(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		var hosts []string
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			hosts = append(hosts, r.URL.Host)
			_, _ = w.Write([]byte(p.success))
		}))
		defer proxy.Close()
		at, err := url.Parse(proxy.URL)
		require.NoError(t, err)
		insecure := []any{p.option("WithBaseURL", "http://vendor.test/v1"), p.option("WithInsecureHTTP")}
		client, err := p.make(frameKey, append(insecure, p.option("WithProxy", http.ProxyURL(at))))
		require.NoError(t, err)
		require.NoError(t, p.once(t.Context(), client))
		require.NoError(t, p.read(t.Context(), client))
		require.Equal(t, []string{"vendor.test", "vendor.test"}, hosts)

		_, err = p.make(frameKey, insecure[:1])
		require.ErrorContains(t, err, "must be https")
	})
}

// net/http reads the environment once for a process, so the client with a proxy
// from the environment is in another process.
func TestTheEnvironmentNamesTheProxy(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		const child = "CONTRACT_PROXY_CHILD"
		if os.Getenv(child) != "" {
			client, err := p.make(frameKey, []any{p.option("WithBaseURL", "http://vendor.test/v1"), p.option("WithInsecureHTTP")})
			require.NoError(t, err)
			require.NoError(t, p.once(t.Context(), client))
			return
		}
		hosts := make(chan string, 9)
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			hosts <- r.URL.Host
			_, _ = w.Write([]byte(p.success))
		}))
		defer proxy.Close()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), child+"=1", "HTTP_PROXY="+proxy.URL, "NO_PROXY=", "no_proxy=", "http_proxy=")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Equal(t, "vendor.test", <-hosts)
	})
}

// newTLSServer returns the URL of a server with a private CA, and the config of a
// client that trusts it.
func newTLSServer(t *testing.T, body string, wantsCertificate bool) (string, *tls.Config) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if wantsCertificate {
		server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, &tls.Config{RootCAs: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
}

func TestOurTransportsUseTheTLSConfig(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		server, roots := newTLSServer(t, p.success, false)
		base := p.option("WithBaseURL", server)
		private, err := p.make(frameKey, []any{base, p.option("WithTLSConfig", roots)})
		require.NoError(t, err)
		require.NoError(t, p.once(t.Context(), private))
		require.NoError(t, p.read(t.Context(), private))

		public, err := p.make(frameKey, []any{base})
		require.NoError(t, err)
		err = p.once(t.Context(), public)
		require.ErrorIs(t, err, p.sentinels["ErrNotSent"])
		require.ErrorContains(t, err, "certificate")
	})
}

func TestTLSConfigsThatAreRejected(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct {
			opts []any
			want string
		}{
			"no verification":               {[]any{p.option("WithTLSConfig", &tls.Config{InsecureSkipVerify: true})}, "must not skip the verification"},
			"TLS 1.1":                       {[]any{p.option("WithTLSConfig", &tls.Config{MinVersion: tls.VersionTLS11})}, "must not allow TLS below 1.2"},
			"nil":                           {[]any{p.option("WithTLSConfig", nil)}, "WithTLSConfig is nil"},
			"nil proxy":                     {[]any{p.option("WithProxy", nil)}, "WithProxy is nil"},
			"WithTLSConfig, WithHTTPClient": {[]any{p.option("WithHTTPClient", &http.Client{}), p.option("WithTLSConfig", &tls.Config{})}, "set it on the HTTP client"},
			"WithProxy, WithHTTPClient":     {[]any{p.option("WithProxy", http.ProxyFromEnvironment), p.option("WithHTTPClient", &http.Client{})}, "set it on the HTTP client"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := p.make(frameKey, c.opts)
				require.ErrorContains(t, err, c.want)
			})
		}
	})
}

// Keys and URLs are often pasted, with what stood around them.
func TestKeysAndURLsWithWhatStoodAroundThemAreRejected(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for name, c := range map[string]struct{ before, after, want string }{
			"space before":     {" ", "", "space"},
			"space after":      {"", " ", "space"},
			"no-break space":   {"", "\u00a0", "space"},
			"tab":              {"\t", "", "space"},
			"line end":         {"", "\n", "space"},
			"quotes":           {`"`, `"`, "quotes"},
			"single quotes":    {"'", "'", "quotes"},
			"typographic":      {"“", "”", "quotes"},
			"backquotes":       {"`", "`", "quotes"},
			"byte order mark":  {"\ufeff", "", "byte order mark"},
			"zero-width space": {"", "\u200b", "space"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := p.make(c.before+frameKey+c.after, nil)
				require.ErrorContains(t, err, c.want)
				require.ErrorContains(t, err, "key ")
				require.NotContains(t, err.Error(), frameKey)
				_, err = p.make(frameKey, []any{p.option("WithBaseURL", c.before+"https://vendor.test/v1"+c.after)})
				require.ErrorContains(t, err, c.want)
				require.ErrorContains(t, err, "base URL ")
				require.NotContains(t, err.Error(), "vendor.test")
			})
		}
	})
}

// A copy shares what the client has learned, and leaves the client as it was.
func TestACopySharesWhatTheClientHas(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		synctest.Test(t, func(t *testing.T) {
			limiter, status := &counting{}, 200
			var teams []string
			client := p.client(t, func(req *http.Request) (*http.Response, error) {
				teams = append(teams, req.Header.Get("X-Team"))
				return respond(status, p.success, "Retry-After", "40")(req)
			}, p.option("WithLimiter", limiter), p.onlyOnce(), p.option("WithDefaultHeader", "X-Team", "billing"))
			other, err := p.with(client, []any{p.option("WithDefaultHeader", "X-Team", "refunds"), p.option("WithTimeout", time.Second)})
			require.NoError(t, err)
			require.NoError(t, p.read(t.Context(), other))
			require.NoError(t, p.read(t.Context(), client))
			require.Equal(t, []string{"refunds", "billing"}, teams)
			require.Equal(t, 2, limiter.calls, "the limiter")

			status = 429
			require.Error(t, p.read(t.Context(), client))
			status = 200
			err = p.read(t.Context(), other, p.option("WithCallRetry", patient))
			require.ErrorIs(t, err, p.sentinels["ErrRateLimited"], "the pause, and the copy's timeout")
			started := time.Now()
			require.NoError(t, p.read(t.Context(), client, p.option("WithCallRetry", patient)))
			requirePaused(t, 40*time.Second, started) // and not cut short by the copy's timeout

			_, err = p.with(client, []any{p.option("WithTimeout", time.Duration(0))})
			require.ErrorContains(t, err, "WithTimeout is not positive")
		})
	})
}

// The retry budget is shared: failures of the copy forbid retries of the client.
func TestACopySharesTheBudget(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			client := p.client(t, func(req *http.Request) (*http.Response, error) { requests++; return respond(500, "")(req) }, p.option("WithRetry", policy{MaxRetries: 1}))
			other, err := p.with(client, nil)
			require.NoError(t, err)
			for range 200 {
				require.Error(t, p.read(t.Context(), other))
			}
			requests = 0
			require.Error(t, p.read(t.Context(), client))
			require.Equal(t, 1, requests, "no retry")
		})
	})
}

func TestPing(t *testing.T) {
	each(t, func(t *testing.T, p *vendorPackage) {
		for status, want := range map[int]string{200: "", 401: "ErrUnauthorized", 403: "ErrForbidden"} {
			t.Run(strconv.Itoa(status), func(t *testing.T) {
				var methods []string
				err := p.ping(t.Context(), p.client(t, func(req *http.Request) (*http.Response, error) {
					methods = append(methods, req.Method)
					return respond(status, p.success)(req)
				}))
				require.Equal(t, []string{"GET"}, methods)
				if want == "" {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, p.sentinels[want])
				require.NotErrorIs(t, err, p.sentinels["ErrOutcomeUnknown"])
			})
		}
		t.Run("dead network", func(t *testing.T) {
			client, err := p.make(frameKey, []any{p.option("WithBaseURL", "http://127.0.0.1:1"), p.onlyOnce()})
			require.NoError(t, err)
			require.ErrorIs(t, p.ping(t.Context(), client), p.sentinels["ErrNotSent"])
		})
	})
}
