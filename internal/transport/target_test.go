package transport

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// The kinds of connection a server of these tests may speak.
const (
	plain  = "HTTP/1.1"
	secure = "HTTP/1.1 TLS"
	second = "HTTP/2 TLS"
)

// target is a server on real loopback connections that counts what it has done
// and goes wrong as it is told.
type target struct {
	*httptest.Server
	kind      string
	executed  atomic.Int64  // how often it did what was asked for
	reached   atomic.Int64  // requests its handler saw
	conns     atomic.Int64  // connections it accepted
	gotConn   chan struct{} // one for each connection the client got, see trace
	firstByte chan struct{} // one for each response the client began to read
	ended     chan struct{}
	atWork    func() // called while it does what was asked for
	used      sync.Map
}

type targetOptions struct {
	grab  func(*target, net.Conn) bool // takes a connection away from the server
	serve func(*target, http.ResponseWriter, *http.Request)
	tls   *tls.Config
	pipe  *fake.PipeListener // instead of a socket, for a synctest bubble
	state func(net.Conn, http.ConnState)
	raw   bool // serve reads the body itself
	h2c   bool // it speaks HTTP/2 without TLS
}

type connKey struct{}

func newTarget(t testing.TB, kind string, opts targetOptions) *target {
	s := &target{kind: kind, gotConn: make(chan struct{}, 64), firstByte: make(chan struct{}, 64), ended: make(chan struct{})}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !opts.raw {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		s.reached.Add(1)
		opts.serve(s, w, r)
	}))
	if opts.pipe != nil {
		_ = s.Listener.Close()
		s.Listener = opts.pipe
	}
	s.Listener = &grabber{s.Listener, func(c net.Conn) bool {
		s.conns.Add(1)
		return opts.grab != nil && opts.grab(s, c)
	}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Config.ConnState = opts.state
	if opts.h2c {
		s.Config.Protocols = new(http.Protocols)
		s.Config.Protocols.SetUnencryptedHTTP2(true)
	}
	s.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, c)
	}
	s.start(opts.tls)
	t.Cleanup(s.end)
	return s
}

func (s *target) start(config *tls.Config) {
	if s.kind == plain {
		s.Start()
		return
	}
	if s.TLS = config; config == nil {
		s.TLS = serverTLS()
	}
	s.EnableHTTP2 = s.kind == second
	s.StartTLS()
}

func (s *target) end() {
	select {
	case <-s.ended:
	default:
		close(s.ended)
		s.CloseClientConnections()
		s.Close()
	}
}

// execute is what must not happen twice.
func (s *target) execute() {
	s.executed.Add(1)
	if s.atWork != nil {
		s.atWork()
	}
}

// again says whether the connection of a request has carried one before.
func (s *target) again(r *http.Request) bool {
	_, used := s.used.LoadOrStore(connOf(r), true)
	return used
}

// hang ends when the client has left or the test is over. It does not return:
// that would respond, and a client may still be listening while it leaves.
func (s *target) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.ended:
	}
	panic(http.ErrAbortHandler)
}

func (s *target) await(event chan struct{}) {
	select {
	case <-event:
	case <-s.ended:
	}
}

// trace tells the server what the client has come to.
func (s *target) trace(ctx context.Context) context.Context {
	tell := func(event chan struct{}) {
		select {
		case event <- struct{}{}:
		default:
		}
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              func(httptrace.GotConnInfo) { tell(s.gotConn) },
		GotFirstResponseByte: func() { tell(s.firstByte) },
	})
}

// reset ends a connection with a TCP reset.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// connOf is the TCP connection that a request came over.
func connOf(r *http.Request) net.Conn {
	c := r.Context().Value(connKey{}).(net.Conn)
	if secured, ok := c.(*tls.Conn); ok {
		return secured.NetConn()
	}
	return c
}

type grabber struct {
	net.Listener
	grab func(net.Conn) bool
}

func (g *grabber) Accept() (net.Conn, error) {
	for {
		c, err := g.Listener.Accept()
		if err != nil || !g.grab(c) {
			return c, err
		}
	}
}

// certificate is for 127.0.0.1 only; an elliptic one keeps handshakes cheap.
var certificate = sync.OnceValue(func() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), // before the fake clocks begin
		NotAfter:              time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
})

func serverTLS() *tls.Config { return &tls.Config{Certificates: []tls.Certificate{certificate()}} }

func trusted() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(certificate().Leaf)
	return pool
}

// trust makes a transport trust the tests' certificate, and leaves the rest of
// what it demands of a server as it is.
func trust(t *http.Transport) { t.TLSClientConfig.RootCAs = trusted() }

// adjust changes our own transports, or the caller's, before their first use.
func adjust(c *Client, cfg Config, change func(*http.Transport)) {
	if c.own == nil {
		change(cfg.HTTPClient.Transport.(*http.Transport))
		return
	}
	change(c.own.kept)
	c.own.keep(c.own.kept) // again, since change may have set another dialer
	change(c.own.fresh)
	change(c.own.shared)
}

// callersClient is one a caller may bring, which keeps connections.
func callersClient(kind string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2:      kind == second,
		TLSClientConfig:        &tls.Config{RootCAs: trusted()},
		MaxIdleConnsPerHost:    100,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}}
}
