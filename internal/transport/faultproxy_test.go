package transport

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// faultProxy passes TCP connections on and goes wrong with many of them, as its
// seed says.
type faultProxy struct {
	listener net.Listener
	target   string
	faults   faultOptions
	open     sync.WaitGroup
	mu       sync.Mutex
	random   *rand.Rand
}

type faultOptions struct {
	seed    uint64
	passing int // percent of the connections that nothing happens to
	most    int // bytes after which something happens to the others, at most
}

func newFaultProxy(t *testing.T, target string, faults faultOptions) *faultProxy {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &faultProxy{listener: listener, target: target, faults: faults, random: rand.New(rand.NewPCG(faults.seed, 0))}
	p.open.Go(p.accept)
	return p
}

func (p *faultProxy) url(scheme string) string { return scheme + "://" + p.listener.Addr().String() }

// close ends the proxy when all connections have ended by themselves: what is
// late still arrives.
func (p *faultProxy) close() {
	_ = p.listener.Close()
	p.open.Wait()
}

func (p *faultProxy) accept() {
	for {
		c, err := p.listener.Accept()
		if err != nil {
			return
		}
		plan := p.draw()
		p.open.Go(func() { plan.run(c.(*net.TCPConn), p.target) })
	}
}

// How a connection goes wrong.
const (
	passes = iota
	closedAtOnce
	resetAtOnce
	cut
	cutByReset
	cutByHalf // reset towards the client, closed in order towards the server
	hangs
	mishaps
)

// mishap is what happens to one connection.
type mishap struct {
	how      int
	up, down int // bytes passed before it happens; the one that is negative never ends
	delay    time.Duration
}

func (p *faultProxy) draw() *mishap {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := &mishap{up: -1, down: -1}
	if p.random.IntN(100) >= p.faults.passing {
		m.how = 1 + p.random.IntN(mishaps-1)
	}
	if after := p.random.IntN(p.faults.most); p.random.IntN(2) == 0 {
		m.up = after
	} else {
		m.down = after
	}
	if p.random.IntN(4) == 0 {
		m.delay = time.Duration(p.random.IntN(3000)) * time.Microsecond
	}
	return m
}

func (m *mishap) run(client *net.TCPConn, target string) {
	defer client.Close()
	switch m.how {
	case closedAtOnce:
		return
	case resetAtOnce:
		reset(client)
		return
	}
	dialed, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	server := dialed.(*net.TCPConn)
	defer server.Close()
	if m.how == passes {
		m.up, m.down = -1, -1
	}
	var both sync.WaitGroup
	both.Go(func() { m.pump(server, client, m.up, func() { m.strike(client, server, client) }) })
	both.Go(func() { m.pump(client, server, m.down, func() { m.strike(client, server, server) }) })
	both.Wait()
}

// pump passes bytes on until there are no more, or until limit bytes have passed
// and the mishap strikes.
func (m *mishap) pump(to, from *net.TCPConn, limit int, strike func()) {
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if m.delay > 0 {
			<-time.After(m.delay)
		}
		if limit >= 0 && n >= limit {
			_, _ = to.Write(buf[:limit])
			strike()
			return
		}
		limit -= n
		if _, failed := to.Write(buf[:n]); failed != nil || err != nil {
			_ = to.CloseWrite()
			_, _ = io.Copy(io.Discard, from)
			return
		}
	}
}

func (m *mishap) strike(client, server, from *net.TCPConn) {
	switch m.how {
	case cut:
		_ = client.Close()
		_ = server.Close()
	case cutByReset:
		reset(client)
		reset(server)
	case cutByHalf:
		reset(client)
		_ = server.CloseWrite()
		_, _ = io.Copy(io.Discard, server)
	case hangs:
		_, _ = io.Copy(io.Discard, from) // until the other side gives up
		_ = client.Close()
		_ = server.Close()
	}
}
