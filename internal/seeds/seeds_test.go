package seeds_test

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/seeds"
)

func TestCheckGivesOtherNumbersEachTimeAndReplayTheSame(t *testing.T) {
	t.Parallel()
	var numbers []uint64
	keep := func(_ *testing.T, random *rand.Rand) { numbers = append(numbers, random.Uint64()) }
	seeds.Check(t, 2, keep)
	require.NotEqual(t, numbers[0], numbers[1])
	seeds.Replay(t, 42, keep)
	seeds.Replay(t, 42, keep)
	require.Equal(t, numbers[2], numbers[3])
}

func TestValuesAreWithinTheirLimits(t *testing.T) {
	t.Parallel()
	lengths, between := map[int]bool{}, map[int]bool{}
	seeds.Check(t, 300, func(t *testing.T, random *rand.Rand) {
		text := seeds.String(random, 3)
		require.True(t, utf8.ValidString(text))
		lengths[utf8.RuneCountInString(text)] = true
		between[seeds.Between(random, -1, 1)] = true
	})
	require.Equal(t, map[int]bool{0: true, 1: true, 2: true, 3: true}, lengths)
	require.Equal(t, map[int]bool{-1: true, 0: true, 1: true}, between)
}
