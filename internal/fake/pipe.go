package fake

import (
	"context"
	"net"
	"sync"
)

// PipeListener is a net.Listener whose connections are the ends of net.Pipe. It
// works inside a testing/synctest bubble, where a goroutine blocked on a socket
// stops the fake clock. The connections support deadlines.
type PipeListener struct {
	incoming chan net.Conn
	closed   chan struct{}
	closing  sync.Once
}

// NewPipeListener returns an open listener. For use inside a synctest bubble,
// create it in that bubble.
func NewPipeListener() *PipeListener {
	return &PipeListener{incoming: make(chan net.Conn), closed: make(chan struct{})}
}

// Accept waits for the next connection. After Close it returns net.ErrClosed.
func (l *PipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.incoming:
		return conn, nil
	case <-l.closed:
		return nil, &net.OpError{Op: "accept", Net: "pipe", Addr: l.Addr(), Err: net.ErrClosed}
	}
}

// DialContext connects to the listener, whatever the network and address. It fits
// http.Transport.DialContext. After Close it fails with ECONNREFUSED, like a TCP
// dial.
func (l *PipeListener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	err := l.hand(ctx, server)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: "pipe", Addr: l.Addr(), Err: err}
	}
	return client, nil
}

func (l *PipeListener) hand(ctx context.Context, conn net.Conn) error {
	select {
	case l.incoming <- conn:
		return nil
	case <-l.closed:
		return errRefused
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close ends Accept and makes dials fail. Accepted connections stay open. It may
// be called more than once.
func (l *PipeListener) Close() error {
	l.closing.Do(func() { close(l.closed) })
	return nil
}

// Addr returns the address in the server's URL.
func (l *PipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "127.0.0.1:80" }
