package ensure

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKeeperForgetsWhatNoCallNeeds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var keeper Keeper
		visit := func(key string, change func(*object)) {
			o, err := keeper.take(t.Context(), key, func() {})
			require.NoError(t, err)
			change(o)
			keeper.give(o)
		}
		visit("in doubt", func(o *object) { o.doubtAbout("target") })
		visit("confirmed", func(o *object) { o.confirmed, o.at = "target", time.Now() })
		visit("nothing", func(*object) {})
		held, err := keeper.take(t.Context(), "has the turn", func() {})
		require.NoError(t, err)
		require.Len(t, keeper.objects, 3, "what has nothing to remember is dropped")

		held.confirmed, held.at = "target", time.Now()
		require.Equal(t, "target", held.proved())

		time.Sleep(time.Hour + time.Second)
		require.Nil(t, held.proved())
		visit("nothing", func(*object) {})
		require.Len(t, keeper.objects, 2)
		keeper.give(held)
	})
}
