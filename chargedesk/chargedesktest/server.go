package chargedesktest

import (
	"net/http"
	"time"

	"github.com/chargekit/chargekit-go/chargedesk"
	"github.com/chargekit/chargekit-go/internal/fake"
)

// basePath is the prefix of the API's paths.
const basePath = "/v1"

// Server is a fake ChargeDesk server with one company and one key. It is safe for
// concurrent use.
type Server struct {
	// URL is the base URL of the API, for [chargedesk.WithBaseURL]. It ends in /v1. It
	// is "" for a server made by [NewHandler].
	URL string

	cfg  config
	core *fake.Server
	desk *desk
}

func newServer(cfg config) *Server {
	cfg.Authorized = func(r *http.Request) bool { return fake.HasKey(r, cfg.key) }
	cfg.Unauthorized, cfg.TooMany = unauthorized, tooMany
	if !cfg.noLimit {
		cfg.RateLimit = &fake.RateLimit{Calls: 60, Per: time.Minute, Block: time.Minute}
	}
	s := &Server{cfg: cfg, desk: newDesk(cfg)}
	s.core = fake.New(http.HandlerFunc(s.desk.serve), cfg.Config)
	if url := s.core.URL(); url != "" {
		s.URL = url + basePath
	}
	return s
}

// Client returns a client of this server. Only with [InMemory] it uses the
// server's HTTP client; otherwise it is configured like a program's own. With
// [WithoutRateLimit] it has no limiter. opts override the options that point it to
// the server. Client panics if chargedesk.New fails, and if the server has no URL.
func (s *Server) Client(opts ...chargedesk.Option) *chargedesk.Client {
	own := []chargedesk.Option{chargedesk.WithBaseURL(s.URL)}
	if s.cfg.InMemory {
		own = append(own, chargedesk.WithHTTPClient(s.HTTPClient()))
	}
	if s.cfg.noLimit {
		own = append(own, chargedesk.WithLimiter(nil))
	}
	client, err := chargedesk.New(s.cfg.key, append(own, opts...)...)
	if err != nil {
		panic("chargedesktest: " + err.Error())
	}
	return client
}
