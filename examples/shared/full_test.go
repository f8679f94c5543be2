package shared_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/examples/shared"
)

var full = flag.Duration("full", 0, "how long eight processes keep to 60 requests a minute, with a restart of Redis in the middle")

// vendor counts the requests that arrive.
type vendor struct {
	*httptest.Server
	mu       sync.Mutex
	arrivals []time.Time
}

func newVendor(t *testing.T) *vendor {
	v := &vendor{}
	v.Server = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.arrivals = append(v.arrivals, time.Now())
	}))
	t.Cleanup(v.Close)
	return v
}

// requestWorker sends as many requests as it may to the URL that it reads, from six
// callers.
func requestWorker(client *redis.Client, name string, _ *json.Encoder, in *bufio.Scanner) {
	in.Scan()
	limiter, err := shared.NewLimiter(client, name, shared.LimiterConfig{Processes: 8})
	if err != nil {
		panic(err)
	}
	var callers sync.WaitGroup
	for range 6 {
		callers.Go(func() {
			for {
				if err := limiter.Wait(context.Background()); err != nil {
					panic(err)
				}
				response, err := http.Get(in.Text())
				if err != nil {
					panic(err)
				}
				_ = response.Body.Close()
			}
		})
	}
	callers.Wait()
}

// It takes minutes of real time, so it runs only when asked for:
//
//	go test -run TestFullLength -full 5m -v
func TestFullLength(t *testing.T) {
	if *full == 0 {
		t.Skip("runs with -full 5m")
	}
	v, server := newVendor(t), startRedis(t)
	knownState(t, server.client(t), "full")
	for range 8 {
		_, err := server.work(t, "requests", "full").in.Write([]byte(v.URL + "\n"))
		require.NoError(t, err)
	}
	<-time.After(*full / 2)
	server.kill(t)
	killed := time.Now()
	<-time.After(2 * time.Second)
	server.start(t)
	<-time.After(*full - *full/2)

	v.mu.Lock()
	arrivals := slices.Clone(v.arrivals)
	v.mu.Unlock()
	var gaps []time.Duration // from a request to the sixtieth after it, on the same side of the restart
	shortest, sum := time.Hour, time.Duration(0)
	for k := 60; k < len(arrivals); k++ {
		gap := arrivals[k].Sub(arrivals[k-60])
		shortest = min(shortest, gap)
		if arrivals[k].Before(killed) || arrivals[k-60].After(killed) {
			gaps, sum = append(gaps, gap), sum+gap
		}
	}
	require.NotEmpty(t, gaps)
	used := float64(time.Minute) * float64(len(gaps)) / float64(sum)
	before, _ := slices.BinarySearchFunc(arrivals, killed, time.Time.Compare)
	t.Logf("%d requests, %d of them before the restart; the sixtieth request after another came %v after it at least; %.1f %% of the limit used",
		len(arrivals), before, shortest, 100*used)
	require.GreaterOrEqual(t, shortest, time.Minute, "a window had more than 60 requests")
	require.GreaterOrEqual(t, used, 0.95)
}
