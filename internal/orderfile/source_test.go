package orderfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/orderfile"
)

func TestLocalOfAFileIsTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	local, remove, err := orderfile.Local(path, nil)
	require.NoError(t, err)
	assert.Equal(t, path, local)
	require.NoError(t, remove())
	assert.FileExists(t, path)
}

func TestLocalOfStdinIsACopy(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	local, remove, err := orderfile.Local("-", strings.NewReader("a,b\n"))
	require.NoError(t, err)
	text, err := os.ReadFile(local)
	require.NoError(t, err)
	assert.Equal(t, "a,b\n", string(text))
	require.NoError(t, remove())
	assert.NoFileExists(t, local)
}

func TestLocalOfWhatCantBeRead(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	_, _, err := orderfile.Local(dir, nil)
	require.EqualError(t, err, dir+" is no regular file")
	_, _, err = orderfile.Local(filepath.Join(dir, "missing"), nil)
	require.ErrorIs(t, err, os.ErrNotExist)

	broken := errors.New("broken")
	_, _, err = orderfile.Local("-", io.MultiReader(strings.NewReader("a"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "no copy stays")
}
