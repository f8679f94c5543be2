package checkpoint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/checkpoint"
)

type place struct{ Row int }

func job(t *testing.T, method string, params any) string {
	t.Helper()
	name, err := checkpoint.Job(method, params)
	require.NoError(t, err)
	return name
}

func TestACheckpointGoesOnWhereItsTextWasSaved(t *testing.T) {
	t.Parallel()
	list := job(t, "desk list", map[string]string{"status": "paid"})
	var at checkpoint.Checkpoint
	require.True(t, at.IsZero())
	first := &place{}
	require.NoError(t, at.Open(list, first))
	require.Equal(t, &place{}, first, "the beginning")

	at.Set(list, first)
	first.Row = 3
	saved, err := at.MarshalText()
	require.NoError(t, err)
	first.Row = 4 // after the text was saved

	var again checkpoint.Checkpoint
	require.NoError(t, again.UnmarshalText(saved))
	require.False(t, again.IsZero())
	second := &place{}
	require.NoError(t, again.Open(list, second))
	require.Equal(t, &place{3}, second)

	same, err := again.MarshalText()
	require.NoError(t, err)
	require.Equal(t, string(saved), string(same), "opened, and no row read yet")
}

func TestACheckpointOfAnotherJobIsRejected(t *testing.T) {
	t.Parallel()
	var at checkpoint.Checkpoint
	at.Set(job(t, "desk list", "paid"), &place{1})
	for name, other := range map[string]string{
		"another method": job(t, "desk log", "paid"),
		"another filter": job(t, "desk list", "void"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			copied := at
			require.EqualError(t, copied.Open(other, &place{}), "checkpoint is of another method, or of other params")
		})
	}
}

func TestATextThatNobodyWroteIsRejected(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, reason string }{
		"empty":           {"", "is damaged"},
		"cut off":         {`{"v":1,"job":"a"`, "is damaged"},
		"another version": {`{"v":2}`, "is of another version of this package"},
		"without a place": {`{"v":1,"job":"a"}`, "is damaged"},
		"too long":        {`{"v":1` + strings.Repeat(" ", 65<<10) + `}`, "is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var at checkpoint.Checkpoint
			require.EqualError(t, at.UnmarshalText([]byte(test.text)), "checkpoint "+test.reason)
			require.True(t, at.IsZero())
		})
	}
	t.Run("another state", func(t *testing.T) {
		t.Parallel()
		var at checkpoint.Checkpoint
		require.NoError(t, at.UnmarshalText([]byte(`{"v":1,"job":"a","at":{"Row":"x"}}`)))
		require.EqualError(t, at.Open("a", &place{}), "checkpoint is damaged")
	})
}
