package fake

import (
	"context"
	"net"
	"sync"
)

// PipeListener is a net.Listener whose connections are the ends of net.Pipe: no
// sockets, so it works inside a testing/synctest bubble, where blocking on a
// socket would hang the fake clock. The connections honour deadlines.
type PipeListener struct {
	incoming chan net.Conn
	closed   chan struct{}
	closing  sync.Once
}

// NewPipeListener returns an open listener. Inside a synctest bubble it must be
// made in the bubble that uses it.
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

// DialContext connects to the listener whatever network and address say; its
// shape is that of http.Transport.DialContext. Like a TCP dial it is refused
// (ECONNREFUSED) once the listener is closed.
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

// Close ends Accept and refuses further dials. Connections already handed over
// stay open. Closing twice is harmless.
func (l *PipeListener) Close() error {
	l.closing.Do(func() { close(l.closed) })
	return nil
}

// Addr names the listener after the loopback address its URL pretends to have.
func (l *PipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "127.0.0.1:80" }
