package transport

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawArrivals(t *rapid.T, like func() arrival) []arrival {
	gap := rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, int64(3*time.Second)))
	var at time.Duration
	arrivals := make([]arrival, rapid.IntRange(1, 60).Draw(t, "callers"))
	for i := range arrivals {
		at += time.Duration(gap.Draw(t, "gap"))
		arrivals[i] = like()
		arrivals[i].at = at
	}
	return arrivals
}

// Without cancellations everything about a Window follows: who has to wait, how
// long, and who is refused.
func TestAnyArrivalsLeaveAsReckoned(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, span := rapid.IntRange(1, 6).Draw(rt, "n"), time.Duration(rapid.Int64Range(1, int64(5*time.Second)).Draw(rt, "span"))
		deadline := rapid.SampledFrom([]time.Duration{0, 0, 1, time.Second, 4 * time.Second, 20 * time.Second})
		arrivals := drawArrivals(rt, func() arrival { return arrival{deadline: deadline.Draw(rt, "deadline")} })
		departures := depart(t, n, span, arrivals)
		var left []time.Duration
		for i, a := range arrivals {
			slot := a.at
			if len(left) >= n {
				slot = max(slot, left[len(left)-n]+span+windowMargin)
			}
			got := departures[i]
			if a.deadline > 0 && slot > a.at && slot-a.at >= a.deadline {
				if got.at != a.at || !errors.Is(got.err, context.DeadlineExceeded) {
					rt.Fatalf("caller %d at %v can't be let through before %v, but left at %v with %v", i, a.at, slot, got.at, got.err)
				}
				continue
			}
			if got.err != nil || got.at != slot {
				rt.Fatalf("caller %d at %v should leave at %v, but left at %v with %v", i, a.at, slot, got.at, got.err)
			}
			left = append(left, slot)
		}
	})
}

// With callers who give up: never more than n in a span, and whoever waited did
// so because n had left in the span before him.
func TestAnyCallersWhoGiveUpNeitherBreakNorWasteTheWindow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, span := rapid.IntRange(1, 6).Draw(rt, "n"), time.Duration(rapid.Int64Range(1, int64(5*time.Second)).Draw(rt, "span"))
		patience := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, int64(10*time.Second)))
		arrivals := drawArrivals(rt, func() arrival {
			return arrival{deadline: time.Duration(patience.Draw(rt, "deadline")), givesUp: time.Duration(patience.Draw(rt, "patience"))}
		})
		departures := depart(t, n, span, arrivals)
		var left []time.Duration
		for i, d := range departures {
			if d.err == nil {
				left = append(left, d.at)
			} else if a := arrivals[i]; a.deadline == 0 && a.givesUp == 0 || a.givesUp > 0 && d.at > a.at+a.givesUp || a.deadline > 0 && d.at > a.at+a.deadline {
				rt.Fatalf("caller %d, %+v, was refused at %v: %v", i, a, d.at, d.err)
			}
		}
		slices.Sort(left)
		for i, at := range left {
			if i >= n && at-left[i-n] < span+windowMargin {
				rt.Fatalf("%d in %v: %v", n+1, at-left[i-n], left)
			}
			arrived := slices.ContainsFunc(arrivals, func(a arrival) bool { return a.at == at })
			if !arrived && (i < n || at != left[i-n]+span+windowMargin) {
				rt.Fatalf("somebody waited until %v for nothing: %v", at, left)
			}
		}
	})
}
