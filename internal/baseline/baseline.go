// Package baseline is what a careful hand would write for one call with net/http
// and encoding/json, and nothing else. The benchmarks of the clients report what
// they cost as a ratio to it, taken in the same run.
package baseline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Network is an HTTP client whose network is in memory and responds to every
// request with the status and the body.
func Network(status int, body []byte) *http.Client {
	return &http.Client{Transport: network{status, fmt.Sprintf("%d %s", status, http.StatusText(status)), body}}
}

type network struct {
	status int
	text   string // of the status
	body   []byte
}

func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_, _ = io.Copy(io.Discard, req.Body)
		req.Body.Close()
	}
	return &http.Response{
		Status: n.text, StatusCode: n.status, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		ContentLength: int64(len(n.body)), Body: io.NopCloser(bytes.NewReader(n.body)),
	}, nil
}

// Call sends one request, a GET without a body and a POST with one, and decodes
// the response into out.
func Call(ctx context.Context, client *http.Client, url, contentType, body string, out any) error {
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.SetBasicAuth("key_fake", "")
	req.Header.Set("Accept", "application/json")
	if body != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	err = json.Unmarshal(text, out)
	if resp.StatusCode > 299 {
		return errors.Join(err, errors.New(resp.Status))
	}
	return err
}

// Ratio runs both in turn, so that a busy machine slows both alike, and reports
// what ours costs as a multiple of the floor: time, allocations and bytes.
func Ratio(b *testing.B, floor, ours func() error) {
	b.Helper()
	var floors, all time.Duration
	for b.Loop() {
		start := time.Now()
		errFloor := floor()
		middle := time.Now()
		errOurs := ours()
		floors, all = floors+middle.Sub(start), all+time.Since(middle)
		if (errFloor == nil) != (errOurs == nil) {
			b.Fatal(errFloor, errOurs)
		}
	}
	b.ReportMetric(0, "ns/op") // of both together: it says nothing
	b.ReportMetric(float64(floors.Nanoseconds())/float64(b.N), "floor-ns")
	b.ReportMetric(float64(all)/float64(floors), "x-time")
	floorAllocs, floorBytes := memory(floor)
	allocs, bytes := memory(ours)
	b.ReportMetric(allocs/floorAllocs, "x-allocs")
	b.ReportMetric(bytes/floorBytes, "x-bytes")
}

// memory is what one run allocates.
func memory(run func() error) (allocs, bytes float64) {
	const runs = 100
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		_ = run()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / runs, float64(after.TotalAlloc-before.TotalAlloc) / runs
}
