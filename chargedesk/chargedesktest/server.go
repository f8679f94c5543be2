package chargedesktest

import (
	"net/http"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// basePath is where ChargeDesk's API lives on its host.
const basePath = "/v1"

// Server is a fake ChargeDesk: one company with one key. It is safe for
// concurrent use.
type Server struct {
	// URL is the base URL, as chargedesk.WithBaseURL takes it: it ends in /v1
	// without a slash. It is "" for a server made by [NewHandler].
	URL string

	cfg  config
	http *fake.Server
	desk *desk
}

// NewServer starts a fake on a loopback port, or without sockets with
// [InMemory]. Close it. It panics when it gets no port.
func NewServer(opts ...Option) *Server { return newServer(newConfig(opts), false) }

// NewTestServer is [NewServer] for a test, which closes it at its end.
func NewTestServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s := NewServer(opts...)
	tb.Cleanup(s.Close)
	return s
}

// NewHandler makes a fake without a listener: mount it as an http.Handler, at
// the root of a host since its paths start with /v1. It has no URL and no
// client. Close it, too.
func NewHandler(opts ...Option) *Server { return newServer(newConfig(opts), true) }

func newServer(cfg config, noListener bool) *Server {
	s := &Server{cfg: cfg, desk: newDesk(cfg)}
	s.http = fake.New(http.HandlerFunc(s.desk.serve), fake.Config{
		User:            cfg.key,
		Unauthorized:    unauthorized,
		RateLimit:       cfg.rateLimit(),
		TooMany:         tooMany,
		Clock:           cfg.clock,
		InMemory:        cfg.inMemory,
		NoListener:      noListener,
		ConnectionClose: cfg.connectionClose,
	})
	if !noListener {
		s.URL = s.http.URL() + basePath
	}
	return s
}

func (c config) rateLimit() *fake.RateLimit {
	if c.noLimit {
		return nil
	}
	return &fake.RateLimit{Calls: 60, Per: time.Minute, Block: time.Minute}
}

// Close stops the server, cuts its connections and waits for its handlers. It
// may be called more than once.
func (s *Server) Close() { s.http.Close() }

// Client returns a client of this server. The options come after those that
// point it here, so they win. A server with [WithoutRateLimit] gets a client
// without a limiter. It panics where chargedesk.New fails, and without a URL.
func (s *Server) Client(opts ...chargedesk.Option) *chargedesk.Client {
	own := []chargedesk.Option{chargedesk.WithBaseURL(s.URL), chargedesk.WithHTTPClient(s.HTTPClient())}
	if s.cfg.noLimit {
		own = append(own, chargedesk.WithLimiter(nil))
	}
	client, err := chargedesk.New(s.cfg.key, append(own, opts...)...)
	if err != nil {
		panic("chargedesktest: " + err.Error())
	}
	return client
}

// HTTPClient returns a client that reaches this server, also in memory, and
// adds no credentials. It is nil for a server made by [NewHandler].
func (s *Server) HTTPClient() *http.Client { return s.http.HTTPClient() }

// ServeHTTP serves one request the whole way: journal, key, rate limit, faults,
// API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.http.ServeHTTP(w, r) }

// Now is the time on the server's clock.
func (s *Server) Now() time.Time { return s.http.Now() }
