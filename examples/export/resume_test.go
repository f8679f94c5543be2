package main

import (
	"bufio"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
	"github.com/chargekit/chargekit-go/chargedesk/chargedesktest"
	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

// hang makes the third request from now on wait, until the client leaves. It
// returns a channel that is closed when that request has come.
func hang(desk *chargedesktest.Server) <-chan struct{} {
	asked, hangs := 0, make(chan struct{})
	desk.FailMatching(func(chargedesktest.Request) bool {
		if asked++; asked == 3 {
			close(hangs)
			return true
		}
		return false
	}, chargedesktest.Delay(time.Hour))
	return hangs
}

// interrupt runs an export of charges until its third page is asked for.
func interrupt(t *testing.T, desk *chargedesktest.Server, path string, flags ...string) result {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	hangs := hang(desk)
	go func() {
		<-hangs
		stop()
	}()
	got := startWith(t, ctx, append(append([]string{"-base-url", desk.URL}, flags...), "charges", path)...)
	require.Equal(t, exitFailed, got.code, got.stderr)
	require.Contains(t, got.stderr, "interrupted\n"+path+".part has 998 rows. To go on from there, give the same command again:\n")
	return got
}

func TestAnInterruptedExportGoesOnWithTheCommandItPrints(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 1700)
	path := filepath.Join(t.TempDir(), "it's mine.csv")
	got := interrupt(t, desk, path, "-restart")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	quoted := "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	require.Equal(t, "  export -quiet -base-url "+desk.URL+" charges "+quoted, lines[len(lines)-1], "without -restart")
	require.NoFileExists(t, path)
	require.NoFileExists(t, path+".lock")

	again := start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitDone, again.code, again.stderr)
	require.Regexp(t, `^resuming after 998 rows of an export that began 2\d\d\d-\d\d-\d\d \d\d:\d\d UTC\n`, again.stderr)
	onlyFile(t, path)
	require.Equal(t, whole(t, desk.URL, "charges", formatCSV), read(t, path))

	third := start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitCannot, third.code)
	require.Contains(t, third.stderr, "exists: -overwrite replaces it")
}

func TestAnInterruptEndsTheProgram(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows sends no interrupt to one process")
	}
	t.Parallel()
	desk := newDesk(t, 1700)
	hangs := hang(desk)
	path := filepath.Join(t.TempDir(), "charges.jsonl")
	run := command(t, "-base-url", desk.URL, "charges", path)
	stderr, err := run.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, run.Start())
	<-hangs
	require.NoError(t, run.Process.Signal(os.Interrupt))
	var said []string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		said = append(said, lines.Text())
	}
	require.Error(t, run.Wait())
	require.Equal(t, exitFailed, run.ProcessState.ExitCode())
	require.Equal(t, []string{"export: interrupted", path + ".part has 998 rows. To go on from there, give the same command again:", "  " + strings.Join(run.Args, " ")}, said)

	require.Equal(t, exitDone, start(t, "-base-url", desk.URL, "charges", path).code)
	require.Equal(t, whole(t, desk.URL, "charges", formatJSONL), read(t, path))
}

func TestOnlyTheSameExportGoesOn(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 1700)
	for name, args := range map[string][]string{
		"list":      {"-base-url", desk.URL, "customers"},
		"-since":    {"-base-url", desk.URL, "-since", "2026-01-01", "charges"},
		"-until":    {"-base-url", desk.URL, "-until", "2026-12-01", "charges"},
		"-exact":    {"-base-url", desk.URL, "-exact", "charges"},
		"format":    {"-base-url", desk.URL, "-format", "jsonl", "charges"},
		"-base-url": {"-base-url", "http://127.0.0.1:1/v1", "charges"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "charges.csv")
			require.Equal(t, exitFailed, startWith(t, stopped(t), "-base-url", desk.URL, "charges", path).code)
			before := read(t, path+".resume")
			got := start(t, append(args, path)...)
			require.Equal(t, exitCannot, got.code)
			require.Contains(t, got.stderr, "is of an export with another "+name+": ")
			require.Equal(t, before, read(t, path+".resume"))

			again := start(t, append(append([]string{"-restart"}, args...), path)...)
			require.NotContains(t, again.stderr, "another")
		})
	}
}

// stopped returns a context that is done.
func stopped(t *testing.T) context.Context {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	return ctx
}

func TestAnotherKeyDoesNotGoOn(t *testing.T) {
	desk := newDesk(t, 1700)
	path := filepath.Join(t.TempDir(), "charges.csv")
	desk.FailNext(chargedesktest.NoFault, chargedesktest.Respond(401, ""))
	got := start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitCannot, got.code)
	require.Contains(t, got.stderr, "500 rows. With the same key the same command goes on from there. With another one, -restart begins again:")
	require.NotContains(t, read(t, path+".resume"), chargedesktest.Key)
	t.Setenv("CHARGEDESK_SECRET_KEY", "sk_test_another")
	got = start(t, "-base-url", desk.URL, "charges", path)
	require.Equal(t, exitCannot, got.code)
	require.Contains(t, got.stderr, "is of an export with another key: ")
}

func TestFilesThatDoNotFitAreLeftAlone(t *testing.T) {
	t.Parallel()
	want := whole(t, newDesk(t, 1700).URL, "charges", formatCSV)
	for name, test := range map[string]struct {
		change func(t *testing.T, path string)
		says   string
	}{
		"part is shorter": {func(t *testing.T, path string) {
			require.NoError(t, os.Truncate(path+".part", 10))
		}, ".part is shorter than "},
		"part is gone": {func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path+".part"))
		}, ".part is shorter than "},
		"resume is gone": {func(t *testing.T, path string) {
			require.NoError(t, os.Remove(path+".resume"))
		}, ".resume, which tells whose rows it has"},
		"resume is damaged": {func(t *testing.T, path string) {
			require.NoError(t, os.Truncate(path+".resume", 30))
		}, ".resume is damaged"},
		"checkpoint is damaged": {func(t *testing.T, path string) {
			text := strings.Replace(read(t, path+".resume"), `"at":"{`, `"at":"[`, 1)
			require.NoError(t, os.WriteFile(path+".resume", []byte(text), 0o600))
		}, ".resume: chargedesk: checkpoint is damaged: -restart begins again"},
		"file exists": {func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, nil, 0o600))
		}, "exists: -overwrite"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "charges.csv")
			desk := newDesk(t, 1700)
			interrupt(t, desk, path)
			test.change(t, path)

			got := start(t, "-base-url", desk.URL, "charges", path)
			require.Equal(t, exitCannot, got.code, got.stderr)
			require.Contains(t, got.stderr, test.says)
			require.Equal(t, exitDone, start(t, "-base-url", desk.URL, "-restart", "-overwrite", "charges", path).code)
			require.Equal(t, want, read(t, path))
		})
	}
}

func TestACrashAroundTheRenameLosesNothing(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 700)
	want := whole(t, desk.URL, "charges", formatCSV)
	complete := func(t *testing.T, path string) {
		set, err := parse([]string{"-base-url", desk.URL, "charges", path}, nil)
		require.NoError(t, err)
		_, account, err := connect(set, slog.DiscardHandler)
		require.NoError(t, err)
		s := &state{Version: stateVersion, Job: jobOf(set, account), Rows: 700, Length: int64(len(want)), Done: true, At: `{"v":1}`}
		require.NoError(t, s.save(path+".resume"))
	}
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "charges.csv")
		complete(t, path)
		require.NoError(t, os.WriteFile(path+".part", []byte(want), 0o600))
		got := start(t, "-base-url", desk.URL, "charges", path)
		require.Equal(t, exitDone, got.code, got.stderr)
		onlyFile(t, path)
		require.Equal(t, want, read(t, path))
	})
	t.Run("after", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "charges.csv")
		complete(t, path)
		require.NoError(t, os.WriteFile(path, []byte(want), 0o600))
		got := start(t, "-base-url", desk.URL, "charges", path)
		require.Equal(t, exitDone, got.code, got.stderr)
		require.Contains(t, got.stderr, "700 rows of charges, complete")
		onlyFile(t, path)
		require.Equal(t, want, read(t, path))
	})
	t.Run("and neither file is there", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "charges.csv")
		complete(t, path)
		got := start(t, "-base-url", desk.URL, "charges", path)
		require.Equal(t, exitCannot, got.code, got.stderr)
		require.Contains(t, got.stderr, "is its file: -restart begins again")
	})
}

func TestWhatACrashLeftBehindTheCheckpointIsCutOff(t *testing.T) {
	t.Parallel()
	desk := newDesk(t, 1700)
	path := filepath.Join(t.TempDir(), "charges.csv")
	interrupt(t, desk, path)
	part, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = part.WriteString(strings.Repeat("ch_torn,char\n", 100_000)) // more than what is still to come
	require.NoError(t, err)
	require.NoError(t, part.Close())
	require.Equal(t, exitDone, start(t, "-base-url", desk.URL, "charges", path).code)
	require.Equal(t, whole(t, desk.URL, "charges", formatCSV), read(t, path))
}

func TestTwoRunsDoNotWriteOneFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charges.csv")
	other := flock.New(path + ".lock")
	locked, err := other.TryLock()
	require.NoError(t, err)
	require.True(t, locked)
	got := start(t, "-fake", "-fake-rows", "3", "charges", path)
	require.Equal(t, exitFailed, got.code)
	require.Contains(t, got.stderr, "another run holds "+path+".lock")
	require.FileExists(t, path+".lock", "it is the other run's")
	require.NoError(t, other.Close())
	require.Equal(t, exitDone, start(t, "-fake", "-fake-rows", "3", "charges", path).code)
}

func TestDisputesAndOrdersGoOnToo(t *testing.T) {
	t.Parallel()
	hound := chargehoundtest.NewTestServer(t)
	hound.SeedDisputes(750)
	back := chargebacktest.NewTestServer(t)
	back.SeedOrders(750)
	for list, url := range map[string]string{"disputes": hound.URL, "orders": back.URL} {
		want := whole(t, url, list, formatJSONL)
		ctx, stop := context.WithCancel(t.Context())
		asked := 0
		sixth := func() bool {
			if asked++; asked == 6 {
				stop()
			}
			return false
		}
		hound.FailMatching(func(chargehoundtest.Request) bool { return sixth() }, chargehoundtest.NoFault.Times(-1))
		back.FailMatching(func(chargebacktest.Request) bool { return sixth() }, chargebacktest.NoFault.Times(-1))
		path := filepath.Join(t.TempDir(), list+".jsonl")
		got := startWith(t, ctx, "-base-url", url, list, path)
		require.Equal(t, exitFailed, got.code, got.stderr)
		hound.ClearFaults()
		back.ClearFaults()
		again := start(t, "-base-url", url, list, path)
		require.Equal(t, exitDone, again.code, again.stderr)
		require.Regexp(t, `^resuming after [1-9]\d\d rows`, again.stderr)
		require.Equal(t, want, read(t, path))
	}
}
