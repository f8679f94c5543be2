package fake

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// network is the server's listener and the transport that reaches it.
type network struct {
	url       string
	server    *http.Server
	served    chan struct{} // closed when Serve has returned
	transport *http.Transport
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func listen(handler http.Handler, listener net.Listener, url string, dial dialFunc) *network {
	n := &network{
		url:       url,
		server:    &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second},
		served:    make(chan struct{}),
		transport: &http.Transport{DialContext: dial},
	}
	go func() {
		defer close(n.served)
		_ = n.server.Serve(listener) // always http.ErrServerClosed, after close
	}()
	return n
}

func (n *network) close() {
	_ = n.server.Close()
	n.transport.CloseIdleConnections()
	<-n.served
}

func listenLoopback() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("fake: no loopback port: %v", err))
	}
	return listener
}
