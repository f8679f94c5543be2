//go:build unix

package transport

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/internal/baseline"
)

// benchBody is as long as the vendors' responses about one object are.
var benchBody = []byte(`{"charge_id":"ch_1","amount":"34.00","status":"paid","metadata":[` + strings.Repeat(`{"name":"value"},`, 120) + `{}]}`)

type benchCharge struct {
	ChargeID string `json:"charge_id"`
	Amount   string `json:"amount"`
	Status   string `json:"status"`
}

func byHand(ctx context.Context, client *http.Client, base string) error {
	return baseline.Call(ctx, client, base+"/charges/ch_1?email=a", "", "", &benchCharge{})
}

func ours(ctx context.Context, client *Client) error {
	answer, failed := client.Do(ctx, callOf(Read))
	if failed != nil {
		return errors.New("failed")
	}
	return json.Unmarshal(answer.Body, &benchCharge{})
}

// BenchmarkOverhead is what Do costs beside the floor, both with the same decoder.
func BenchmarkOverhead(b *testing.B) {
	b.Run("memory", func(b *testing.B) {
		network := baseline.Network(200, benchBody)
		besideFloor(b, network, "http://127.0.0.1", newClientOf(b, "http://127.0.0.1", func(cfg *Config) { cfg.HTTPClient = network }))
	})
	b.Run("loopback", func(b *testing.B) {
		s := newTarget(b, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(benchBody) }})
		own := callersClient(plain)
		defer own.CloseIdleConnections()
		besideFloor(b, own, s.URL, newClientOf(b, s.URL))
	})
}

func besideFloor(b *testing.B, network *http.Client, base string, client *Client) {
	baseline.Ratio(b,
		func() error { return byHand(b.Context(), network, base) },
		func() error { return ours(b.Context(), client) })
}

// BenchmarkCrowd is 64 goroutines against a server that fails one call in 20:
// calls a second as a share of the floor's, and connections dialled for a call.
func BenchmarkCrowd(b *testing.B) {
	var n atomic.Int64
	s := newTarget(b, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, _ *http.Request) {
		if n.Add(1)%20 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = w.Write(benchBody)
	}})
	own := callersClient(plain)
	defer own.CloseIdleConnections()
	client := newClientOf(b, s.URL)
	const batch = 64 * 20
	floorCall := func() { _ = byHand(b.Context(), own, s.URL) }
	ourCall := func() { _ = ours(b.Context(), client) }
	by64(batch, floorCall) // the first calls dial: as many connections as there are callers
	by64(batch, ourCall)
	var floors, all spent
	var dials int64
	calls := 0
	for b.Loop() {
		floors.add(by64(batch, floorCall))
		before := s.conns.Load()
		all.add(by64(batch, ourCall))
		dials += s.conns.Load() - before
		calls += batch
	}
	b.ReportMetric(float64(calls)/all.wall.Seconds(), "calls/s")
	b.ReportMetric(float64(floors.wall)/float64(all.wall), "of-floor")
	b.ReportMetric(float64(floors.cpu)/float64(all.cpu), "of-floor-by-cpu")
	b.ReportMetric(float64(dials)/float64(calls), "dials/call")
}

// spent is time, on the wall and of the processors: on a machine that others
// use too only the latter compares well.
type spent struct{ wall, cpu time.Duration }

func (s *spent) add(o spent) { s.wall, s.cpu = s.wall+o.wall, s.cpu+o.cpu }

func cpu() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func by64(calls int, call func()) spent {
	var wg sync.WaitGroup
	start, used := time.Now(), cpu()
	for range 64 {
		wg.Go(func() {
			for range calls / 64 {
				call()
			}
		})
	}
	wg.Wait()
	return spent{time.Since(start), cpu() - used}
}
