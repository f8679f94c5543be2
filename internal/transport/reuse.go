package transport

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// idleLimit is how long a connection for once-only calls may be idle. Servers
	// close theirs after 5 seconds and more, so a call is hardly ever sent on a
	// connection that the server is closing.
	idleLimit = time.Second
	// distrustTime is how long each once-only call opens a connection of its own
	// after a server has closed an idle one before idleLimit.
	distrustTime = 30 * time.Second
)

// earlyCloses remembers that the server has closed an idle connection early and
// without saying so in its response. A call on such a connection would be lost,
// and it would not be known whether the server read it.
type earlyCloses struct {
	mu       sync.Mutex
	distrust time.Duration
	until    time.Time
}

func (e *earlyCloses) note() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.until = time.Now().Add(e.distrust)
}

func (e *earlyCloses) recent() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return time.Now().Before(e.until)
}

// isReplayed reports whether net/http itself sends a request of this method again
// when an idle connection breaks.
func isReplayed(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "":
		return true
	}
	return false
}

// keptConn is a connection for once-only calls. It notes who closes it while it
// is idle: net/http does so at once when the server has closed it.
type keptConn struct {
	net.Conn
	closedEarly func()

	mu       sync.Mutex
	uses     int // requests that were given the connection
	idle     bool
	lastRead time.Time // when bytes arrived for a request; it was not idle before that
}

// idleUse is one request's use of a keptConn.
type idleUse struct {
	conn *keptConn
	use  int
}

// useConn returns nil for a connection that is no keptConn.
func useConn(conn net.Conn) *idleUse {
	if conn == nil {
		return nil
	}
	kept, ok := rawConn(conn).(*keptConn)
	if !ok {
		return nil
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	kept.uses++
	kept.idle = false
	return &idleUse{kept, kept.uses}
}

// becameIdle is called when the connection has been put back, and another request
// may have it already.
func (u *idleUse) becameIdle() {
	u.conn.mu.Lock()
	defer u.conn.mu.Unlock()
	u.conn.idle = u.conn.uses == u.use
}

func (c *keptConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if n > 0 && !c.idle {
		c.lastRead = time.Now()
	}
	return n, err
}

func (c *keptConn) Close() error {
	c.mu.Lock()
	early := c.idle && time.Since(c.lastRead) < idleLimit
	c.idle = false
	c.mu.Unlock()
	if early {
		c.closedEarly()
	}
	return c.Conn.Close()
}

// keep makes the connections of t keptConns.
func (o *ownTransports) keep(t *http.Transport) {
	dial := t.DialContext
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &keptConn{Conn: conn, closedEarly: o.noteEarlyClose}, nil
	}
}

// noteEarlyClose is not for connections that we close ourselves.
func (o *ownTransports) noteEarlyClose() {
	if !o.closing.Load() {
		o.early.note()
	}
}
