package transport

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestACopySharesWhatTheClientLearned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := NewWindow(60, time.Minute)
		cfg := Config{BaseURL: "https://vendor.example", User: "sk_test_stub", Limiter: limiter, HTTPClient: &http.Client{Transport: stubScript(new(int), says(429, "Retry-After", "60"))}}
		client, err := New(cfg)
		require.NoError(t, err)
		cfg.User, cfg.Timeout = "sk_test_other", time.Second
		other, err := client.With(cfg)
		require.NoError(t, err)

		client.Do(t.Context(), stubCall(Once))
		_, failed := other.Do(t.Context(), stubCall(Once))
		require.True(t, failed.Throttled, "the pause")
		client.budget.take(budgetSize)
		require.Zero(t, other.budget.tokens)
		require.Same(t, limiter, other.limiter)
		require.Equal(t, time.Duration(0), client.timeout, "the first is as it was")
		require.Equal(t, time.Second, other.timeout)

		_, err = client.With(Config{BaseURL: "ftp://vendor.example"})
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid)
	})
}

func TestACopySharesConnectionsUnlessTheyDiffer(t *testing.T) {
	config := &tls.Config{ServerName: "vendor.example"}
	base := Config{BaseURL: "https://vendor.example", User: "sk_test_stub", TLSConfig: config}
	client, err := New(base)
	require.NoError(t, err)
	withProxy := base
	withProxy.Proxy = http.ProxyFromEnvironment
	behindProxy, err := New(withProxy)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		client *Client
		change func(*Config)
		shared bool
	}{
		"the same":               {client, func(*Config) {}, true},
		"another timeout":        {client, func(cfg *Config) { cfg.Timeout = time.Second }, true},
		"another key":            {client, func(cfg *Config) { cfg.User = "sk_test_other" }, true},
		"another TLS config":     {client, func(cfg *Config) { cfg.TLSConfig = config.Clone() }, false},
		"no TLS config":          {client, func(cfg *Config) { cfg.TLSConfig = nil }, false},
		"an HTTP client":         {client, func(cfg *Config) { cfg.TLSConfig, cfg.HTTPClient = nil, &http.Client{} }, false},
		"a proxy":                {client, func(cfg *Config) { cfg.Proxy = http.ProxyFromEnvironment }, false},
		"no proxy any more":      {behindProxy, func(*Config) {}, false},
		"perhaps the same proxy": {behindProxy, func(cfg *Config) { cfg.Proxy = http.ProxyFromEnvironment }, false}, // functions can't be compared
	} {
		t.Run(name, func(t *testing.T) {
			cfg := base
			c.change(&cfg)
			other, err := c.client.With(cfg)
			require.NoError(t, err)
			require.Equal(t, c.shared, other.own == c.client.own)
		})
	}
}

func TestDefaultHeadersAreOfEveryCall(t *testing.T) {
	var got http.Header
	written := strings.ToLower("X-Team")
	defaults := http.Header{written: {"billing"}, "X-Both": {"client"}}
	client := newStubClient(t, stubVendor(func(req *http.Request) (*http.Response, error) {
		got = req.Header
		req.Header.Add("X-Team", "changed")
		return stubAnswer(200), nil
	}), func(cfg *Config) { cfg.DefaultHeader = defaults })
	defaults[written][0] = "changed by the caller later"
	call := stubCall(Once)
	call.Header = http.Header{"x-both": {"call"}}
	for range 2 {
		mustDeliver(t, client, call)
		require.Equal(t, []string{"billing", "changed"}, got["X-Team"])
		require.Equal(t, []string{"call"}, got["X-Both"])
	}
	for name, value := range map[string]string{"Authorization": "Basic x", "Idempotency-Key": "k", "a b": "x", "X-Ok": "two\nlines"} {
		_, err := New(Config{BaseURL: "https://vendor.example", User: "u", DefaultHeader: http.Header{name: {value}}})
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid, name)
	}
}

func TestOurOwnTransportsUseTheProxy(t *testing.T) {
	var targets []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		targets = append(targets, r.URL.Host)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	client := newClientOf(t, "http://vendor.test", func(cfg *Config) { cfg.InsecureHTTP, cfg.Proxy = true, http.ProxyURL(at) })
	for class := Read; class <= Once; class++ {
		mustDeliver(t, client, callOf(class))
	}
	require.Equal(t, []string{"vendor.test", "vendor.test", "vendor.test"}, targets)
}

func TestOurOwnTransportsUseTheTLSConfig(t *testing.T) {
	s := newTarget(t, secure, targetOptions{serve: serveOK})
	config := &tls.Config{RootCAs: trusted()}
	client := newClientOf(t, s.URL, func(cfg *Config) { cfg.TLSConfig = config })
	for class := Read; class <= Once; class++ {
		mustDeliver(t, client, callOf(class))
	}
	require.Zero(t, config.MinVersion, "the caller's is left alone")
	for _, own := range []*http.Transport{client.own.shared, client.own.kept, client.own.fresh} {
		require.EqualValues(t, tls.VersionTLS12, own.TLSClientConfig.MinVersion)
	}
}

func TestTLSConfigsThatAreRejected(t *testing.T) {
	verify := func(tls.ConnectionState) error { return nil }
	for name, c := range map[string]struct {
		config *tls.Config
		ok     bool
	}{
		"none":                 {nil, true},
		"a client certificate": {&tls.Config{Certificates: []tls.Certificate{certificate()}}, true},
		"TLS 1.3 only":         {&tls.Config{MinVersion: tls.VersionTLS13}, true},
		"no verification":      {&tls.Config{InsecureSkipVerify: true}, false},
		"one of the caller's":  {&tls.Config{InsecureSkipVerify: true, VerifyConnection: verify}, true},
		"TLS 1.1":              {&tls.Config{MinVersion: tls.VersionTLS11}, false},
		"up to TLS 1.1":        {&tls.Config{MaxVersion: tls.VersionTLS11}, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{BaseURL: "https://vendor.example", User: "u", TLSConfig: c.config})
			require.Equal(t, c.ok, err == nil, "%v", err)
		})
	}
	for name, change := range map[string]func(*Config){
		"proxy is for our own transports: set it on the HTTP client":      func(cfg *Config) { cfg.Proxy = http.ProxyFromEnvironment },
		"TLS config is for our own transports: set it on the HTTP client": func(cfg *Config) { cfg.TLSConfig = &tls.Config{} },
	} {
		cfg := Config{BaseURL: "https://vendor.example", User: "u", HTTPClient: &http.Client{}}
		change(&cfg)
		_, err := New(cfg)
		require.EqualError(t, err, name)
	}
}

func TestHTTPToAnyHostHasToBeAllowed(t *testing.T) {
	_, err := New(Config{BaseURL: "http://desk:8080", User: "u"})
	require.EqualError(t, err, "base URL must be https: http is allowed to this machine only; WithInsecureHTTP allows it to others")
	_, err = New(Config{BaseURL: "http://desk:8080", User: "u", InsecureHTTP: true})
	require.NoError(t, err)
	_, err = New(Config{BaseURL: "ftp://desk", User: "u", InsecureHTTP: true})
	require.Error(t, err)
}
