package main

import (
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargehound/chargehoundtest"
)

type result struct {
	code      int
	out, errs string
}

func disputebot(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var out, errs logBuffer
	code := run(t.Context(), args, func(name string) string { return env[name] }, &out, &errs)
	return result{code, out.String(), errs.String()}
}

func TestWithoutAKeyItShowsTheWayOfFiveDisputes(t *testing.T) {
	t.Parallel()
	got := disputebot(t, nil)
	require.Equal(t, exitDone, got.code, got.errs)
	require.Empty(t, got.errs)
	for _, line := range []string{
		"CHARGEHOUND_API_KEY is not set: a fake of Chargehound runs inside this process, and nothing leaves the machine.\n",
		`msg=submitted dispute=dp_fake_1 reason=product_not_received due=`,
		`msg="waits for approval" dispute=dp_fake_3 reason=product_unacceptable due=`,
		"dp_fake_3 is approved\n",
		`msg=won dispute=dp_fake_1 reason=product_not_received due=`,
	} {
		require.Contains(t, got.out, line)
	}
	_, table, found := strings.Cut(got.out, "DISPUTE    DUE         STATUS\n")
	require.True(t, found, got.out)
	due := time.Now().UTC().Add(14 * 24 * time.Hour).Format("2006-01-02")
	require.Equal(t, strings.ReplaceAll(`dp_fake_1  DUE  won
dp_fake_2  DUE  lost
dp_fake_3  DUE  submitted
dp_fake_4  DUE  held for review at Chargehound
dp_fake_5  DUE  no order found
msg=stopping
`, "DUE", due), table)
	require.NotContains(t, got.out, "@example.com")
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	key := map[string]string{"CHARGEHOUND_API_KEY": "test_fake", "CHARGEHOUND_WEBHOOK_TOKEN": testToken}
	for reason, test := range map[string]struct {
		env  map[string]string
		args []string
	}{
		"flag provided but not defined: -colour": {nil, []string{"-colour"}},
		`unexpected argument "orders.csv"`:       {key, []string{"orders.csv"}},
		"approve needs the id of a dispute":      {key, []string{"approve"}},
		"list takes no arguments":                {key, []string{"list", "-database", "x"}},
		"-orders is needed":                      {key, nil},
		"-review is needed":                      {key, []string{"-orders", "orders.csv"}},
		"CHARGEHOUND_API_KEY is not set":         {nil, []string{"-orders", "orders.csv"}},
		`-review "500" is neither all nor none`:  {key, []string{"-orders", "orders.csv", "-review", "500"}},
		"-timeout, -settle and -list-every":      {key, []string{"-timeout", "0"}},
		"CHARGEHOUND_WEBHOOK_TOKEN is not set":   {map[string]string{"CHARGEHOUND_API_KEY": "test_fake"}, []string{"-orders", "orders.csv"}},
	} {
		got := disputebot(t, test.env, test.args...)
		require.Equal(t, exitUsage, got.code, reason)
		require.Contains(t, got.errs, reason)
	}
	got := disputebot(t, map[string]string{"DISPUTEBOT_DATABASE": "postgres://bot:p4ssw0rd@db.example/disputes"}, "-h")
	require.Equal(t, exitDone, got.code)
	require.NotContains(t, got.errs, "p4ssw0rd")
}

func TestWhatCannotBeStartedFails(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "bot.db")
	env := map[string]string{"CHARGEHOUND_API_KEY": "test_fake", "CHARGEHOUND_WEBHOOK_TOKEN": "short", "DISPUTEBOT_DATABASE": database}
	for reason, args := range map[string][]string{
		"no such file":               {"-orders", "none.csv", "-review", "all"},
		"Token":                      {"-orders", "orders.csv", "-review", "all", "-listen", "127.0.0.1:0"},
		"there is no bot's database": {"-database", database + ".not", "list"},
	} {
		got := disputebot(t, env, args...)
		require.Equal(t, exitFailed, got.code, reason)
		require.Contains(t, got.errs, reason)
	}
}

func TestAPersonApprovesWhileTheBotRuns(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "bot.db")
	c := newCrashTest(t, "-database", database, "-review", "all")
	c.replicas = make([]*replica, 1)
	c.start(0)
	c.seed()
	c.hound.DeliverDue(t.Context())
	require.Eventually(t, func() bool {
		return strings.Contains(disputebot(t, nil, "-database", database, "list").out, "waits for approval")
	}, time.Minute, 20*time.Millisecond)

	got := disputebot(t, nil, "-database", database, "approve", "dp_typo")
	require.Equal(t, result{exitFailed, "", "disputebot: dp_typo: no such dispute; list shows those that are known\n"}, got)
	got = disputebot(t, nil, "-database", database, "approve", c.disputes[0])
	require.Equal(t, result{exitDone, c.disputes[0] + " is approved\n", ""}, got)
	c.check(database)
}

func TestASignalEndsTheBotInOrder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send")
	}
	for name, test := range map[string]struct {
		delay time.Duration // of the response to the submission
		known bool          // its outcome at the end
	}{
		"the response comes":      {500 * time.Millisecond, true},
		"the response never does": {time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := filepath.Join(t.TempDir(), "bot.db")
			c := newCrashTest(t, "-database", database)
			arrived := make(chan struct{})
			c.hound.FailMatching(func(r chargehoundtest.Request) bool {
				if !isSubmit(r) {
					return false
				}
				close(arrived)
				return true
			}, chargehoundtest.Delay(test.delay))
			c.replicas = make([]*replica, 1)
			c.start(0)
			c.seed()
			c.hound.DeliverDue(t.Context())
			<-arrived
			require.NoError(t, c.replicas[0].cmd.Process.Signal(syscall.SIGTERM))
			<-c.replicas[0].done
			require.Zero(t, c.replicas[0].cmd.ProcessState.ExitCode(), c.logs.String())

			store, err := openStore(t.Context(), database)
			require.NoError(t, err)
			known, err := store.entry(t.Context(), c.disputes[0])
			require.NoError(t, err)
			require.NoError(t, store.Close())
			require.Equal(t, test.known, known.begun.IsZero())
			c.start(0)
			c.check(database)
		})
	}
}
