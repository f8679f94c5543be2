package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

func TestAnythingButAReadIsRejectedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	desk, hound, back := chargedesktest.NewTestServer(t), chargehoundtest.NewTestServer(t), chargebacktest.NewTestServer(t)
	guards := map[string]*guard{}
	watch := func(name string, not error) func(http.RoundTripper) http.RoundTripper {
		guards[name] = &guard{left: 2, not: not}
		return guards[name].wrap
	}
	ctx := t.Context()
	d := desk.Client(chargedesk.WithMiddleware(watch("desk", chargedesk.ErrNotSent)))
	h := hound.Client(chargehound.WithMiddleware(watch("hound", chargehound.ErrNotSent)))
	b := back.Client(chargeback.WithMiddleware(watch("back", chargeback.ErrNotSent)))

	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions} {
		require.ErrorIs(t, d.Do(ctx, method, "/charges", nil, nil), chargedesk.ErrNotSent, method)
		require.ErrorIs(t, h.Do(ctx, method, "/disputes", nil, nil), chargehound.ErrNotSent, method)
		require.ErrorIs(t, b.Do(ctx, method, "/orders", nil, nil), chargeback.ErrNotSent, method)
	}
	require.ErrorIs(t, h.Do(ctx, http.MethodGet, "/disputes", map[string]any{"a": 1}, nil), chargehound.ErrNotSent, "a body")
	require.Empty(t, desk.Requests())
	require.Empty(t, hound.Requests())
	require.Empty(t, back.Requests())

	for range 2 {
		require.NoError(t, d.Do(ctx, http.MethodGet, "/charges", nil, nil))
	}
	require.ErrorIs(t, d.Do(ctx, http.MethodGet, "/charges", nil, nil), chargedesk.ErrNotSent, "more than announced")
	require.Len(t, desk.Requests(), 2)
	require.Equal(t, 2, guards["desk"].sent)
}

// Every request of a whole run is a GET, and there are no more than announced.
func TestARunSendsOnlyReads(t *testing.T) {
	t.Parallel()
	for _, name := range vendorNames {
		methods := map[string]int{}
		p := probing(t, name, deviation{before: func(r *http.Request) { methods[r.Method]++ }})
		require.Empty(t, p.stopped)
		require.Equal(t, map[string]int{http.MethodGet: len(p.vendor.steps)}, methods, name)
	}
}
