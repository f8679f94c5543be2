package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

// resumeLines runs a whole import and returns the lines of its resume file.
func resumeLines(t *testing.T, server *chargebacktest.Server, file string) []string {
	t.Helper()
	_, out := start(t, server.URL, "-batch", "5", file)
	require.Contains(t, out, "20 there")
	text, err := os.ReadFile(file + ".resume.jsonl")
	require.NoError(t, err)
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
}

func TestADamagedResumeFileIsNotGoneOnFrom(t *testing.T) {
	withKeys(t)
	for name, bad := range map[string]string{
		"garbage":        "}\n",
		"torn":           `{"progress":{"res` + "\n",
		"a blank line":   "\n",
		"an empty entry": "{}\n",
		"another name":   `{"progrezs":{"results":1}}` + "\n",
		"nothing said":   `{"progress":null}` + "\n",
		"a second owner": `{"owner":{}}` + "\n",
		"below zero":     `{"progress":{"results":-1}}` + "\n",
		"no place":       `{"progress":{"results":7}}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			server := doubling(t)
			file := writeOrders(t, 20)
			lines := resumeLines(t, server, file)
			lines[3] = bad
			if strings.Contains(bad, `"results":`) {
				lines = lines[:4]
			}
			damaged := strings.Join(lines, "")
			require.NoError(t, os.WriteFile(file+".resume.jsonl", []byte(damaged), 0o600))
			sent := server.CountRequests(nil)

			code, out := start(t, server.URL, file)
			require.Equal(t, exitCannot, code)
			require.Contains(t, out, "is damaged: ")
			require.Contains(t, out, "with -look-up-all every order is looked up first")
			require.Equal(t, sent, server.CountRequests(nil))
			text, err := os.ReadFile(file + ".resume.jsonl")
			require.NoError(t, err)
			require.Equal(t, damaged, string(text), "it is left as it was")

			_, out = start(t, server.URL, "-look-up-all", file)
			require.Contains(t, out, "20 there, 0 rejected, 0 unknown")
			requireEachOnce(t, server, 20)
			require.True(t, readState(t, file).Done)
		})
	}
}

func TestWhatStandsBehindTheLastProgressDoesNotCountAndIsGoneAfterwards(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 20)
	lines := resumeLines(t, server, file)
	whole := `{"trouble":{"kind":"rejected","line":3,"reason":"` + strings.Repeat("x", 9000) + `"}}` + "\n" // longer than what comes
	torn := strings.Join(lines[:len(lines)-1], "") + whole + whole[:50]
	require.NoError(t, os.WriteFile(file+".resume.jsonl", []byte(torn), 0o600))

	for range 2 { // the second time it is read as the first has left it
		code, out := start(t, server.URL, file)
		require.Equal(t, exitLookAt, code, out)
		require.Contains(t, out, "20 there, 0 rejected, 0 unknown, 1 lines unreadable")
	}
	requireEachOnce(t, server, 20)
}

func TestLookingUpAllDestroysNoFileThatIsNotItsOwn(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	orders := writeOrders(t, 20)
	lines := resumeLines(t, server, orders)
	other := strings.Replace(lines[0], `"account":"`, `"account":"0`, 1) + lines[1]
	for text, want := range map[string]string{
		"a letter\n":            "is no resume file",
		lines[0][:20]:           "its first line is torn: name another one with -resume, and -look-up-all",
		"\n" + lines[0]:         "is no resume file",
		lines[1]:                "is no resume file",
		other:                   "belongs to another vendor, key",
		orderLine(orderKey(-1)): "is no resume file",
	} {
		resume := write(t, "resume", text)
		for _, args := range [][]string{{"-look-up-all"}, {}} {
			code, out := start(t, server.URL, append(args, "-resume", resume, orders)...)
			require.Equal(t, exitCannot, code)
			require.Contains(t, out, want)
			left, err := os.ReadFile(resume)
			require.NoError(t, err)
			require.Equal(t, text, string(left))
		}
	}
	code, out := start(t, server.URL, "-look-up-all", "-resume", t.TempDir(), orders)
	require.Equal(t, exitCannot, code)
	require.Contains(t, out, "is no regular file")
}

func TestLookingUpAllLeavesNothingOfTheFileBefore(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 20)
	resumeLines(t, server, file)
	require.NoError(t, os.WriteFile(file, []byte(orderLine("only")), 0o600))

	start(t, server.URL, "-look-up-all", file)

	text, err := os.ReadFile(file + ".resume.jsonl")
	require.NoError(t, err)
	require.NotContains(t, string(text), unreadable)
	sums := sums{"USD": decimal.NewFromInt(12)}
	require.Equal(t, kept{progress: progress{Results: 1, There: 1, Sums: sums, LookUpAll: true, Done: true}}, readState(t, file))
	require.NoFileExists(t, file+".resume.jsonl.new")
}

func TestLookingUpAllOnceMoreGoesOnWhereItWas(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 40)
	server.FailMatching(carrying(orderKey(25)), chargebacktest.Respond(http.StatusForbidden, ""))
	_, out := start(t, server.URL, "-batch", "10", "-look-up-all", file)
	require.Contains(t, out, "every order is looked up")
	require.Contains(t, out, "20 there")
	server.ClearRequests()

	_, out = start(t, server.URL, "-batch", "10", "-look-up-all", file)

	require.Contains(t, out, "resuming after 20 orders")
	require.Contains(t, out, "40 there, 0 rejected, 0 unknown")
	require.Zero(t, server.CountRequests(func(r chargebacktest.Request) bool {
		return strings.Contains(r.RawQuery, orderKey(1)) || strings.Contains(string(r.Body), orderKey(1))
	}))
	requireEachOnce(t, server, 40)

	server.ClearRequests()
	_, out = start(t, server.URL, "-batch", "10", "-look-up-all", file)
	require.Contains(t, out, "every order is looked up", "the other one is done")
	require.Contains(t, out, "40 there, 0 rejected, 0 unknown, 1 lines unreadable")
	require.Zero(t, server.CountRequests(isPost))
}

func TestALinkToTheFileHasNoResumeFileOfItsOwn(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	file := writeOrders(t, 10)
	dir := t.TempDir()
	link, resume := filepath.Join(dir, "latest.jsonl"), filepath.Join(dir, "resume")
	require.NoError(t, os.Symlink(file, link))
	require.NoError(t, os.Symlink(file+".resume.jsonl", resume))
	start(t, server.URL, file)

	for _, args := range [][]string{{link}, {"-resume", resume, link}} {
		_, out := start(t, server.URL, args...)
		require.Contains(t, out, "10 there")
	}
	requireEachOnce(t, server, 10)
	require.NoFileExists(t, link+".resume.jsonl")

	lock := flock.New(file + ".resume.jsonl.lock")
	require.NoError(t, lock.Lock())
	defer func() { require.NoError(t, lock.Unlock()) }()
	_, out := start(t, server.URL, "-resume", resume, link)
	require.Contains(t, out, "another run holds")
}

func TestAFileThatIsGoneOrShorterInTheMiddleIsNotDone(t *testing.T) {
	withKeys(t)
	for name, test := range map[string]struct {
		change func(path string) error
		want   error
	}{
		"gone":    {os.Remove, os.ErrNotExist},
		"shorter": {func(path string) error { return os.Truncate(path, int64(3*len(orderLine(orderKey(0))))) }, errChanged},
	} {
		t.Run(name, func(t *testing.T) {
			server := doubling(t)
			set, err := parse([]string{"-quiet", "-base-url", server.URL, writeOrders(t, 10)}, os.Stderr)
			require.NoError(t, err)
			to, err := connect(set, os.Stderr)
			require.NoError(t, err)
			defer to.close()
			in, err := openInput(set, to, nil)
			require.NoError(t, err)
			job, err := newJob(set, to, in, os.Stderr, os.Stderr)
			require.NoError(t, err)
			defer func() { require.NoError(t, job.state.close()) }()
			require.NoError(t, test.change(set.file))

			err = job.run(t.Context())

			require.ErrorIs(t, err, test.want)
			require.False(t, job.state.Done)
		})
	}
}
