package transport

import (
	"flag"
	"math/rand/v2"
	"testing"
	"time"
)

var (
	randomSeed = flag.Uint64("random.seed", 0, "seed of the property tests; 0 draws one")
	randomRuns = flag.Int("random.runs", 100, "runs of each property test")
)

// forRandom runs a property with random input and names the seed of a failure.
func forRandom(t *testing.T, property func(t *testing.T, random *rand.Rand)) {
	t.Helper()
	seed := *randomSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	for run := range uint64(*randomRuns) {
		if property(t, rand.New(rand.NewPCG(seed, run))); t.Failed() {
			t.Fatalf("run %d of -random.seed=%d", run, seed)
		}
	}
}

// between returns a number from low to high.
func between(random *rand.Rand, low, high int) int { return low + random.IntN(high-low+1) }

func durationUpTo(random *rand.Rand, most time.Duration) time.Duration {
	return 1 + time.Duration(random.Int64N(int64(most)))
}

func oneOf[T any](random *rand.Rand, values ...T) T { return values[random.IntN(len(values))] }

func flip(random *rand.Rand) bool { return random.IntN(2) == 0 }
