package chargehound_test

import (
	"context"
	"net/http"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
)

func TestHandlerListensToAllowedAddressesOnly(t *testing.T) {
	t.Parallel()
	own := netip.MustParsePrefix("10.0.0.0/8")
	for _, c := range []struct {
		name, peer, forwarded string
		proxies               []netip.Prefix
		status                int
	}{
		{"one of the five", "3.211.115.112:443", "", nil, 200},
		{"as IPv6", "[::ffff:34.200.90.111]:443", "", nil, 200},
		{"somebody else", "192.0.2.1:443", "", nil, 403},
		{"a neighbour", "3.211.115.113:443", "", nil, 403},
		{"forged, no proxy", "192.0.2.1:443", "3.211.115.112", nil, 403},
		{"forged, peer is no proxy", "192.0.2.1:443", "3.211.115.112", []netip.Prefix{own}, 403},
		{"through a proxy", "10.0.0.1:443", "3.211.115.112", []netip.Prefix{own}, 200},
		{"through two", "10.0.0.1:443", "3.211.115.112, 10.9.9.9", []netip.Prefix{own}, 200},
		{"forged before the real sender", "10.0.0.1:443", "3.211.115.112, 192.0.2.1", []netip.Prefix{own}, 403},
		{"real after a forged one", "10.0.0.1:443", "192.0.2.1, ::ffff:3.211.115.112", []netip.Prefix{own}, 200},
		{"proxy itself", "10.0.0.1:443", "", []netip.Prefix{own}, 403},
		{"garbage", "10.0.0.1:443", "3.211.115.112, unknown", []netip.Prefix{own}, 403},
		{"no address", "@", "", nil, 403},
	} {
		h := newHooks(t, func(config *chargehound.WebhookConfig) {
			config.AllowedIPs, config.TrustedProxies = chargehound.WebhookIPs(), c.proxies
		})
		w := h.post(created, func(r *http.Request) {
			r.RemoteAddr = c.peer
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
		})
		require.Equal(t, c.status, w.Code, c.name)
	}
	require.Len(t, chargehound.WebhookIPs(), 5)
}

// A prefix that contains no address would lock everybody out without a word.
func TestPrefixesThatCanNotMatchAreRefused(t *testing.T) {
	t.Parallel()
	work := func(context.Context, *chargehound.Delivery) error { return nil }
	for _, bad := range []netip.Prefix{{}, netip.MustParsePrefix("::ffff:3.211.115.112/128"), netip.PrefixFrom(netip.MustParseAddr("10.0.0.1"), 33)} {
		prefixes := append(chargehound.WebhookIPs(), bad)
		_, err := chargehound.WebhookHandler(newClient(t, "http://127.0.0.1:1"), chargehound.WebhookConfig{Token: secretToken, AllowedIPs: prefixes}, work)
		requireInvalid(t, err, "AllowedIPs")
		_, err = chargehound.WebhookHandler(newClient(t, "http://127.0.0.1:1"), chargehound.WebhookConfig{Token: secretToken, TrustedProxies: prefixes}, work)
		requireInvalid(t, err, "TrustedProxies")
	}
}
