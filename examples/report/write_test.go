package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFileIsReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "page.html")
	for _, text := range []string{"first", "second"} {
		require.NoError(t, write(name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }))
		got, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, text, string(got))
	}
	broken := errors.New("broken")
	err := write(name, func(w io.Writer) error { io.WriteString(w, "third"); return broken })
	require.ErrorIs(t, err, broken)
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, "second", string(got))
	entries, err := os.ReadDir(filepath.Dir(name))
	require.NoError(t, err)
	require.Len(t, entries, 1, "files that are left")
}
