package fake_test

import (
	"context"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

func TestThePipeListenerConnectsWithDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := fake.NewPipeListener()
		accepted := make(chan net.Conn)
		go func() {
			conn, _ := listener.Accept()
			accepted <- conn
		}()
		client, err := listener.DialContext(t.Context(), "tcp", "example.org:443")
		require.NoError(t, err)
		server := <-accepted

		go func() { _, _ = server.Write([]byte("hello")) }()
		got := make([]byte, 5)
		_, err = client.Read(got)
		require.NoError(t, err)
		require.Equal(t, "hello", string(got))

		start := time.Now()
		require.NoError(t, client.SetReadDeadline(start.Add(time.Minute)))
		_, err = client.Read(got)
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(start))
		require.NoError(t, client.Close())
		require.NoError(t, server.Close())
	})
}

func TestAClosedPipeListenerRejects(t *testing.T) {
	listener := fake.NewPipeListener()
	require.NoError(t, listener.Close())
	require.NoError(t, listener.Close())
	_, err := listener.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
	_, err = listener.DialContext(t.Context(), "tcp", "example.org:80")
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	require.Equal(t, "127.0.0.1:80", listener.Addr().String())
	require.Equal(t, "pipe", listener.Addr().Network())
}

func TestADialIsRejectedWhenItsContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := fake.NewPipeListener().DialContext(ctx, "tcp", "example.org:80")
	require.ErrorIs(t, err, context.Canceled)
}
