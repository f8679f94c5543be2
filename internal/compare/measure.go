package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// ratio is what the SDK takes as a multiple of what is written by hand.
type ratio struct{ median, least, most float64 }

func (r ratio) String() string { return fmt.Sprintf("%.2f (%.2f-%.2f)", r.median, r.least, r.most) }

func ratioOf(rounds []float64) ratio {
	return ratio{median(rounds), slices.Min(rounds), slices.Max(rounds)}
}

func median(figures []float64) float64 {
	sorted := slices.Sorted(slices.Values(figures))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// measure runs both in turn. The order changes from pair to pair, since one side
// leaves garbage to the other.
func measure(ctx context.Context, byHand, sdk func(context.Context) error, e effort) (ratio, error) {
	_, errSDK := timed(ctx, sdk, 3) // warms up
	runs, err := calibrate(ctx, byHand, e.slice)
	if err := errors.Join(err, errSDK); err != nil {
		return ratio{}, err
	}
	var rounds []float64
	for range e.rounds {
		runtime.GC()
		var pairs []float64
		for pair := range e.pairs {
			first, second := byHand, sdk
			if pair%2 == 1 {
				first, second = sdk, byHand
			}
			a, errFirst := timed(ctx, first, runs)
			b, errSecond := timed(ctx, second, runs)
			if err := errors.Join(errFirst, errSecond); err != nil {
				return ratio{}, err
			}
			if pair%2 == 1 {
				a, b = b, a
			}
			pairs = append(pairs, float64(b)/float64(a))
		}
		rounds = append(rounds, median(pairs))
	}
	return ratioOf(rounds), nil
}

// calibrate returns how often run fits into a slice, after a few runs to warm up.
func calibrate(ctx context.Context, run func(context.Context) error, slice time.Duration) (int, error) {
	_, err := timed(ctx, run, 3)
	for runs := 1; err == nil; runs *= 2 {
		var took time.Duration
		if took, err = timed(ctx, run, runs); took >= slice {
			return runs, err
		}
	}
	return 0, err
}

// timed returns the CPU time of some runs, which other programs don't change.
func timed(ctx context.Context, run func(context.Context) error, runs int) (time.Duration, error) {
	start := cpuTime()
	for range runs {
		if err := run(ctx); err != nil {
			return 0, err
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
	return cpuTime() - start, nil
}

// allocations are those of one call.
type allocations struct{ count, bytes float64 }

func allocated(ctx context.Context, c call) allocations {
	const runs = 50
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		_, _ = c(ctx)
	}
	runtime.ReadMemStats(&after)
	return allocations{float64(after.Mallocs-before.Mallocs) / runs, float64(after.TotalAlloc-before.TotalAlloc) / runs}
}
