package chargehound_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
	"github.com/chargekit/chargekit-go/internal/webhook"
)

func TestHandlerListensToAllowedAddressesOnly(t *testing.T) {
	t.Parallel()
	own := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for name, c := range map[string]struct {
		peer, forwarded string
		proxies         []netip.Prefix
		trustUnix       bool
		status          int
	}{
		"one of the five":         {"3.211.115.112:443", "", nil, false, 200},
		"as IPv6":                 {"[::ffff:34.200.90.111]:443", "", nil, false, 200},
		"without a port":          {"3.211.115.112", "", nil, false, 200},
		"somebody else":           {"192.0.2.1:443", "", nil, false, 403},
		"a neighbour":             {"3.211.115.113:443", "", nil, false, 403},
		"forged":                  {"192.0.2.1:443", "3.211.115.112", own, false, 403},
		"through a proxy":         {"10.0.0.1:443", "3.211.115.112:50123", own, false, 200},
		"through a Unix socket":   {"@", "3.211.115.112", nil, true, 200},
		"an untrusted socket":     {"@", "3.211.115.112", nil, false, 403},
		"a socket without header": {"@", "", nil, true, 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHooks(t, func(config *chargehound.WebhookConfig) {
				config.AllowedIPs, config.TrustedProxies, config.TrustUnixSocket = chargehound.WebhookIPs(), c.proxies, c.trustUnix
			})
			w := h.post(created, func(r *http.Request) {
				r.RemoteAddr = c.peer
				if c.forwarded != "" {
					r.Header.Set("X-Forwarded-For", c.forwarded)
				}
			})
			require.Equal(t, c.status, w.Code)
		})
	}
	require.Len(t, chargehound.WebhookIPs(), 5)
}

// A prefix that contains no address would lock everybody out without a word.
func TestPrefixesThatCanNotMatchAreRejected(t *testing.T) {
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

func TestConfigOfAHandlerIsChecked(t *testing.T) {
	t.Parallel()
	client := newClient(t, "http://127.0.0.1:1")
	work := func(context.Context, *chargehound.Delivery) error { return nil }
	for _, c := range []struct {
		param       string
		client      *chargehound.Client
		secretToken string
		work        func(context.Context, *chargehound.Delivery) error
	}{
		{"client", nil, secretToken, work},
		{"handle", client, secretToken, nil},
		{"Token", client, "", work},
		{"Token", client, secretToken[1:], work},
		{"Token", client, secretToken + "/x", work},
	} {
		handler, err := chargehound.WebhookHandler(c.client, chargehound.WebhookConfig{Token: c.secretToken}, c.work)
		requireInvalid(t, err, c.param)
		require.Nil(t, handler)
	}
	handler, err := chargehound.WebhookHandler(client, chargehound.WebhookConfig{Token: secretToken}, work)
	require.NoError(t, err)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", handler, handler, handler), secretToken)
}

type brokenStore struct{ claim, done error }

func (b brokenStore) Claim(_ context.Context, _, claim string, _ time.Duration) (string, error) {
	return claim, b.claim
}

func (b brokenStore) Done(context.Context, string, string) error { return b.done }

func (b brokenStore) Release(context.Context, string, string) error { return nil }

func TestStoreThatFailsIsLogged(t *testing.T) {
	t.Parallel()
	down := errors.New("redis down")
	for name, c := range map[string]struct {
		store        brokenStore
		status, work int
	}{"when asked": {brokenStore{claim: down}, 500, 0}, "when told": {brokenStore{done: down}, 200, 1}} {
		var log strings.Builder
		h := newHooks(t, func(config *chargehound.WebhookConfig) {
			config.Store, config.Logger = c.store, slog.New(slog.NewTextHandler(&log, nil))
		})
		require.Equal(t, c.status, h.post(created).Code, name)
		require.Len(t, h.work, c.work, name)
		require.Contains(t, log.String(), "redis down")
		require.Contains(t, log.String(), "wh_1")
		require.NotContains(t, log.String(), secretToken)
	}
}

func TestTwoInstancesThatShareAStoreHandleAnEventOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store, work := webhook.NewMemory(), 0
		hound := chargehoundtest.NewTestServer(t, chargehoundtest.InMemory())
		statuses := make(chan int, 2)
		for range 2 {
			handler, err := chargehound.WebhookHandler(hound.Client(), chargehound.WebhookConfig{Token: secretToken, Store: store},
				func(_ context.Context, d *chargehound.Delivery) error {
					work++
					time.Sleep(10 * time.Second)
					require.True(t, d.Held())
					return nil
				})
			require.NoError(t, err)
			go func() { statuses <- (&hooks{Handler: handler}).post(eventJSON("wh_1", "test", "")).Code }()
		}
		require.Equal(t, []int{200, 200}, []int{<-statuses, <-statuses})
		require.Equal(t, 1, work)
		require.True(t, new(chargehound.Delivery).Held(), "one that a test made")
	})
}

func TestAnEventWithoutAnIDIsHandledEachTime(t *testing.T) {
	t.Parallel()
	h := newHooks(t, nil)
	body := `{"type": "dispute.created", "dispute": "DP_7Q ", "livemode": "no", "charge": " CH_7q"}`
	require.Equal(t, 500, h.post(strings.Replace(body, "DP_7Q ", "dp_0", 1)).Code)
	for range 2 {
		require.Equal(t, 200, h.post(strings.Replace(body, "DP_7Q ", "dp_7Q", 1)).Code)
	}
	require.Equal(t, []string{"dispute.created dp_7Q 7340", "dispute.created dp_7Q 7340"}, h.work)
}
