package fake

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is a vendor's fake API: its handler behind authentication, a rate limit,
// faults and a journal. It is safe for concurrent use.
type Server struct {
	cfg     Config
	handler http.Handler
	journal *Journal
	limiter *limiter
	faults  faultPlan
	gate    *gate
	network *network // nil with Config.NoListener
	closing sync.Once
}

// New starts a server for a handler. The caller must close it.
//
// The handler gets only requests with valid credentials, their body read into
// memory. Its response is buffered until it returns, so it can't stream. New
// panics if it can't listen on a loopback port, as httptest does.
func New(handler http.Handler, cfg Config) *Server {
	cfg = cfg.WithDefaults()
	s := &Server{
		cfg:     cfg,
		handler: handler,
		journal: newJournal(cfg.JournalSize),
		limiter: newLimiter(cfg.RateLimit),
		gate:    newGate(),
	}
	switch {
	case cfg.NoListener:
	case cfg.InMemory:
		pipe := NewPipeListener()
		s.network = listen(s, pipe, "http://127.0.0.1", pipe.DialContext)
	default:
		listener := listenLoopback()
		s.network = listen(s, listener, "http://"+listener.Addr().String(), (&net.Dialer{}).DialContext)
	}
	return s
}

// URL returns the server's base URL without a trailing slash. In memory it is
// http://127.0.0.1, which only HTTPClient reaches; without a listener it is "".
func (s *Server) URL() string {
	if s.network == nil {
		return ""
	}
	return s.network.url
}

// HTTPClient returns a new client that reaches this server; if the server is in
// memory, under any host. All these clients share connections, which Close closes.
// Without a listener it returns nil.
func (s *Server) HTTPClient() *http.Client {
	if s.network == nil {
		return nil
	}
	return &http.Client{Transport: s.network.transport}
}

// Journal returns the journal of the requests.
func (s *Server) Journal() *Journal { return s.journal }

// Now returns the time on the server's clock.
func (s *Server) Now() time.Time { return s.cfg.Clock() }

// BlockFor rejects all requests for d, as if the rate limit had been exceeded now.
// It works without a limit too, and replaces a block under way.
func (s *Server) BlockFor(d time.Duration) { s.limiter.block(s.Now().Add(d)) }

// Rejected returns how many requests the rate limit or BlockFor has rejected.
func (s *Server) Rejected() int { return s.limiter.count() }

// Close stops listening, closes all connections, ends delays of faults and waits
// for the handlers. It may be called more than once, but not by a handler.
func (s *Server) Close() {
	s.closing.Do(func() {
		s.gate.close()
		if s.network != nil {
			s.network.close()
		}
		s.gate.inside.Wait()
	})
}
