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

func TestOnlyARegularFileIsReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	page, link := filepath.Join(dir, "page.html"), filepath.Join(dir, "link.html")
	require.NoError(t, os.WriteFile(page, nil, 0o600))
	if err := os.Symlink(page, link); err != nil {
		t.Skip("no links here: ", err)
	}
	text := func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }
	require.NoError(t, write(link, text))
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, "text", string(got), "what the link points to")

	device := filepath.Join(dir, "device.html")
	require.NoError(t, os.Symlink(os.DevNull, device))
	require.EqualError(t, write(device, text), "it is no regular file")
	require.EqualError(t, write(dir, text), "it is no regular file")
	require.FileExists(t, page)
	info, err := os.Lstat(device)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
}
