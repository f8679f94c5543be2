package webhook

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMemoryKeepsAnEventForAWeek(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		memory := NewMemory()
		seen := func(id string) bool {
			ok, err := memory.Seen(t.Context(), id)
			require.NoError(t, err)
			return ok
		}
		require.False(t, seen("wh_1"))
		require.NoError(t, memory.Mark(t.Context(), "wh_1"))
		require.NoError(t, memory.Mark(t.Context(), "wh_1"))
		time.Sleep(7 * 24 * time.Hour)
		require.True(t, seen("wh_1"))
		time.Sleep(time.Second)
		require.False(t, seen("wh_1"))

		for i := range 100_001 {
			require.NoError(t, memory.Mark(t.Context(), fmt.Sprint(i)))
		}
		require.False(t, seen("0"), "the oldest makes room")
		require.True(t, seen("1"))
		require.True(t, seen("100000"))
	})
}
