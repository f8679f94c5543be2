package chargebacktest

import (
	"net/http"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// What a new server knows.
const (
	PublicKey    = "pk_test_fake"
	SecretKey    = "sk_test_fake"
	CRMID        = 812
	CRMName      = "warehouse-eu"
	MerchantName = "Lumen Shop"
)

const basePath = "/api/v1"

// Server is a fake of Chargeback. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API, for [chargeback.WithBaseURL]. It is "" for a
	// server made by [NewHandler].
	URL string

	cfg   config
	core  *fake.Server
	state *state
}

// NewServer starts a fake on a loopback port. Close it.
func NewServer(opts ...Option) *Server { return newServer(newConfig(opts)) }

// NewTestServer starts a fake that is closed when the test ends.
func NewTestServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	server := NewServer(opts...)
	tb.Cleanup(server.Close)
	return server
}

// NewHandler makes a fake without a listener, to be mounted below "/" in a server
// of the caller's. It answers to paths that begin with /api/v1.
func NewHandler(opts ...Option) *Server {
	cfg := newConfig(opts)
	cfg.NoListener = true
	return newServer(cfg)
}

func newServer(cfg config) *Server {
	s := &Server{cfg: cfg, state: newState(cfg)}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(*exchange){
		"GET " + basePath + "/orders":         listOrders,
		"POST " + basePath + "/orders":        createOrders,
		"GET " + basePath + "/orders/{id}":    getOrder,
		"PUT " + basePath + "/orders/{id}":    updateOrder,
		"PATCH " + basePath + "/orders/{id}":  updateOrder,
		"DELETE " + basePath + "/orders/{id}": deleteOrder,
		"/":                                   unknownRoute,
	} {
		mux.HandleFunc(pattern, s.authorized(handle))
	}
	s.cfg.TooMany = func(w http.ResponseWriter, retryAfter time.Duration) { s.tooMany(w, retryAfter) }
	s.core = fake.New(mux, s.cfg.Config)
	if base := s.core.URL(); base != "" {
		s.URL = base + basePath
	}
	return s
}

// Close stops the server and waits for its handlers.
func (s *Server) Close() { s.core.Close() }

// Client returns a client of this server, with its keys. Further options come
// after those. It panics on options that [chargeback.New] refuses.
func (s *Server) Client(opts ...chargeback.Option) *chargeback.Client {
	own := []chargeback.Option{chargeback.WithBaseURL(s.URL)}
	if s.cfg.InMemory {
		own = append(own, chargeback.WithHTTPClient(s.HTTPClient()))
	}
	client, err := chargeback.New(s.cfg.public, s.cfg.secret, append(own, opts...)...)
	if err != nil {
		panic(err)
	}
	return client
}

// HTTPClient returns a client that reaches this server, also one [InMemory].
func (s *Server) HTTPClient() *http.Client { return s.core.HTTPClient() }

// ServeHTTP answers a request, so that a program can mount the fake itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.core.ServeHTTP(w, r) }

// Now is the time on the server's clock.
func (s *Server) Now() time.Time { return s.core.Now() }

// exchange is one request in the hands of a handler, with the state locked.
type exchange struct {
	*Server
	w   http.ResponseWriter
	r   *http.Request
	key *keyPair
	now time.Time
}

func (s *Server) authorized(handle func(*exchange)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		x := &exchange{Server: s, w: w, r: r, now: s.Now()}
		if x.key = s.state.keyOf(r); x.key == nil {
			w.Header().Set("WWW-Authenticate", `Basic realm="Chargeback fake"`)
			x.refuse(http.StatusUnauthorized, problem{text: "the keys are not known"})
			return
		}
		handle(x)
	}
}

func unknownRoute(x *exchange) {
	x.refuse(http.StatusNotFound, problem{text: "there is nothing at this path"})
}
