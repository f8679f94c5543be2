package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

type result struct {
	code      int
	out, errs string
}

func report(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, func(name string) string { return env[name] }, &out, &errs)
	return result{code, out.String(), errs.String()}
}

// reportOn reports on the disputes of a fake for the first half of 2026, and returns
// the page.
func reportOn(t *testing.T, hound *chargehoundtest.Server) (result, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	require.NoError(t, os.WriteFile(file, []byte("the page before"), 0o600))
	got := report(t, map[string]string{"CHARGEHOUND_API_KEY": chargehoundtest.Key},
		"-base-url", hound.URL, "-out", file, "-since", "2026-01-01", "-until", "2026-06-30")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*"))
	require.NoError(t, err)
	hidden, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
	require.NoError(t, err)
	require.Equal(t, []string{file}, append(files, hidden...), "files that are left")
	got.out, got.errs = strings.ReplaceAll(got.out, file, "page.html"), strings.ReplaceAll(got.errs, file, "page.html")
	return got, string(text)
}

func TestTheSameFakeGivesTheSamePage(t *testing.T) {
	t.Parallel()
	first, err := os.ReadFile(fakePage(t))
	require.NoError(t, err)
	second, err := os.ReadFile(fakePage(t))
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
}

func TestThePageHasNoPersonalDataAndNoAddresses(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(fakePage(t))
	require.NoError(t, err)
	for _, never := range []string{"dp_made", "ch_made", "cus_made", "Customer ", "example.com", chargehoundtest.Key, "<script", "@"} {
		require.NotContains(t, strings.ReplaceAll(string(text), "@media", ""), never)
	}
	links := regexp.MustCompile(`(?i)(?:https?:)?//[^"' ]+`).FindAllString(string(text), -1)
	for _, link := range links {
		require.Regexp(t, `^http://www\.w3\.org/`, link, "names of SVG")
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		args []string
		says string
	}{
		{nil, "report: CHARGEHOUND_API_KEY is not set; -fake shows a report without a key\n"},
		{[]string{"-fake", "-since", "1.1.2026"}, "report: -since is not a day such as 2026-01-31: \"1.1.2026\"\n"},
		{[]string{"-fake", "-until", "2026-02-30"}, "report: -until is not a day such as 2026-01-31: \"2026-02-30\"\n"},
		{[]string{"-fake", "-since", "2026-02-02", "-until", "2026-02-01"}, "report: -since is after -until\n"},
		{[]string{"-fake", "page.html"}, "report: \"page.html\" is one argument too many; see -h\n"},
		{[]string{"-fake", "-out", ""}, "report: -out is empty; name a file\n"},
	} {
		require.Equal(t, result{exitUsage, "", row.says}, report(t, nil, row.args...))
	}
	got := report(t, map[string]string{"CHARGEHOUND_API_KEY": "test_1"}, "-base-url", "http://shop.example")
	require.Equal(t, exitUsage, got.code)
	require.Contains(t, got.errs, "https")
	help := report(t, nil, "-h")
	require.Equal(t, exitDone, help.code)
	for _, name := range []string{"-since", "-until", "-out", "-fake", "CHARGEHOUND_API_KEY", "exit code"} {
		require.Contains(t, help.errs, name)
	}
}

func TestAPageThatCantBeMadeLeavesTheOneBefore(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t, chargehoundtest.WithKey("test_other"))
	got, page := reportOn(t, hound)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errs, "report: page.html was not written: chargehound: GET /disputes: 401 Unauthorized")
	require.Contains(t, got.errs, "\nCheck CHARGEHOUND_API_KEY")
	require.Equal(t, "the page before", page)

	hound = chargehoundtest.NewTestServer(t)
	hound.SeedDisputes(250)
	hound.FailNext(chargehoundtest.NoFault, chargehoundtest.NoFault, chargehoundtest.Respond(400, `{"error": {"type": "invalid_request", "status": 400}}`))
	got, page = reportOn(t, hound)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errs, "run it again at any time")
	require.Equal(t, "the page before", page)
	require.Len(t, hound.Requests(), 3)
}

func TestAnIncompleteListIsNoPage(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.FailNext(chargehoundtest.Respond(200, `{"object": "list", "has_more": false, "data": [{"no": "dispute"}]}`))
	got, page := reportOn(t, hound)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errs, "could not be read to its end. Run the report again.")
	require.Equal(t, "the page before", page)
}

func TestAReportThatIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var errs bytes.Buffer
	code := run(ctx, []string{"-fake", "-out", filepath.Join(t.TempDir(), "page.html")}, func(string) string { return "" }, io.Discard, &errs)
	require.Equal(t, exitFailed, code)
	require.Contains(t, errs.String(), "The report was stopped.")
}

func TestAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()
	got := report(t, nil, "-fake", "-out", filepath.Join(t.TempDir(), "none", "page.html"))
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.errs, "was not written: open ")
}

// list is a page of the API with disputes of our own.
func list(t *testing.T, disputes ...map[string]any) chargehoundtest.Fault {
	t.Helper()
	body, err := json.Marshal(map[string]any{"object": "list", "has_more": false, "livemode": true, "data": disputes})
	require.NoError(t, err)
	return chargehoundtest.Respond(200, string(body)).Times(2)
}
