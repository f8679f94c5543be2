package chargebacktest

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/chargeback"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// The keys, data source and merchant of a new server.
const (
	PublicKey    = "pk_test_fake"
	SecretKey    = "sk_test_fake"
	CRMID        = 812
	CRMName      = "warehouse-eu"
	MerchantName = "Lumen Shop"
)

const basePath = "/api/v1"

// Server is a fake Chargeback server. It is safe for concurrent use.
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
	for pattern, handle := range map[string]func(*call){
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
	s.cfg.Authorized = func(r *http.Request) bool {
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

// Client returns a client of this server. Only with [InMemory] it uses the
// server's HTTP client; otherwise it is configured like a program's own. opts
// override the options that point it to the server. Client panics if
// chargeback.New fails, and if the server has no URL.
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

// call is one request. Its handler runs with the state locked.
type call struct {
	*Server
	w   http.ResponseWriter
	r   *http.Request
	key *keyPair
	now time.Time
}

// locked returns an HTTP handler that calls handle with the state locked.
func (s *Server) locked(handle func(*call)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		key := s.state.keyOf(r)
		if key == nil { // a Restore removed it since the request arrived
			s.unauthorized(w, r)
			return
		}
		handle(&call{Server: s, w: w, r: r, key: key, now: s.Now()})
	}
}

func (s *Server) unauthorized(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", `Basic realm="Chargeback fake"`)
	c := &call{Server: s, w: w, r: r}
	c.reject(http.StatusUnauthorized, problem{text: "the keys are not known"})
}

func unknownRoute(c *call) {
	c.reject(http.StatusNotFound, problem{text: "there is no endpoint " + c.r.Method + " " + c.r.URL.EscapedPath()})
}
