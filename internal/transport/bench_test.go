//go:build unix

package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// benchBody is as long as the vendors' answers about one object are.
var benchBody = []byte(`{"charge_id":"ch_1","amount":"34.00","status":"paid","metadata":[` + strings.Repeat(`{"name":"value"},`, 120) + `{}]}`)

type benchCharge struct {
	ChargeID string `json:"charge_id"`
	Amount   string `json:"amount"`
	Status   string `json:"status"`
}

// floor is what a careful hand would write for one call, and nothing else.
func floor(ctx context.Context, client *http.Client, url string, out any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	req.SetBasicAuth(canaryUser, canaryPassword)
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return json.Unmarshal(body, out)
}

func ours(ctx context.Context, client *Client, out any) error {
	answer, failed := client.Do(ctx, callOf(Read))
	if failed != nil {
		return errors.New("failed")
	}
	return json.Unmarshal(answer.Body, out)
}

// BenchmarkOverhead compares Do with the floor in one run, call by call, so that
// a busy machine slows both alike.
func BenchmarkOverhead(b *testing.B) {
	memory := &http.Client{Transport: roundTripFunc(func(req *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}}
		return &http.Response{StatusCode: 200, Header: header, ContentLength: int64(len(benchBody)), Body: io.NopCloser(bytes.NewReader(benchBody)), Request: req}, nil
	})}
	b.Run("memory", func(b *testing.B) {
		client := newClientOf(b, "http://127.0.0.1", func(cfg *Config) { cfg.HTTPClient = memory })
		ratio(b, func() error {
			return floor(b.Context(), memory, "http://127.0.0.1/charges/ch_1?email=a", &benchCharge{})
		},
			func() error { return ours(b.Context(), client, &benchCharge{}) })
	})
	b.Run("loopback", func(b *testing.B) {
		s := newTarget(b, plain, targetOptions{serve: func(_ *target, w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(benchBody) }})
		own := callersClient(plain)
		defer own.CloseIdleConnections()
		client := newClientOf(b, s.URL)
		ratio(b, func() error { return floor(b.Context(), own, s.URL+"/charges/ch_1?email=a", &benchCharge{}) },
			func() error { return ours(b.Context(), client, &benchCharge{}) })
	})
}

func ratio(b *testing.B, floor, ours func() error) {
	var floors, all time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		if err := floor(); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if err := ours(); err != nil {
			b.Fatal(err)
		}
		floors, all = floors+middle.Sub(start), all+time.Since(middle)
	}
	b.ReportMetric(float64(all)/float64(floors), "x-floor")
	b.ReportMetric(float64(all-floors)/float64(b.N), "ns-more/op")
	b.ReportMetric(testing.AllocsPerRun(100, func() { _ = ours() })-testing.AllocsPerRun(100, func() { _ = floor() }), "allocs-more/op")
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
	floorCall := func() { _ = floor(b.Context(), own, s.URL+"/charges/ch_1", &benchCharge{}) }
	ourCall := func() { _ = ours(b.Context(), client, &benchCharge{}) }
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
