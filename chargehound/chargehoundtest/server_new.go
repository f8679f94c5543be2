package chargehoundtest

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

// WithClock sets the clock that dates everything and decides what is due. By
// default, and with nil, that is time.Now, which is the fake clock inside a
// testing/synctest bubble. Delays of faults always use package time.
func WithClock(clock func() time.Time) Option { return func(c *config) { c.Clock = clock } }

// InMemory serves without sockets, so that the server works inside a
// testing/synctest bubble. Only [Server.HTTPClient] and [Server.Client] reach it.
func InMemory() Option { return func(c *config) { c.Config.InMemory = true } }

// WithConnectionClose sets Connection: close on every response. Chargehound's
// client for Node needs it on Node 19 and later.
func WithConnectionClose() Option { return func(c *config) { c.ConnectionClose = true } }

// WithJournalSize limits how many requests [Server.Requests] keeps, the newest. The
// default, also for 0 or less, is 100,000; a run of millions should set less.
func WithJournalSize(requests int) Option { return func(c *config) { c.JournalSize = requests } }

// NewServer starts a server on a loopback port, or without sockets with [InMemory].
// The caller must close it. NewServer panics if it can't listen.
func NewServer(opts ...Option) *Server { return newServer(newConfig(opts)) }

// NewTestServer is [NewServer] for a test. The server is closed when the test ends.
func NewTestServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s := NewServer(opts...)
	tb.Cleanup(s.Close)
	return s
}

// NewHandler returns a server without a listener, for use as an http.Handler. Mount
// it at the root of a host, because it serves the paths of the API. Its URL is "",
// its HTTPClient nil, and Client panics. The caller must close it.
func NewHandler(opts ...Option) *Server {
	cfg := newConfig(opts)
	cfg.NoListener = true
	return newServer(cfg)
}

// Close stops the server, closes its connections and waits for its handlers. It may
// be called more than once.
func (s *Server) Close() { s.core.Close() }

// HTTPClient returns a client that reaches this server, also in memory, and adds no
// credentials. All these clients share connections. It returns nil for a server of
// [NewHandler].
func (s *Server) HTTPClient() *http.Client { return s.core.HTTPClient() }

// ServeHTTP serves one request: journal, key, rate limit, faults, API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.core.ServeHTTP(w, r) }

// Now returns the time on the server's clock.
func (s *Server) Now() time.Time { return s.core.Now() }
