package transport

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/fake"
)

// rushCalls is 640 by default because 5000 take a minute and a half under the race detector.
var rushCalls = flag.Int("rush.calls", 640, "calls of each of the ten clients on one key")

// rush is many goroutines who share clients of one key, against a vendor who
// takes 60 requests a minute and then blocks the key for one. It runs on the
// fake clock; the network is in memory and takes 20 to 300 ms.
type rush struct {
	clients, goroutines, calls int // goroutines and calls of each client
	limited                    bool

	mu       sync.Mutex
	start    time.Time
	minutes  []int           // requests executed in each minute
	refused  int             // responses of 429
	early    int             // requests that left in the face of a 429
	lost     []*Failure      // calls that did not succeed
	attempts map[int]int     // calls by how often they were sent
	took     time.Duration   // on the fake clock
	pauses   []time.Duration // of each client, since the start
}

func (r *rush) run(t *testing.T) {
	began := time.Now()
	synctest.Test(t, func(t *testing.T) {
		r.start, r.attempts, r.pauses = time.Now(), map[int]int{}, make([]time.Duration, r.clients)
		vendor := fake.New(http.HandlerFunc(r.execute), fake.Config{
			NoListener: true,
			RateLimit:  &fake.RateLimit{Calls: 60, Per: time.Minute, Block: time.Minute},
		})
		defer vendor.Close()
		var all sync.WaitGroup
		for i := range r.clients {
			client := newStubClient(t, r.network(vendor, i), r.configure)
			work := make(chan int, r.calls)
			for n := range r.calls {
				work <- n
			}
			close(work)
			for range r.goroutines {
				all.Go(func() {
					for n := range work {
						answer, failure := client.Do(t.Context(), stubCall(Safety(n%3)))
						r.done(answer, failure)
					}
				})
			}
		}
		all.Wait()
		r.took = time.Since(r.start)
	})
	t.Logf("%d × %d goroutines, %d calls, limiter %v: %.1f virtual minutes, %d answers of 429, least %d a full minute, attempts %v, %d lost, %d early, %.1f s",
		r.clients, r.goroutines, r.clients*r.calls, r.limited, r.took.Minutes(), r.refused, r.leastInAMinute(), r.attempts, len(r.lost), r.early, time.Since(began).Seconds())
}

// configure is ChargeDesk's configuration, without a limit on the time: the last
// of some thousand calls without a limiter gets its turn after an hour.
func (r *rush) configure(cfg *Config) {
	cfg.ThrottlePause = time.Minute
	cfg.Retry.MaxElapsed = 0
	if r.limited {
		cfg.Limiter = NewWindow(60, time.Minute)
	}
}

func (r *rush) execute(http.ResponseWriter, *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	minute := int(time.Since(r.start) / time.Minute)
	for len(r.minutes) <= minute {
		r.minutes = append(r.minutes, 0)
	}
	r.minutes[minute]++
}

// network carries the requests of one client and watches that he keeps still
// from the moment he has seen a 429.
func (r *rush) network(vendor http.Handler, client int) stubVendor {
	return func(req *http.Request) (*http.Response, error) {
		r.leaves(client)
		delay := func() error { return Sleep(req.Context(), time.Duration(10+rand.IntN(140))*time.Millisecond) }
		if err := delay(); err != nil {
			return nil, err
		}
		answer := httptest.NewRecorder()
		vendor.ServeHTTP(answer, httptest.NewRequest(req.Method, req.URL.String(), nil))
		if err := delay(); err != nil {
			return nil, err
		}
		r.arrives(client, answer.Result())
		return answer.Result(), nil
	}
}

func (r *rush) leaves(client int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.start) < r.pauses[client] {
		r.early++
	}
}

func (r *rush) arrives(client int, answer *http.Response) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if answer.StatusCode == http.StatusTooManyRequests {
		r.refused++
		wanted := parseRetryAfter(answer.Header.Get("Retry-After"), time.Now())
		r.pauses[client] = max(r.pauses[client], time.Since(r.start)+wanted.wait)
	}
}

func (r *rush) done(answer Response, failure *Failure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.attempts[answer.Attempts]++
	if failure != nil {
		r.lost = append(r.lost, failure)
	}
}

// leastInAMinute leaves out the last minute, which is not a full one.
func (r *rush) leastInAMinute() int {
	least := 60
	for _, n := range r.minutes[:len(r.minutes)-1] {
		least = min(least, n)
	}
	return least
}

func (r *rush) executed() int {
	sum := 0
	for _, n := range r.minutes {
		sum += n
	}
	return sum
}

func TestARushWithTheLimiterIsNeverRejected(t *testing.T) {
	r := &rush{clients: 1, goroutines: 640, calls: 5000, limited: true}
	r.run(t)
	require.Empty(t, r.lost)
	require.Equal(t, 5000, r.executed())
	require.Zero(t, r.refused, "answers of 429")
	require.GreaterOrEqual(t, r.leastInAMinute(), 58)
	require.Equal(t, map[int]int{1: 5000}, r.attempts)
}

func TestARushWithoutALimiterLosesNoCall(t *testing.T) {
	for _, r := range []*rush{
		{clients: 1, goroutines: 640, calls: 5000},
		{clients: 10, goroutines: 640, calls: *rushCalls},
	} {
		t.Run(fmt.Sprintf("%d clients", r.clients), func(t *testing.T) {
			r.run(t)
			require.Empty(t, r.lost)
			require.Equal(t, r.clients*r.calls, r.executed())
			require.Positive(t, r.refused)
			require.Zero(t, r.early, "requests that left before their client's pause was over")
		})
	}
}
