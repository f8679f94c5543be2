package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]*)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.*?) *$`)
	fenced  = regexp.MustCompile("(?ms)^```.*?^```$")
	code    = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`")
)

// CheckLinks fails for each link of a page that leads to a file, a folder or a
// heading which is not there. It returns the number of links within the repository;
// links to other hosts are not followed.
func CheckLinks(t testing.TB, page string) int {
	t.Helper()
	text := code.ReplaceAllString(Read(t, page), "")
	checked := 0
	for _, found := range link.FindAllStringSubmatch(text, -1) {
		if regexp.MustCompile(`^[a-z]+:`).MatchString(found[1]) {
			continue
		}
		checked++
		path, anchor, hasAnchor := strings.Cut(found[1], "#")
		target := page
		if path != "" {
			target = filepath.Join(filepath.Dir(page), filepath.FromSlash(path))
		}
		if _, err := os.Stat(target); !assert.NoError(t, err, "%s: %s", page, found[1]) || !hasAnchor {
			continue
		}
		assert.Contains(t, Anchors(t, target), anchor, "%s: %s", page, found[1])
	}
	return checked
}

// Anchors returns the anchors of a page's headings, as GitHub makes them.
func Anchors(t testing.TB, page string) []string {
	t.Helper()
	var anchors []string
	for _, found := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(Read(t, page), ""), -1) {
		anchor := regexp.MustCompile(`[^\pL\pN\-_ ]`).ReplaceAllString(strings.ToLower(found[1]), "")
		anchors = append(anchors, strings.ReplaceAll(anchor, " ", "-"))
	}
	return anchors
}
