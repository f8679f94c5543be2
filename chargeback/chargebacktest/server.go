package chargebacktest

import (
	"net/http"
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
		mux.HandleFunc(pattern, s.locked(handle))
	}
	s.cfg.Knows = func(r *http.Request) bool {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		return s.state.keyOf(r) != nil
	}
	s.cfg.Unauthorized, s.cfg.TooMany = s.unauthorized, s.tooMany
	s.core = fake.New(mux, s.cfg.Config)
	if url := s.core.URL(); url != "" {
		s.URL = url + basePath
	}
	return s
}

// Client returns a client of this server, made as a program makes its own: it has
// an HTTP client of the server's only where nothing else reaches it, see
// [InMemory]. The options come after those that point it here, so they win. It
// panics where chargeback.New fails, and without a URL.
func (s *Server) Client(opts ...chargeback.Option) *chargeback.Client {
	own := []chargeback.Option{chargeback.WithBaseURL(s.URL)}
	if s.cfg.InMemory {
		own = append(own, chargeback.WithHTTPClient(s.HTTPClient()))
	}
	client, err := chargeback.New(s.cfg.public, s.cfg.secret, append(own, opts...)...)
	if err != nil {
		panic("chargebacktest: " + err.Error())
	}
	return client
}

// exchange is one request in the hands of a handler, with the state locked.
type exchange struct {
	*Server
	w   http.ResponseWriter
	r   *http.Request
	key *keyPair
	now time.Time
}

// locked hands a request to its handler with the state locked.
func (s *Server) locked(handle func(*exchange)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		key := s.state.keyOf(r)
		if key == nil { // gone in a Restore since the request came in
			s.unauthorized(w, r)
			return
		}
		handle(&exchange{Server: s, w: w, r: r, key: key, now: s.Now()})
	}
}

func (s *Server) unauthorized(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", `Basic realm="Chargeback fake"`)
	x := &exchange{Server: s, w: w, r: r}
	x.refuse(http.StatusUnauthorized, problem{text: "the keys are not known"})
}

func unknownRoute(x *exchange) {
	x.refuse(http.StatusNotFound, problem{text: "there is nothing at this path"})
}
