package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chargekit/chargekit-go/chargeback/chargebacktest"
)

func TestAPipeIsRefused(t *testing.T) {
	withKeys(t)
	server := doubling(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	program := exec.CommandContext(ctx, os.Args[0], "-base-url", server.URL, "-format", "jsonl", "-resume", filepath.Join(t.TempDir(), "r"), "/dev/stdin")
	program.Env = append(os.Environ(), asProgram+"=1")
	program.Stdin = strings.NewReader(orderLine("a")) // by a pipe
	out, err := program.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, exitCannot, program.ProcessState.ExitCode(), string(out))
	require.Contains(t, string(out), "is no regular file: what comes from a pipe has to be saved to one first")

	code, text := start(t, server.URL, "-format", "jsonl", t.TempDir())
	require.Equal(t, exitCannot, code)
	require.Contains(t, text, "is no regular file")
	require.Empty(t, server.Requests())
}

func TestHelpTellsWhatItNeedsKeepsAndEndsWith(t *testing.T) {
	var out bytes.Buffer
	require.Equal(t, exitDone, run(t.Context(), []string{"-h"}, &out, &out))
	for _, want := range []string{"usage: importorders", "crm_id or crm_name", "FILE.resume.jsonl", "exit code is 0", "-look-up-all"} {
		require.Contains(t, out.String(), want)
	}
}

func TestWhatATerminalWouldObeyIsQuoted(t *testing.T) {
	withKeys(t)
	server := chargebacktest.NewTestServer(t)
	text := strings.Replace(orderLine("x"), `"x"`, `"\u001b[2Jx"`, 1)
	_, out := start(t, server.URL, write(t, "orders.jsonl", strings.Replace(text, "812", "999", 1)))
	require.Contains(t, out, `order "\x1b[2Jx": `)
	require.NotContains(t, out, "\x1b")
	require.Equal(t, "größe 7", printable("größe 7"))
}
