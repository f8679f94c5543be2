//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// startPostgres starts a PostgreSQL of its own in a temporary folder and returns the
// URL of a new database. It skips the test where PostgreSQL is not installed.
func startPostgres(t *testing.T) string {
	t.Helper()
	postgres := findProgram(t, "postgres")
	initdb := findProgram(t, "initdb")
	folder, err := os.MkdirTemp("", "disputebot-postgres")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(folder)) })
	owner := postgresOwner(t, folder)
	data := filepath.Join(folder, "data")
	run := func(program string, args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Dir = folder
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
		return cmd
	}
	output, err := run(initdb, "-D", data, "-U", "bot", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput()
	require.NoError(t, err, string(output))

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	server := run(postgres, "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-k", "", "-c", "fsync=off")
	require.NoError(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGQUIT) // which it takes for "at once"
		_ = server.Wait()
	})
	database := fmt.Sprintf("postgres://bot@127.0.0.1:%d/postgres?sslmode=disable", port)
	require.Eventually(t, func() bool {
		connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			_ = connection.Close()
		}
		return err == nil
	}, time.Minute, 20*time.Millisecond)
	return database
}

// findProgram looks also where Debian keeps PostgreSQL's programs.
func findProgram(t *testing.T, name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Skipf("%s is not installed: apt-get install postgresql", name)
	}
	return slices.Max(found)
}

// postgresOwner returns who runs PostgreSQL, which does not run as root.
func postgresOwner(t *testing.T, folder string) *syscall.Credential {
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Skipf("PostgreSQL does not run as root, and there is no other user for it: %v", err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	require.NoError(t, err)
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	require.NoError(t, err)
	require.NoError(t, os.Chown(folder, int(uid), int(gid)))
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func newReplicas(t *testing.T) (c *crashTest, database string) {
	database = startPostgres(t)
	c = newCrashTest(t, "-database", database, "-list-every", "5s")
	c.replicas = make([]*replica, 3)
	started := make(chan struct{})
	for i := range c.replicas { // together, on an empty database
		go func() {
			defer func() { started <- struct{}{} }()
			c.start(i)
		}()
	}
	for range c.replicas {
		<-started
	}
	for _, r := range c.replicas {
		require.NotNil(t, r)
	}
	return c, database
}

func TestThreeReplicasSubmitEachDisputeOnce(t *testing.T) {
	t.Parallel()
	c, database := newReplicas(t)
	for range 20 {
		c.seed()
		c.address.Store(&c.replicas[rand.IntN(3)].address)
		c.hound.DeliverDue(t.Context())
	}
	require.NoError(t, c.replicas[0].cmd.Process.Signal(syscall.SIGTERM))
	<-c.replicas[0].done
	require.Zero(t, c.replicas[0].cmd.ProcessState.ExitCode(), c.logs.String())
	c.check(database)
	got := disputebot(t, nil, "-database", database, "approve", c.disputes[0])
	require.Equal(t, result{exitDone, c.disputes[0] + " is approved\n", ""}, got)
}

func TestKilledOnPostgreSQLNoDisputeIsForgottenOrSubmittedTwice(t *testing.T) {
	t.Parallel()
	if *postgresKills == 0 {
		t.Skip("takes a minute or more: River finds the jobs of a dead replica only then; run it with -postgres.kills=5")
	}
	c, database := newReplicas(t)
	c.kill(*postgresKills)
	c.check(database)
}
