// Package guides_test has the code of the guides beside it, and checks that they show
// it as it is.
package guides_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/internal/pages"
)

func TestTheGuidesShowTheCodeThatRuns(t *testing.T) {
	guides, err := filepath.Glob("*.md")
	require.NoError(t, err)
	require.Len(t, guides, 7)
	for _, guide := range guides {
		require.Positive(t, pages.ShowsTestedCode(t, guide, strings.TrimSuffix(guide, ".md")+"_test.go"), guide)
	}
}
