package fake_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
	"github.com/chargekit/chargekit-go/internal/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// ledger is a vendor's handler: it counts its runs and echoes what it was sent.
type ledger struct{ runs atomic.Int64 }

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.runs.Add(1)
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(append([]byte("got "), body...))
}

// withKey is a server that knows one key.
func withKey(user, password string) fake.Config {
	return fake.Config{
		Authorized: func(r *http.Request) bool { return fake.HasKeyPair(r, user, password) },
		Unauthorized: func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"error":"key"}`))
		},
	}
}

// onEachNetwork runs a test over real loopback and in memory.
func onEachNetwork(t *testing.T, cfg fake.Config, test func(*testing.T, *fake.Server, *ledger)) {
	t.Helper()
	for name, inMemory := range map[string]bool{"loopback": false, "memory": true} {
		t.Run(name, func(t *testing.T) {
			cfg.InMemory = inMemory
			server, ledger := newServer(t, cfg)
			test(t, server, ledger)
		})
	}
}

func newServer(t *testing.T, cfg fake.Config) (*fake.Server, *ledger) {
	t.Helper()
	ledger := &ledger{}
	server := fake.New(ledger, cfg)
	t.Cleanup(server.Close)
	return server, ledger
}

// post sends a POST and returns status and whole body, or the first error.
func post(t *testing.T, s *fake.Server, path, body string) (int, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	return send(s, req)
}

func send(s *fake.Server, req *http.Request) (int, string, error) {
	resp, err := s.HTTPClient().Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(got), err
}

func only(t *testing.T, s *fake.Server) fake.Request {
	t.Helper()
	requests := s.Journal().Requests()
	require.Len(t, requests, 1)
	return requests[0]
}
