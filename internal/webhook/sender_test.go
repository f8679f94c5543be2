package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

func TestSenderOfARequest(t *testing.T) {
	t.Parallel()
	own := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	const nobody = ""
	for name, c := range map[string]struct {
		peer      string
		header    http.Header
		proxies   []netip.Prefix
		trustUnix bool
		want      string
	}{
		"ip and port":              {peer: "3.211.115.112:443", want: "3.211.115.112"},
		"bare ip":                  {peer: "3.211.115.112", want: "3.211.115.112"},
		"v6 and port":              {peer: "[2001:db8::1]:443", want: "2001:db8::1"},
		"bare v6":                  {peer: "2001:db8::1", want: "2001:db8::1"},
		"v6 in brackets":           {peer: "[2001:db8::1]", want: "2001:db8::1"},
		"v4 as v6":                 {peer: "[::ffff:3.211.115.112]:443", want: "3.211.115.112"},
		"v6 with a zone":           {peer: "[fe80::1%eth0]:443", want: "fe80::1"},
		"half a bracket":           {peer: "[2001:db8::1", want: nobody},
		"no address":               {peer: "pipe", want: nobody},
		"unix socket":              {peer: "@", want: nobody},
		"unix socket, forged":      {peer: "@", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, want: nobody},
		"trusted unix socket":      {peer: "@", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, trustUnix: true, want: "3.211.115.112"},
		"trusted, without a name":  {peer: "", header: http.Header{"X-Forwarded-For": {"192.0.2.9, 3.211.115.112"}}, trustUnix: true, want: "3.211.115.112"},
		"trusted, then a proxy":    {peer: "@", header: http.Header{"X-Forwarded-For": {"3.211.115.112, 10.0.0.2"}}, proxies: own, trustUnix: true, want: "3.211.115.112"},
		"trusted, says nothing":    {peer: "@", trustUnix: true, want: nobody},
		"trusted, but it is TCP":   {peer: "192.0.2.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, trustUnix: true, want: "192.0.2.1"},
		"no proxies":               {peer: "192.0.2.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, want: "192.0.2.1"},
		"peer is no proxy":         {peer: "192.0.2.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, proxies: own, want: "192.0.2.1"},
		"proxy":                    {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, proxies: own, want: "3.211.115.112"},
		"proxy that adds ports":    {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112:51234"}}, proxies: own, want: "3.211.115.112"},
		"proxy that adds v6 ports": {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"[2001:db8::1]:51234"}}, proxies: own, want: "2001:db8::1"},
		"bare proxy":               {peer: "10.0.0.1", header: http.Header{"X-Forwarded-For": {"3.211.115.112"}}, proxies: own, want: "3.211.115.112"},
		"two proxies":              {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112, 10.9.9.9:80"}}, proxies: own, want: "3.211.115.112"},
		"two lines":                {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112", "10.9.9.9"}}, proxies: own, want: "3.211.115.112"},
		"forged before the real":   {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112, 192.0.2.1"}}, proxies: own, want: "192.0.2.1"},
		"unknown":                  {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {"3.211.115.112, unknown"}}, proxies: own, want: nobody},
		"empty":                    {peer: "10.0.0.1:443", header: http.Header{"X-Forwarded-For": {""}}, proxies: own, want: nobody},
		"no header":                {peer: "10.0.0.1:443", proxies: own, want: "10.0.0.1"},
		"Forwarded":                {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`for=3.211.115.112;proto=https;by=10.0.0.1`}}, proxies: own, want: "3.211.115.112"},
		"Forwarded v6":             {peer: "[fd00::1]:443", header: http.Header{"Forwarded": {`proto=https; For="[2001:db8::1]:4711"`}}, proxies: own, want: "2001:db8::1"},
		"Forwarded, two":           {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`for=192.0.2.60, for=3.211.115.112`, `for="10.0.0.2:80"`}}, proxies: own, want: "3.211.115.112"},
		"Forwarded, hidden":        {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`for=_hidden`}}, proxies: own, want: nobody},
		"Forwarded, without for":   {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`proto=https`}}, proxies: own, want: nobody},
		"both agree":               {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`for=3.211.115.112`}, "X-Forwarded-For": {"3.211.115.112:80"}}, proxies: own, want: "3.211.115.112"},
		"both, one forged":         {peer: "10.0.0.1:443", header: http.Header{"Forwarded": {`for=3.211.115.112`}, "X-Forwarded-For": {"192.0.2.1"}}, proxies: own, want: nobody},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			r.RemoteAddr = c.peer
			if c.header != nil {
				r.Header = c.header
			}
			want := netip.Addr{}
			if c.want != nobody {
				want = netip.MustParseAddr(c.want)
			}
			require.Equal(t, want, webhook.Sender(r, webhook.Trusted{Proxies: c.proxies, UnixSocket: c.trustUnix}))
		})
	}
}
