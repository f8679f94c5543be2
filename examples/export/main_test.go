package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

var buildDir string

func TestMain(m *testing.M) {
	var err error
	if buildDir, err = os.MkdirTemp("", "export"); err != nil {
		panic(err)
	}
	for name, key := range map[string]string{
		"CHARGEDESK_SECRET_KEY": chargedesktest.Key, "CHARGEHOUND_API_KEY": chargehoundtest.Key,
		"CHARGEBACK_PUBLIC_KEY": chargebacktest.PublicKey, "CHARGEBACK_SECRET_KEY": chargebacktest.SecretKey,
	} {
		os.Setenv(name, key)
	}
	code := m.Run()
	os.RemoveAll(buildDir)
	os.Exit(code)
}

// program is the path of the program, built once for the tests that kill it.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(buildDir, "export.exe")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	os.Stderr.Write(out)
	return path, err
})

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	require.NoError(t, err)
	return exec.Command(path, args...)
}

// result is what a run of the program has left.
type result struct {
	code           int
	stdout, stderr string
}

// start runs the program in this process.
func start(t *testing.T, args ...string) result {
	t.Helper()
	return startWith(t, t.Context(), args...)
}

func startWith(t *testing.T, ctx context.Context, args ...string) result {
	t.Helper()
	stdout, err := os.Create(filepath.Join(t.TempDir(), "stdout"))
	require.NoError(t, err)
	defer stdout.Close()
	var stderr bytes.Buffer
	code := run(ctx, append([]string{"export", "-quiet"}, args...), stdout, &stderr)
	return result{code, read(t, stdout.Name()), stderr.String()}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// onlyFile requires that a folder has the file and nothing else.
func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, filepath.Base(path), entries[0].Name())
}

// newDesk is a fake whose clock stands still, since rows say how long ago they were.
func newDesk(t *testing.T, charges int) *chargedesktest.Server {
	t.Helper()
	desk := chargedesktest.NewTestServer(t, chargedesktest.WithoutRateLimit(), chargedesktest.WithClock(func() time.Time { return fakeNow }))
	desk.SeedCharges(charges)
	return desk
}

// whole returns what an undisturbed export of a list writes.
func whole(t *testing.T, baseURL, list, format string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole."+format)
	got := start(t, "-base-url", baseURL, list, path)
	require.Equal(t, exitDone, got.code, got.stderr)
	onlyFile(t, path)
	return read(t, path)
}
