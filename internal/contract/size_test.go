package contract

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoFileIsTooLongToRead(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(root(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || slices.Contains([]string{"currency.go", "enums.go"}, entry.Name()) {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.LessOrEqual(t, bytes.Count(text, []byte("\n")), 300, path)
		files++
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, files, 30)
}
