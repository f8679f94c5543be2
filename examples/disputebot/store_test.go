package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"
)

func TestTheDatabaseIsTheFileOfThatName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"bot.db", "the bot.db", "a%20b#c.db", "größe.db"} {
		store, err := openStore(t.Context(), filepath.Join(folder, name))
		require.NoError(t, err)
		_, err = os.Stat(filepath.Join(folder, name))
		require.NoError(t, err)
		require.NoError(t, store.Close())
	}
}

func TestAnOpenFileOfSQLiteBelongsToOneBot(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	require.NoError(t, b.store.takeOver(t.Context()))
	other, err := openStore(t.Context(), b.store.file)
	require.NoError(t, err)
	require.ErrorContains(t, other.takeOver(t.Context()), "is in use by another disputebot")
	require.NoError(t, other.Close())
}

func TestJobsOfAKilledBotAreGivenBack(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	b.deliver(t, b.hound.SeedDispute("txn_1f0c2a01", 6140, "gbp", "fraudulent"))
	_, err := b.store.ExecContext(t.Context(), `UPDATE river_job SET state = 'running' WHERE kind = 'respond'`)
	require.NoError(t, err)
	require.NoError(t, b.store.takeOver(t.Context()))
	require.Equal(t, rivertype.JobStateAvailable, b.jobs(t, "respond")[0].State)
}

func TestOfTwoWhoBeginASubmissionOneDoes(t *testing.T) {
	t.Parallel()
	b := newTestBot(t, "none")
	ctx, begun := context.WithoutCancel(t.Context()), time.UnixMilli(1_790_000_000_000)
	known, err := b.store.entry(ctx, "dp_1")
	require.NoError(t, err)
	require.Equal(t, entry{}, known)
	begin := func(known entry, at time.Time, want bool) {
		t.Helper()
		mine, err := b.store.begin(ctx, "dp_1", known, at)
		require.NoError(t, err)
		require.Equal(t, want, mine)
	}
	begin(known, begun, true)
	begin(known, begun.Add(1), false)
	found, err := b.store.entry(ctx, "dp_1")
	require.NoError(t, err)
	require.Equal(t, entry{status: "submission begun", begun: begun}, found)
	begin(found, begun.Add(time.Minute), true)
	begin(found, begun.Add(time.Hour), false)

	require.NoError(t, b.store.end(ctx, "dp_1", begun), "of an older one")
	found, err = b.store.entry(ctx, "dp_1")
	require.NoError(t, err)
	require.Equal(t, begun.Add(time.Minute), found.begun)
	require.NoError(t, b.store.end(ctx, "dp_1", found.begun))
	found, err = b.store.entry(ctx, "dp_1")
	require.NoError(t, err)
	require.Zero(t, found.begun)
}
