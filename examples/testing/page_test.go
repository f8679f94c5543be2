package testing_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThePageShowsTheCodeThatRuns(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	code, err := os.ReadFile("testing_test.go")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?ms)^```go\n(.*?)^```$").FindAllSubmatch(page, -1)
	require.Len(t, blocks, 5)
	for _, block := range blocks {
		require.Contains(t, string(code), string(block[1]))
	}
}
