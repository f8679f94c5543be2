package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/chargekit/chargekit-go/internal/seeds"
)

func randomArrivals(random *rand.Rand, like func() arrival) []arrival {
	var at time.Duration
	arrivals := make([]arrival, seeds.Between(random, 1, 60))
	for i := range arrivals {
		at += durationUpTo(random, seeds.OneOf(random, 1000, 3*time.Second))
		arrivals[i] = like()
		arrivals[i].at = at
	}
	return arrivals
}

// Without cancellations everything about a Window follows: who has to wait, how
// long, and who is rejected.
func TestAnyArrivalsLeaveAsReckoned(t *testing.T) {
	seeds.Check(t, 100, func(t *testing.T, random *rand.Rand) {
		n, span := seeds.Between(random, 1, 6), durationUpTo(random, 5*time.Second)
		arrivals := randomArrivals(random, func() arrival {
			return arrival{deadline: seeds.OneOf(random, 0, 0, 1, time.Second, 4*time.Second, 20*time.Second)}
		})
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
					t.Errorf("caller %d at %v can't be let through before %v, but left at %v with %v", i, a.at, slot, got.at, got.err)
				}
				continue
			}
			if got.err != nil || got.at != slot {
				t.Errorf("caller %d at %v should leave at %v, but left at %v with %v", i, a.at, slot, got.at, got.err)
			}
			left = append(left, slot)
		}
	})
}

// With callers who give up: never more than n in a span, and whoever waited did
// so because n had left in the span before.
func TestAnyCallersWhoGiveUpNeitherBreakNorWasteTheWindow(t *testing.T) {
	seeds.Check(t, 100, func(t *testing.T, random *rand.Rand) {
		n, span := seeds.Between(random, 1, 6), durationUpTo(random, 5*time.Second)
		patience := func() time.Duration {
			if seeds.Bool(random) {
				return 0
			}
			return durationUpTo(random, 10*time.Second)
		}
		arrivals := randomArrivals(random, func() arrival { return arrival{deadline: patience(), givesUp: patience()} })
		departures := depart(t, n, span, arrivals)
		var left []time.Duration
		for i, d := range departures {
			if d.err == nil {
				left = append(left, d.at)
			} else if a := arrivals[i]; a.deadline == 0 && a.givesUp == 0 || a.givesUp > 0 && d.at > a.at+a.givesUp || a.deadline > 0 && d.at > a.at+a.deadline {
				t.Errorf("caller %d, %+v, was rejected at %v: %v", i, a, d.at, d.err)
			}
		}
		slices.Sort(left)
		for i, at := range left {
			if i >= n && at-left[i-n] < span+windowMargin {
				t.Errorf("%d in %v: %v", n+1, at-left[i-n], left)
			}
			arrived := slices.ContainsFunc(arrivals, func(a arrival) bool { return a.at == at })
			if !arrived && (i < n || at != left[i-n]+span+windowMargin) {
				t.Errorf("somebody waited until %v for nothing: %v", at, left)
			}
		}
	})
}

func durationUpTo(random *rand.Rand, most time.Duration) time.Duration {
	return 1 + time.Duration(random.Int64N(int64(most)))
}
