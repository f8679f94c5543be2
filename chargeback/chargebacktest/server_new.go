package chargebacktest

import (
	"net/http"
	"testing"
	"time"
)

// This file, server_faults.go and server_journal.go are the same in the three
// fakes, which a test in internal/contract checks.

// Option configures a [Server].
type Option func(*config)

func newConfig(opts []Option) config {
	cfg := defaultConfig()
	for _, opt := range opts {
		opt(&cfg)
	}
	cfg.Config = cfg.WithDefaults()
	return cfg
}

// WithClock sets the clock that dates everything and decides what is due. Without
// it, or with nil, that is time.Now, which is the fake clock inside a
// testing/synctest bubble. Delays of faults run on package time in any case.
func WithClock(clock func() time.Time) Option { return func(c *config) { c.Clock = clock } }

// InMemory serves without sockets, so that the server works inside a
// testing/synctest bubble. Only [Server.HTTPClient] and [Server.Client] reach it.
func InMemory() Option { return func(c *config) { c.Config.InMemory = true } }

// WithConnectionClose answers every request with Connection: close, which some
// clients need: Chargehound's own for Node does on Node 19 and later.
func WithConnectionClose() Option { return func(c *config) { c.ConnectionClose = true } }

// WithJournalSize bounds how many requests [Server.Requests] keeps, the newest. By
// default, and with 0 or less, it is 100,000; a run of millions needs it small.
func WithJournalSize(requests int) Option { return func(c *config) { c.JournalSize = requests } }

// NewServer starts a fake on a loopback port, or without sockets with [InMemory].
// Close it. It panics when it gets no port.
func NewServer(opts ...Option) *Server { return newServer(newConfig(opts)) }

// NewTestServer is [NewServer] for a test, which closes it at its end.
func NewTestServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s := NewServer(opts...)
	tb.Cleanup(s.Close)
	return s
}

// NewHandler makes a fake without a listener: mount it as an http.Handler at the
// root of a host, since it answers to the paths of the API. Its URL is "", its
// HTTPClient nil, and Client panics. Close it, too.
func NewHandler(opts ...Option) *Server {
	cfg := newConfig(opts)
	cfg.NoListener = true
	return newServer(cfg)
}

// Close stops the server, cuts its connections and waits for its handlers. It may
// be called more than once.
func (s *Server) Close() { s.core.Close() }

// HTTPClient returns a client that reaches this server, also in memory, and adds
// no credentials. All of them share connections. It is nil for a server made by
// [NewHandler].
func (s *Server) HTTPClient() *http.Client { return s.core.HTTPClient() }

// ServeHTTP serves one request the whole way: journal, key, rate limit, faults,
// API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.core.ServeHTTP(w, r) }

// Now is the time on the server's clock.
func (s *Server) Now() time.Time { return s.core.Now() }
