package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
)

func lines(text string) int { return strings.Count(text, "\n") }

func TestA429AndLostResponsesCostNoRow(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 2300)
	want := whole(t, desk.URL, "charges", formatCSV)
	desk.FailNext(chargedesktest.DropResponse, chargedesktest.TooManyRequests("0"), chargedesktest.NoFault,
		chargedesktest.TruncateResponse(3000), chargedesktest.Respond(502, ""), chargedesktest.NoFault, chargedesktest.TooManyRequests("0"))
	require.Equal(t, want, whole(t, desk.URL, "charges", formatCSV))
}

func TestAFailureKeepsWhatWasWritten(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 2300)
	want := whole(t, desk.URL, "charges", formatCSV)
	desk.FailNext(chargedesktest.NoFault, chargedesktest.NoFault, chargedesktest.Respond(403, `{"error":{"message":"closed"}}`))
	path := filepath.Join(t.TempDir(), "charges.csv")
	got := start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.stderr, path+".part has 998 rows. To go on from there, give the same command again:")
	require.Equal(t, exitDone, start(t, "-base-url", desk.URL, "charges", path).code)
	require.Equal(t, want, read(t, path))
}

func TestARejectedKeyMayBeReplacedBeforeTheFirstRow(t *testing.T) {
	desk := chargedesktest.NewTestServer(t, chargedesktest.WithKey("sk_test_other"))
	path := filepath.Join(t.TempDir(), "charges.csv")
	got := start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitCannot, got.code)
	require.Contains(t, got.stderr, "When that is mended, the same command goes on from there:")
	t.Setenv("CHARGEDESK_SECRET_KEY", "sk_test_other")
	got = start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitDone, got.code, got.stderr)
	require.Equal(t, 1, lines(read(t, path)), "the names of the columns")
}

func TestAListWithARowThatCannotBeReadIsNoFile(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 0)
	desk.FailNext(chargedesktest.Respond(200, `{"count": 500, "offset": 0, "data": [{"product_id": "prod_1"}, 5, {"product_id": "prod_3"}]}`))
	path := filepath.Join(t.TempDir(), "products.jsonl")
	got := start(t, "-base-url", desk.URL, "products", path)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.stderr, "rows that can't be read: 1 of 3\n"+path+".part has 2 rows. Rows may be missing. If the list has only changed meanwhile, the same command goes on:\n")
	require.NoFileExists(t, path)
	require.Equal(t, 2, lines(read(t, path+".part")))
}

func TestTooManyRowsInASecondEndTheExport(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 0)
	desk.SeedCancellations(1200, 0) // more than a page, and without ids
	got := start(t, "-base-url", desk.URL, "cancellations", filepath.Join(t.TempDir(), "cancellations.csv"))
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.stderr, "in the second 2026-03-31T12:00:00Z or before")
	require.Contains(t, got.stderr, "Shorter spans of -since and -until may help")
}

func TestStandardOutputCannotBeResumed(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 2300)
	want := whole(t, desk.URL, "charges", formatJSONL)
	desk.FailNext(chargedesktest.NoFault, chargedesktest.NoFault, chargedesktest.Respond(403, `{"error":{"message":"closed"}}`))
	got := start(t, "-base-url", desk.URL, "-format", "jsonl", "charges", "-")
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.stderr, "998 rows were written. What went to standard output can't be resumed: begin again, or name a file")
	require.Equal(t, 998, lines(got.stdout))
	require.True(t, strings.HasPrefix(want, got.stdout))
}

func TestAFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /dev/full and ulimit")
	}
	t.Parallel()
	t.Run("at standard output", func(t *testing.T) {
		t.Parallel()
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		require.NoError(t, err)
		defer full.Close()
		var stderr strings.Builder
		require.Equal(t, exitFailed, run(t.Context(), []string{"export", "-fake", "-fake-rows", "300", "charges", "-"}, full, &stderr))
		require.Contains(t, stderr.String(), "no space left on device")
		require.Contains(t, stderr.String(), "0 rows were written")
	})
	t.Run("under a file", func(t *testing.T) {
		t.Parallel()
		desk := newDesk(t, 2300)
		want := whole(t, desk.URL, "charges", formatCSV)
		path := filepath.Join(t.TempDir(), "charges.csv")
		export := command(t, "-base-url", desk.URL, "charges", path)
		// A limit on the size of a file is the same to the program as a full disk.
		limited := exec.Command("sh", append([]string{"-c", `ulimit -f 1600; exec "$@"`, "sh"}, export.Args...)...)
		out, err := limited.CombinedOutput()
		require.Error(t, err)
		require.Equal(t, exitFailed, limited.ProcessState.ExitCode(), string(out))
		require.Contains(t, string(out), "file too large")
		require.Regexp(t, `\.part has [12],\d00 rows\. To go on from there`, string(out))
		require.Equal(t, 1, strings.Count(string(out), "file too large"), "said once")

		require.Equal(t, exitDone, start(t, "-base-url", desk.URL, "charges", path).code)
		require.Equal(t, want, read(t, path))
	})
}
