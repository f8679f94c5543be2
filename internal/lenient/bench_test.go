package lenient_test

import (
	"encoding/json"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/lenient"
)

// BenchmarkRead compares what a page costs with encoding/json, in turn, so that a
// busy machine slows both alike.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name string
		data []byte
		out  func() any
	}{
		{"500 charges", pageOf(500), func() any { return new(page) }},
		{"one charge", pageOf(1), func() any { return new(page) }},
		{"100 disputes", pageOfDisputes(100), func() any { return new(disputes) }},
		{"one dispute", pageOfDisputes(1), func() any { return new(disputes) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			standard := func() error { return json.Unmarshal(c.data, c.out()) }
			read := func() error {
				odd, err := lenient.Read(c.data, c.out())
				require.Empty(b, odd)
				return err
			}
			var times [2][]time.Duration
			defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the garbage of one must not slow another
			for b.Loop() {
				runtime.GC()
				for i, decode := range []func() error{standard, read} {
					start := time.Now()
					if err := decode(); err != nil {
						b.Fatal(err)
					}
					times[i] = append(times[i], time.Since(start))
				}
			}
			b.ReportMetric(0, "ns/op") // of both together
			b.ReportMetric(median(times[1])/median(times[0]), "x-encoding/json")
			b.ReportMetric(allocations(read)/allocations(standard), "x-allocs")
		})
	}
}

func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2])
}

func allocations(decode func() error) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		_ = decode()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs - before.Mallocs)
}
