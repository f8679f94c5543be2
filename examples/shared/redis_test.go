package shared_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/examples/shared"
)

// workerEnv makes a process of the test binary a worker of a test.
const workerEnv = "CHARGEKIT_SHARED_WORKER"

// workers are the programs that the tests run in processes of their own.
var workers = map[string]func(client *redis.Client, name string, out *json.Encoder, in *bufio.Scanner){
	"limit":    limitWorker,
	"events":   eventsWorker,
	"requests": requestWorker,
	"dying":    dyingWorker,
}

func TestMain(m *testing.M) {
	redis.SetLogger(silent{})
	kind, rest, _ := strings.Cut(os.Getenv(workerEnv), " ")
	if kind != "" {
		url, name, _ := strings.Cut(rest, " ")
		client, err := shared.Open(url)
		if err != nil {
			panic(err)
		}
		workers[kind](client, name, json.NewEncoder(os.Stdout), bufio.NewScanner(os.Stdin))
		return
	}
	os.Exit(m.Run())
}

// silent is a logger without output: the library logs each failed connection.
type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// redisServer is a real redis-server without persistence.
type redisServer struct {
	path, dir, port string
	process         *exec.Cmd
}

func startRedis(t *testing.T) *redisServer {
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("no redis-server is installed (Debian's package is redis-server)")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	s := &redisServer{path: path, dir: t.TempDir(), port: port}
	s.start(t)
	t.Cleanup(func() { s.kill(t) })
	return s
}

func (s *redisServer) start(t *testing.T) {
	s.process = exec.Command(s.path, "--port", s.port, "--bind", "127.0.0.1", "--dir", s.dir, "--save", "", "--appendonly", "no")
	require.NoError(t, s.process.Start())
	client := s.client(t)
	require.Eventually(t, func() bool { return client.Ping(t.Context()).Err() == nil }, time.Minute, 10*time.Millisecond)
}

func (s *redisServer) kill(t *testing.T) {
	require.NoError(t, s.process.Process.Kill())
	_ = s.process.Wait()
}

func (s *redisServer) url() string { return "redis://127.0.0.1:" + s.port }

func (s *redisServer) client(t *testing.T) *redis.Client {
	client, err := shared.Open(s.url())
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// worker is a process of a test.
type worker struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
}

func (s *redisServer) work(t *testing.T, kind, name string) *worker {
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), workerEnv+"="+kind+" "+s.url()+" "+name)
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	require.NoError(t, err)
	out, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	return &worker{process, in, json.NewDecoder(out)}
}

func TestANameDoesNotShowItsKey(t *testing.T) {
	t.Parallel()
	name := shared.Name("chargedesk", "sk_live_canary")
	require.Equal(t, name, shared.Name("chargedesk", "sk_live_canary"))
	require.Regexp(t, "^chargedesk-[0-9a-f]{24}$", name)
	require.NotEqual(t, name, shared.Name("chargedesk", "sk_live_canary2"))
	require.NotEqual(t, name[len("chargedesk"):], shared.Name("chargehound", "sk_live_canary")[len("chargehound"):])
}

func TestOpenDoesNotShowThePassword(t *testing.T) {
	t.Parallel()
	_, err := shared.Open("redis://user:canary/secret@127.0.0.1:port")
	require.EqualError(t, err, "shared: not a URL of a Redis")
}

func TestAClientNoticesAtOnceThatRedisIsAway(t *testing.T) {
	t.Parallel()
	client, err := shared.Open("redis://127.0.0.1:1")
	require.NoError(t, err)
	defer client.Close()
	options := client.Options()
	require.Zero(t, options.MaxRetries)
	require.Equal(t, 1, options.DialerRetries)
	require.Equal(t, []time.Duration{500 * time.Millisecond, 500 * time.Millisecond, 500 * time.Millisecond},
		[]time.Duration{options.DialTimeout, options.ReadTimeout, options.WriteTimeout})
	require.True(t, options.ContextTimeoutEnabled)
}
