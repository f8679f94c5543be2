package transport

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The limits of our own transports are part of the promise that nothing hangs.
func TestOurOwnTransportsAreBounded(t *testing.T) {
	own := newOwnTransports(Config{})
	for _, each := range []*http.Transport{own.shared, own.kept, own.fresh} {
		require.Equal(t, 10*time.Second, each.TLSHandshakeTimeout)
		require.EqualValues(t, 1<<20, each.MaxResponseHeaderBytes)
		require.NotNil(t, each.Proxy)
	}
	require.Equal(t, 30*time.Second, own.shared.IdleConnTimeout)
	require.Equal(t, time.Second, own.kept.IdleConnTimeout)
	require.True(t, own.fresh.DisableKeepAlives)
	for _, once := range []*http.Transport{own.kept, own.fresh} {
		require.True(t, once.Protocols.HTTP1())
		require.False(t, once.Protocols.HTTP2())
		require.False(t, once.Protocols.UnencryptedHTTP2())
	}
}
