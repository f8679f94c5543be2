package chargehoundtest

import (
	"net/http"
	"strings"

	"github.com/chargekit/chargekit-go/chargehound"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// Key is the API key of a server without [WithKey].
const Key = "test_fake"

// Server is a fake Chargehound server. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API, for [chargehound.WithBaseURL]. It ends in /v1,
	// which the vendor's own clients don't expect. It is "" for a server made by
	// [NewHandler].
	URL string

	cfg   config
	core  *fake.Server
	state *state
}

func newServer(cfg config) *Server {
	s := &Server{cfg: cfg, state: newState(cfg)}
	router := &router{state: s.state}
	cfg.Authorized = func(r *http.Request) bool { return isDownload(r) || fake.HasKey(r, cfg.key) }
	cfg.Unauthorized = func(w http.ResponseWriter, r *http.Request) {
		router.reject(w, r, reject(authentication, "the API key is not valid"))
	}
	cfg.TooMany = tooMany(s.state.live)
	s.core = fake.New(router, cfg.Config)
	if url := s.core.URL(); url != "" {
		s.state.setBase(url)
		s.URL = url + basePath
	}
	return s
}

// Client returns a client of this server. Only with [InMemory] it uses the
// server's HTTP client; otherwise it is configured like a program's own. opts
// override the options that point it to the server. Client panics if
// chargehound.New fails, and if the server has no URL.
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

// isLive reports whether a key is for live data. Chargehound documents only that
// test keys begin with test_.
func isLive(key string) bool { return !strings.HasPrefix(key, "test_") }
