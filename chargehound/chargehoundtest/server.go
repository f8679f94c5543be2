package chargehoundtest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// Key is the API key a server takes without [WithKey].
const Key = "test_fake"

// Server is a fake of Chargehound. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API, for chargehound.WithBaseURL. It ends in /v1;
	// official clients want the part before it. Empty for a [NewHandler].
	URL string

	key   string
	inner *fake.Server
	state *state
}

// NewServer starts a server on a loopback port. Close it.
func NewServer(opts ...Option) *Server { return start(newConfig(opts)) }

// NewTestServer starts a server that is closed at the end of the test.
func NewTestServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s := NewServer(opts...)
	tb.Cleanup(s.Close)
	return s
}

// NewHandler makes a server without a listener, to be mounted at the root of one.
// It has no URL, Client or HTTPClient.
func NewHandler(opts ...Option) *Server {
	cfg := newConfig(opts)
	cfg.server.NoListener = true
	return start(cfg)
}

func start(cfg config) *Server {
	cfg.server.TooMany = tooMany(isLive(cfg.key))
	s := &Server{key: cfg.key, state: newState(cfg)}
	s.inner = fake.New(&router{state: s.state, key: cfg.key}, cfg.server)
	if url := s.inner.URL(); url != "" {
		s.state.setBase(url)
		s.URL = url + basePath
	}
	return s
}

// Close stops the server and cuts its connections. It may be called twice.
func (s *Server) Close() { s.inner.Close() }

// ServeHTTP answers one request, for a listener of the caller's.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.inner.ServeHTTP(w, r) }

// HTTPClient returns a client that reaches the server, also one that is [InMemory].
func (s *Server) HTTPClient() *http.Client { return s.inner.HTTPClient() }

// Client returns a client of package chargehound that talks to the server. It
// panics if chargehound.New refuses an option.
func (s *Server) Client(opts ...chargehound.Option) *chargehound.Client {
	all := []chargehound.Option{chargehound.WithBaseURL(s.URL), chargehound.WithHTTPClient(s.HTTPClient())}
	client, err := chargehound.New(s.key, append(all, opts...)...)
	if err != nil {
		panic(fmt.Sprintf("chargehoundtest: %v", err))
	}
	return client
}

// Now is the time on the server's clock.
func (s *Server) Now() time.Time { return s.inner.Now() }

// isLive tells whether a key is one for live data. Chargehound documents only
// that test keys begin with test_.
func isLive(key string) bool { return !strings.HasPrefix(key, "test_") }
