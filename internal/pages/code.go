// Package pages compares pages of the documentation with what they describe. Only
// tests import it.
package pages

import (
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Read returns the text of a page, with the line ends of Unix.
func Read(t testing.TB, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// Blocks returns the blocks of code that a page has in a language, such as "go".
func Blocks(t testing.TB, page, language string) []string {
	t.Helper()
	var blocks []string
	for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(Read(t, page), -1) {
		blocks = append(blocks, block[1])
	}
	return blocks
}

// interfaceMethods are called by the library, through an interface.
var interfaceMethods = map[string]bool{"RoundTrip": true, "ServeHTTP": true, "Wait": true}

var function = regexp.MustCompile(`(?m)^func (?:\([^)]*\) )?(\w+)`)

// ShowsTestedCode fails unless every block of Go in a page consists of whole
// declarations that stand, word for word, in a Go file, and every function in it is a
// test, an example, or used in that file. It returns the number of blocks.
func ShowsTestedCode(t testing.TB, page, goFile string) int {
	t.Helper()
	code := Read(t, goFile)
	blocks := Blocks(t, page, "go")
	for _, block := range blocks {
		_, err := parser.ParseFile(token.NewFileSet(), "", "package x\n"+block, parser.SkipObjectResolution)
		require.NoError(t, err, "%s: a block is not whole declarations", page)
		require.True(t, strings.Contains(code, "\n\n"+block+"\n") || strings.HasSuffix(code, "\n\n"+block), "%s shows code that is not in %s:\n%s", page, goFile, block)
		for _, declared := range function.FindAllStringSubmatch(block, -1) {
			name := declared[1]
			if strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Example") || interfaceMethods[name] {
				continue
			}
			require.Greater(t, len(regexp.MustCompile(`\b`+name+`\(`).FindAllString(code, -1)), 1, "%s shows %s, which no test calls", page, name)
		}
	}
	return len(blocks)
}
