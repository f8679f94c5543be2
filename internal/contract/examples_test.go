package contract

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/pages"
)

// The index of the examples has every folder, and each of its commands can be run in
// the folder that it names.
func TestTheIndexOfTheExamplesIsComplete(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root(), "examples")
	index := pages.Read(t, filepath.Join(folder, "README.md"))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() {
			assert.Regexp(t, `\]\(`+name+`[/)]`, index, "examples/README.md does not name "+name)
		}
	}
	guides, err := filepath.Glob(filepath.Join(folder, "guides", "*.md"))
	require.NoError(t, err)
	for _, guide := range guides {
		assert.True(t, strings.Contains(index, "](guides/"+filepath.Base(guide)+")"), guide)
	}

	rows := regexp.MustCompile("(?m)^\\| [^|]* \\| `([^`]*)` \\| \\[(\\w+)\\]").FindAllStringSubmatch(index, -1)
	require.Len(t, rows, 11)
	for _, row := range rows {
		command, example := row[1], row[2]
		dir, isModule := root(), false
		if within, rest, ok := strings.Cut(command, " && "); ok {
			dir, command = filepath.Join(dir, strings.TrimPrefix(within, "cd ")), rest
			assert.FileExists(t, filepath.Join(dir, "go.mod"), row[1])
			isModule = true
		}
		words := strings.Fields(command)
		require.Equal(t, "go", words[0])
		program := filepath.Join(dir, words[2])
		assert.DirExists(t, program, row[1])
		assert.True(t, strings.Contains(program, filepath.Join("examples", example)), row[1])
		if words[1] == "run" {
			assert.FileExists(t, filepath.Join(program, "main.go"), row[1])
		}
		_, err := os.Stat(filepath.Join(folder, example, "go.mod"))
		assert.Equal(t, err == nil, isModule, "%s: whether it is a module of its own", example)
	}
}
