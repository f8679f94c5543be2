package paging_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/paging"
	"github.com/chargekit/chargekit-go/internal/seeds"
)

// Rows without ids, of which all of a second are equal: as many come as the second
// has, or the walk fails.
func TestEqualRowsAreCounted(t *testing.T) {
	t.Parallel()
	complete, failed := 0, map[error]int{}
	kinds := []string{
		"as documented", "several rows a second", "rows of a second in any order", "a second with many rows", "oldest first",
		"times a little out of line", "rows without a time", "short pages", "a largest page that it tells",
		"a bound that excludes its second", "a small offset", "rows that come on top",
	}
	seeds.Check(t, 30**behaviourRuns, func(t *testing.T, random *rand.Rand) {
		s := strange(random, named(seeds.OneOf(random, kinds...)), named(seeds.OneOf(random, kinds...)))
		has, came := map[int64]int{}, map[int64]int{}
		for _, r := range s.rows {
			has[r.at]++
		}
		w := s.window(seeds.OneOf(random, 60, 100))
		w.Twins, w.Key = true, func(r *row) string { return fmt.Sprint(r.at) }
		for r, err := range w.All(t.Context()) {
			if err != nil {
				var gap *paging.Gap
				require.ErrorAs(t, err, &gap)
				failed[gap.Err]++
				return
			}
			if !r.moved {
				came[r.at]++
			}
		}
		complete++
		for at, n := range has {
			require.Equal(t, n, came[at], at)
		}
	})
	t.Log(complete, "complete,", failed)
}
