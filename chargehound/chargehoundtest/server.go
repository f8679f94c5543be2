package chargehoundtest

import (
	"net/http"
	"strings"

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

	cfg   config
	core  *fake.Server
	state *state
}

func newServer(cfg config) *Server {
	s := &Server{cfg: cfg, state: newState(cfg)}
	router := &router{state: s.state}
	cfg.Knows = func(r *http.Request) bool { return isDownload(r) || fake.HasKey(r, cfg.key, "") }
	cfg.Unauthorized = func(w http.ResponseWriter, r *http.Request) {
		router.refuse(w, r, refuse(authentication, "the API key is not valid"))
	}
	cfg.TooMany = tooMany(s.state.live)
	s.core = fake.New(router, cfg.Config)
	if url := s.core.URL(); url != "" {
		s.state.setBase(url)
		s.URL = url + basePath
	}
	return s
}

// Client returns a client of this server, made as a program makes its own: it has
// an HTTP client of the server's only where nothing else reaches it, see
// [InMemory]. The options come after those that point it here, so they win. It
// panics where chargehound.New fails, and without a URL.
func (s *Server) Client(opts ...chargehound.Option) *chargehound.Client {
	own := []chargehound.Option{chargehound.WithBaseURL(s.URL)}
	if s.cfg.InMemory {
		own = append(own, chargehound.WithHTTPClient(s.HTTPClient()))
	}
	client, err := chargehound.New(s.cfg.key, append(own, opts...)...)
	if err != nil {
		panic("chargehoundtest: " + err.Error())
	}
	return client
}

// isLive tells whether a key is one for live data. Chargehound documents only
// that test keys begin with test_.
func isLive(key string) bool { return !strings.HasPrefix(key, "test_") }
