package main

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

// tracedTransports are the ways to trace attempts. The proxy may be nil.
func tracedTransports(t *testing.T) map[string]func(proxy *url.URL) []chargedesk.Option {
	t.Helper()
	e, err := newExport(t.Context())
	require.NoError(t, err)
	tel, err := newTelemetry(e.traces, e.metrics)
	require.NoError(t, err)
	masked := newOtelhttp(e.traces, e.metrics)
	inside := func(wrap instrument) func(*url.URL) []chargedesk.Option {
		return func(proxy *url.URL) []chargedesk.Option {
			return []chargedesk.Option{chargedesk.WithMiddleware(wrap(chargeDesk)), chargedesk.WithProxy(http.ProxyURL(proxy))}
		}
	}
	return map[string]func(*url.URL) []chargedesk.Option{
		"own middleware":            inside(tel.middleware),
		"otelhttp as middleware":    inside(masked.middleware),
		"plain otelhttp":            inside(masked.plainOtelhttp),
		"otelhttp as the transport": func(proxy *url.URL) []chargedesk.Option { return asTransport(masked.plainOtelhttp(chargeDesk), proxy) },
		"own as the transport":      func(proxy *url.URL) []chargedesk.Option { return asTransport(tel.middleware(chargeDesk), proxy) },
	}
}

func asTransport(wrap func(http.RoundTripper) http.RoundTripper, proxy *url.URL) []chargedesk.Option {
	transport := wrap(&http.Transport{Proxy: http.ProxyURL(proxy), DisableKeepAlives: true})
	return []chargedesk.Option{chargedesk.WithHTTPClient(&http.Client{Transport: transport})}
}

func TestWhatCantConnectIsNotSent(t *testing.T) {
	t.Parallel()
	down := closedAddress()
	for name, options := range tracedTransports(t) {
		for cause, option := range map[string][]chargedesk.Option{
			"connection refused": append(options(nil), chargedesk.WithBaseURL("http://"+down+"/v1")),
			"the proxy is down":  append(options(&url.URL{Scheme: "http", Host: down}), chargedesk.WithBaseURL("https://desk.example/v1")),
		} {
			client, err := chargedesk.New(chargedesktest.Key, append(option, chargedesk.WithRetry(chargedesk.RetryPolicy{}))...)
			require.NoError(t, err)
			_, err = client.Gateway.RefundInFull(t.Context(), "ch_1", nil)
			require.ErrorIs(t, err, chargedesk.ErrNotSent, "%s, %s", name, cause)
			require.NotErrorIs(t, err, chargedesk.ErrOutcomeUnknown, "%s, %s", name, cause)
			require.Contains(t, err.Error(), "connection refused", "%s, %s: the cause can be read", name, cause)
		}
	}
}

func TestWhatIsLostIsUnknownAndSentOnce(t *testing.T) {
	t.Parallel()
	for name, options := range tracedTransports(t) {
		desk := chargedesktest.NewTestServer(t)
		id := desk.SeedCharge("34.00", "USD").ChargeID
		desk.FailNext(chargedesktest.DropResponse)
		client, err := chargedesk.New(chargedesktest.Key, append(options(nil), chargedesk.WithBaseURL(desk.URL))...)
		require.NoError(t, err)
		_, err = client.Gateway.RefundInFull(t.Context(), id, nil)
		require.ErrorIs(t, err, chargedesk.ErrOutcomeUnknown, name)
		require.NotErrorIs(t, err, chargedesk.ErrNotSent, name)
		require.Len(t, desk.Requests(), 1, name)
		require.Empty(t, desk.Requests()[0].Header["Traceparent"], name)
		require.Equal(t, 1, desk.Refunds(id), name)
	}
}
