package webhook_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/webhook"
)

func bubble(t *testing.T, f func(t *testing.T)) { synctest.Test(t, f) }

func TestMemoryLetsOneClaimHoldAnEvent(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		memory, ctx := webhook.NewMemory(), context.Background()
		holder := func(claim string) string {
			holder, err := memory.Claim(ctx, "wh_1", claim, time.Minute)
			require.NoError(t, err)
			return holder
		}
		require.Equal(t, "a", holder("a"))
		require.Equal(t, "a", holder("b"), "the first holds it")
		time.Sleep(40 * time.Second)
		require.Equal(t, "a", holder("a"), "and extends it")
		time.Sleep(40 * time.Second)
		require.Equal(t, "a", holder("b"))
		require.NoError(t, memory.Release(ctx, "wh_1", "b"))
		require.Equal(t, "a", holder("b"), "nobody else releases it")

		require.NoError(t, memory.Release(ctx, "wh_1", "a"))
		require.Equal(t, "b", holder("b"), "a released one is free")
		time.Sleep(time.Minute)
		require.Equal(t, "a", holder("a"), "and so is one whose lease has ended")

		require.NoError(t, memory.Done(ctx, "wh_1", "b"))
		require.Empty(t, holder("a"), "handled, whoever held it")
		require.NoError(t, memory.Release(ctx, "wh_1", "a"))
		require.Empty(t, holder("a"))
	})
}

func TestMemoryKeepsAHandledEventForAWeek(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		memory := webhook.NewMemory()
		handled := func(id string) bool {
			holder, err := memory.Claim(t.Context(), id, "a", 0)
			require.NoError(t, err)
			return holder == ""
		}
		require.False(t, handled("wh_1"))
		require.NoError(t, memory.Done(t.Context(), "wh_1", "a"))
		require.NoError(t, memory.Done(t.Context(), "wh_1", "a"))
		time.Sleep(7 * 24 * time.Hour)
		require.True(t, handled("wh_1"))
		time.Sleep(time.Second)
		require.False(t, handled("wh_1"))

		for i := range 100_001 {
			require.NoError(t, memory.Done(t.Context(), fmt.Sprint(i), "a"))
		}
		require.False(t, handled("0"), "the oldest makes room")
		require.True(t, handled("1"))
		require.True(t, handled("100000"))
	})
}
