// Package seeds runs tests with random values. Only tests import it.
package seeds

import (
	"math/rand/v2"
	"testing"
)

// Check runs a test n times, each time with the random numbers of another seed.
// After a failure it logs the seed: [Replay] with it gives the same numbers.
func Check(t *testing.T, n int, test func(t *testing.T, random *rand.Rand)) {
	t.Helper()
	for range n {
		Replay(t, rand.Uint64(), test)
	}
}

// Replay runs a test with the random numbers of one seed.
func Replay(t *testing.T, seed uint64, test func(t *testing.T, random *rand.Rand)) {
	t.Helper()
	before := t.Failed()
	defer func() {
		if t.Failed() && !before {
			t.Logf("seed %d", seed)
		}
	}()
	test(t, rand.New(rand.NewPCG(seed, seed)))
}

// runes has what encoders and parsers treat alike, and what they do not.
var runes = []rune("aZ09 _-.,;:&=+%[](){}<>\"'`\\/?#@!~*\t\r\n\x00\x7f\u00a0é\u0301ßİ中\u2028\ufeff\ufffd😀")

// String returns a valid UTF-8 string of at most most runes, "" now and then.
func String(random *rand.Rand, most int) string {
	text := make([]rune, random.IntN(most+1))
	for i := range text {
		text[i] = runes[random.IntN(len(runes))]
	}
	return string(text)
}

// Between returns a number from least to most, both included.
func Between[T int | int64](random *rand.Rand, least, most T) T {
	return least + T(random.Int64N(int64(most-least)+1))
}

// Bool returns true half of the time.
func Bool(random *rand.Rand) bool { return random.IntN(2) == 0 }

// OneOf returns one of the values.
func OneOf[T any](random *rand.Rand, values ...T) T { return values[random.IntN(len(values))] }
