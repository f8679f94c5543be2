package chargedesktest

import (
	"net/http"
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
	core *fake.Server
	desk *desk
}

func newServer(cfg config) *Server {
	cfg.Authorized = func(r *http.Request) bool { return fake.HasKey(r, cfg.key, "") }
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

// Client returns a client of this server, made as a program makes its own: it has
// an HTTP client of the server's only where nothing else reaches it, see
// [InMemory]. The options come after those that point it here, so they win. A
// server with [WithoutRateLimit] gets a client without a limiter. It panics where
// chargedesk.New fails, and without a URL.
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
